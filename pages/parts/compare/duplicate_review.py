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

PARTS = {"day": "Days", "place": "Place", "actors": "Actors", "type": "Type", "toll": "Killed"}
SAID = {"same": "the same incident", "different": "different incidents"}
SIDES = ("The left one", "The right one")
MOST_DECIDED = 20
HOW = f"""
Incidents of different datasets are compared where their days lie at most {MAX_DAYS_APART} days apart and their points at
most {MAX_DISTANCE_KM:.0f} km, or where one is known to its province only and both lie in it. The score is the mean of five
parts, each from 0 to 1: {", ".join(f"{PARTS[name].lower()} ({weight:.0%})" for name, weight in WEIGHTS.items())}. A
part that one of the two is silent on counts as {UNKNOWN_PART_SCORE:.0%}. Pairs from {MIN_SCORE:.0%} on are suggested. The
weights are a judgement and no measurement: the score puts the likeliest pairs first and is no probability.

Nothing is merged. “The same” keeps both rows and notes on one that it repeats the other; it counts once only where you
ask for it, by the filter “{FILTER["once"].label}”.
"""


def explained() -> None:
    """What is suggested, and how the score comes about."""
    st.caption("Pairs of incidents from different datasets that may be one event, the likeliest first. You decide.")
    with st.expander("How the score comes about"):
        st.markdown(HOW)


def open_pairs() -> tuple[pd.DataFrame, pd.DataFrame]:
    """The suggested pairs of the selection on which nobody has decided, and all decisions."""
    suggested, decisions = cache.duplicates(), workspace.decisions()
    for sentence in suggested.told:
        st.caption(sentence)
    known = set(zip(decisions["incident_id"], decisions["duplicate_of"], strict=True))
    pairs = suggested.pairs
    both = zip(pairs["incident_id"], pairs["other_id"], strict=True)
    event = representatives(decisions)
    is_open = [
        pair not in known and pair[::-1] not in known and event.get(pair[0], pair[0]) != event.get(pair[1], pair[1])
        for pair in both
    ]
    return _selected(pairs[is_open]), decisions


def _selected(pairs: pd.DataFrame) -> pd.DataFrame:
    """Those of which the selection shows at least one."""
    selection = state.selection()
    if pairs.empty or not selection.values:
        return pairs
    shown = cache.chosen(selection).rows()["incident_id"]
    return pairs[pairs["incident_id"].isin(shown) | pairs["other_id"].isin(shown)]


def counted_once(found: pd.DataFrame, decided: pd.DataFrame) -> None:
    """How many pairs are open and decided, and the way to count linked ones once."""
    same = int((decided["verdict"] == "same").sum())
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(f"{pluralize(len(found), 'pair')} to decide; decided: {len(decided):,}, {same:,} of them the same.")
        if same:
            once = state.address() | {"once": ["1"]}
            st.page_link(menu.PATHS["map"], label="The map with these counted once", query_params=once)


def pair(found: pd.DataFrame) -> None:
    """One pair, with the facts of both and the buttons that decide."""
    if found.empty:
        st.text(
            "There is no pair to decide." if not state.selection().values else "The selection has no pair to decide."
        )
        return
    number = int(st.number_input(f"Pair, of {len(found):,}", 1, len(found), key="pair", width=160)) - 1
    told = found.iloc[number]
    st.text(f"Score {told['score']:.0%}. {told['why']}")
    st.table({PARTS[name]: _part(told[name]) for name in WEIGHTS}, border="horizontal", width="content",
             alt="The parts of the score")  # fmt: skip
    for side, column in zip(("incident_id", "other_id"), st.columns(2), strict=True):
        with column.container(border=True, height="stretch", gap="xsmall"):
            _facts(str(told[side]))
    _deciding(str(told["incident_id"]), str(told["other_id"]))


def _facts(incident_id: str) -> None:
    found = find_record(cache.served(), incident_id)
    if found is None:
        st.text(f"{incident_id} is not shown any more.")
        return
    dataset = found.row["dataset"]
    st.caption(escape_markdown(f"{dataset if isinstance(dataset, str) else 'dataset not stated'} · {incident_id}"))
    st.text(found.title)
    facts = {label: escape_markdown(text) for label, text in found.facts.items()}
    st.table(facts, border="horizontal", alt="The facts of the incident")
    if isinstance(found.row["summary"], str):
        st.text(found.row["summary"])
    opened = state.address() | {state.INCIDENT: [incident_id]}
    st.page_link(menu.PATHS["filter"], label="In full", query_params=opened)


def _deciding(left: str, right: str) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        counts = st.segmented_control("If they are the same, what counts is", SIDES, default=SIDES[0], required=True,
                                      key="counting side")  # fmt: skip
        repeat, kept = (right, left) if counts == SIDES[0] else (left, right)
        st.button("The same incident", type="primary", key="same", on_click=_decide, args=(repeat, kept, "same"))
        st.button("Different", key="different", on_click=_decide, args=(repeat, kept, "different"))


def _decide(repeat: str, kept: str, verdict: str) -> None:
    link = link_to_representative(workspace.decisions(), repeat, kept) if verdict == "same" else (repeat, kept)
    told = f"{repeat} and {kept}: {SAID.get(verdict, 'to be decided again')}."
    if link is not None:
        workspace.done(lambda held: held.decide(*link, verdict), told)


def decided(decisions: pd.DataFrame) -> None:
    """What was decided, each to be taken back."""
    if decisions.empty:
        return
    with st.expander(f"Decided ({len(decisions):,})"):
        pages = -(-len(decisions) // MOST_DECIDED)
        page = int(st.number_input(f"Page, of {pages:,}", 1, pages, key="page decided")) if pages > 1 else 1
        for each in decisions.iloc[(page - 1) * MOST_DECIDED : page * MOST_DECIDED].itertuples():
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(f"{each.incident_id} and {each.duplicate_of}: {SAID.get(str(each.verdict), '')}")
                st.button("Take back", key=f"take back {each.Index}", type="tertiary",
                          on_click=partial(_decide, str(each.incident_id), str(each.duplicate_of), ""))  # fmt: skip


def _part(likeness: float) -> str:
    return "not known" if pd.isna(likeness) else f"{likeness:.0%}"
