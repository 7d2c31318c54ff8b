"""Two incidents that may be one, side by side with the score and its parts; what a person says of them is kept."""

from functools import partial

import pandas as pd
import streamlit as st

from geo.analysis.duplicates import MIN_SCORE, WEIGHTS, link_to_representative, representatives
from geo.analysis.duplicates.blocking import MAX_DAYS_APART, MAX_DISTANCE_KM
from geo.analysis.duplicates.suggestions import UNKNOWN_PART_SCORE
from geo.core.formatting import pluralize
from geo.query.filters import FILTER
from geo.storage.incident_record import find_record
from pages.parts.frame import cache, menu, state, workspace
from pages.parts.frame.markdown import escape_markdown

PART_LABELS = {"day": "Days", "place": "Place", "actors": "Actors", "type": "Type", "toll": "Killed"}
VERDICTS = {"same": "the same incident", "different": "different incidents"}
SIDES = ("The left one", "The right one")
PAGE_LENGTH = 20
EXPLANATION = f"""
Incidents of different datasets are compared where their days lie at most {MAX_DAYS_APART} days apart and their points at
most {MAX_DISTANCE_KM:.0f} km, or where one is known to its province only and both lie in it. The score is the mean of five
parts, each from 0 to 1: {", ".join(f"{PART_LABELS[name].lower()} ({weight:.0%})" for name, weight in WEIGHTS.items())}. A
part that one of the two is silent on counts as {UNKNOWN_PART_SCORE:.0%}. Pairs from {MIN_SCORE:.0%} on are suggested. The
weights are a judgement and no measurement: the score puts the likeliest pairs first and is no probability.

Nothing is merged. “The same” keeps both rows and notes on one that it repeats the other; it counts once only where you
ask for it, by the filter “{FILTER["once"].label}”.
"""


def show_explanation() -> None:
    """What is suggested, and how the score comes about."""
    st.caption("Pairs of incidents from different datasets that may be one event, the likeliest first. You decide.")
    with st.expander("How the score comes about"):
        st.markdown(EXPLANATION)


def undecided_pairs() -> tuple[pd.DataFrame, pd.DataFrame]:
    """The suggested pairs of the selection on which nobody has decided, and all decisions."""
    suggested, decisions = cache.duplicates(), workspace.decisions()
    for sentence in suggested.notes:
        st.caption(sentence)
    decided_pairs = set(zip(decisions["incident_id"], decisions["duplicate_of"], strict=True))
    pairs = suggested.pairs
    pair_ids = zip(pairs["incident_id"], pairs["other_id"], strict=True)
    event = representatives(decisions)
    is_open = [
        pair not in decided_pairs
        and pair[::-1] not in decided_pairs
        and event.get(pair[0], pair[0]) != event.get(pair[1], pair[1])
        for pair in pair_ids
    ]
    return _within_selection(pairs[is_open]), decisions


def _within_selection(pairs: pd.DataFrame) -> pd.DataFrame:
    """Those of which the selection shows at least one."""
    selection = state.selection()
    if pairs.empty or not selection.values:
        return pairs
    selected_ids = cache.chosen(selection).rows()["incident_id"]
    return pairs[pairs["incident_id"].isin(selected_ids) | pairs["other_id"].isin(selected_ids)]


def show_counts(pairs: pd.DataFrame, decisions: pd.DataFrame) -> None:
    """How many pairs are open and decided, and the way to count linked ones once."""
    same = int((decisions["verdict"] == "same").sum())
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(f"{pluralize(len(pairs), 'pair')} to decide; decided: {len(decisions):,}, {same:,} of them the same.")
        if same:
            once = state.address() | {"once": ["1"]}
            st.page_link(menu.PATHS["map"], label="The map with these counted once", query_params=once)


def review_pair(pairs: pd.DataFrame) -> None:
    """One pair, with the facts of both and the buttons that decide."""
    if pairs.empty:
        st.text(
            "There is no pair to decide." if not state.selection().values else "The selection has no pair to decide."
        )
        return
    number = int(st.number_input(f"Pair, of {len(pairs):,}", 1, len(pairs), key="pair", width=160)) - 1
    pair = pairs.iloc[number]
    st.text(f"Score {pair['score']:.0%}. {pair['why']}")
    st.table(
        {PART_LABELS[name]: _format_score(pair[name]) for name in WEIGHTS},
        border="horizontal",
        width="content",
        alt="The parts of the score",
    )
    for side, column in zip(("incident_id", "other_id"), st.columns(2), strict=True):
        with column.container(border=True, height="stretch", gap="xsmall"):
            _show_facts(str(pair[side]))
    _show_buttons(str(pair["incident_id"]), str(pair["other_id"]))


def _show_facts(incident_id: str) -> None:
    incident = find_record(cache.served(), incident_id)
    if incident is None:
        st.text(f"{incident_id} is not shown any more.")
        return
    dataset = incident.row["dataset"]
    st.caption(escape_markdown(f"{dataset if isinstance(dataset, str) else 'dataset not stated'} · {incident_id}"))
    st.text(incident.title)
    facts = {label: escape_markdown(text) for label, text in incident.facts.items()}
    st.table(facts, border="horizontal", alt="The facts of the incident")
    if isinstance(incident.row["summary"], str):
        st.text(incident.row["summary"])
    opened = state.address() | {state.INCIDENT: [incident_id]}
    st.page_link(menu.PATHS["filter"], label="In full", query_params=opened)


def _show_buttons(left: str, right: str) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        counts = st.segmented_control(
            "If they are the same, what counts is", SIDES, default=SIDES[0], required=True, key="counting side"
        )
        repeat, kept = (right, left) if counts == SIDES[0] else (left, right)
        st.button("The same incident", type="primary", key="same", on_click=_decide, args=(repeat, kept, "same"))
        st.button("Different", key="different", on_click=_decide, args=(repeat, kept, "different"))


def _decide(repeat: str, kept: str, verdict: str) -> None:
    link = link_to_representative(workspace.decisions(), repeat, kept) if verdict == "same" else (repeat, kept)
    notice = f"{repeat} and {kept}: {VERDICTS.get(verdict, 'to be decided again')}."
    if link is not None:
        workspace.done(lambda held: held.decide(*link, verdict), notice)


def show_decisions(decisions: pd.DataFrame) -> None:
    """What was decided, each to be taken back."""
    if decisions.empty:
        return
    with st.expander(f"Decided ({len(decisions):,})"):
        pages = -(-len(decisions) // PAGE_LENGTH)
        page = int(st.number_input(f"Page, of {pages:,}", 1, pages, key="page decided")) if pages > 1 else 1
        for decision in decisions.iloc[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH].itertuples():
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(
                    f"{decision.incident_id} and {decision.duplicate_of}: {VERDICTS.get(str(decision.verdict), '')}"
                )
                st.button(
                    "Take back",
                    key=f"take back {decision.Index}",
                    type="tertiary",
                    on_click=partial(_decide, str(decision.incident_id), str(decision.duplicate_of), ""),
                )


def _format_score(likeness: float) -> str:
    return "not known" if pd.isna(likeness) else f"{likeness:.0%}"
