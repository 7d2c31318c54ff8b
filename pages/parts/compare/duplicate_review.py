"""Review pairs of incidents that may be duplicates: the score, both sides' facts, and the user's decisions."""

from functools import partial

import pandas as pd
import streamlit as st

from geo.analysis.duplicates import MIN_SCORE, WEIGHTS, link_to_representative, representatives
from geo.analysis.duplicates.blocking import MAX_DISTANCE_KM, MAX_GAP_DAYS
from geo.analysis.duplicates.suggestions import UNKNOWN_PART_SCORE
from geo.core.formatting import pluralize
from geo.query.filters import FILTER
from geo.storage.incident_record import find_record
from pages.parts.frame import address, cache, menu, state, workspace
from pages.parts.frame.markdown import escape_markdown
from pages.parts.frame.pager import choose_page

PART_LABELS = {"day": "Days", "place": "Place", "actors": "Actors", "type": "Type", "killed": "Killed"}
VERDICTS = {"same": "the same incident", "different": "different incidents"}
SIDES = ("the left one", "the right one")
PAGE_LENGTH = 20  # decisions; a judgement
_WEIGHTS = ", ".join(f"{PART_LABELS[name].lower()} ({weight:.0%})" for name, weight in WEIGHTS.items())
EXPLANATION = f"""
Your imports are compared with what lies near them and with each other; without imports, the datasets of the atlas with
each other. Incidents of different datasets are compared if they are at most {MAX_GAP_DAYS} days and
{MAX_DISTANCE_KM:.0f} km apart, or if one of them is known only to a province that contains the other. The score is a
weighted mean of five parts: {_WEIGHTS}. A part that is unknown for one of the two counts as {UNKNOWN_PART_SCORE:.0%}.
Pairs that score at least {MIN_SCORE:.0%} are suggested. The weights are our judgement: the score ranks the pairs and is
not a probability.

Nothing is merged. “Same incident” keeps both rows and marks one as a duplicate of the other. To count such incidents
once, use the filter “{FILTER["once"].label}”.
"""


def show_explanation() -> None:
    """Explain what is suggested, and how pairs are scored."""
    st.caption("Pairs of incidents from different datasets that may be the same event, most likely first. You decide.")
    with st.expander("How pairs are scored"):
        st.markdown(EXPLANATION)


def undecided_pairs() -> tuple[pd.DataFrame, pd.DataFrame]:
    """The suggested pairs of the selection that are not decided yet, and all decisions."""
    suggested, decisions = cache.suggest_duplicates(), workspace.list_decisions()
    for note in suggested.notes:
        st.caption(note)
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
    """The pairs of which at least one incident is selected."""
    selection = state.selection()
    if pairs.empty or not selection.values:
        return pairs
    results = cache.select(selection)
    is_selected = [results.contains(results.engine.find(pairs[name].tolist())) for name in ("incident_id", "other_id")]
    return pairs[is_selected[0] | is_selected[1]]


def show_counts(pairs: pd.DataFrame, decisions: pd.DataFrame) -> None:
    """Show how many pairs are undecided and decided, and a link to the map that counts duplicates once."""
    if pairs.empty and decisions.empty:
        return
    n_same = int((decisions["verdict"] == "same").sum())
    n_decided = f"{len(decisions):,} decided ({n_same:,} the same)" if len(decisions) else "none decided yet"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(f"{pluralize(len(pairs), 'pair')} to decide · {n_decided}")
        if n_same:
            once = address.query_params("map") | {"once": ["1"]}
            st.page_link(menu.PATHS["map"], label="Show the map without duplicates", query_params=once)


def review_pair(pairs: pd.DataFrame) -> None:
    """Show one pair with the facts of both incidents, and the buttons that decide."""
    if pairs.empty:
        st.text("No pairs to decide in this selection." if state.selection().values else "No pairs to decide.")
        return
    number = int(st.number_input(f"Pair (1–{len(pairs):,})", 1, len(pairs), key="pair", width=160))
    pair = pairs.iloc[number - 1]
    st.text(f"Score {pair['score']:.0%}. {pair['reason']}")
    st.table(
        {PART_LABELS[name]: _format_score(pair[name]) for name in WEIGHTS},
        border="horizontal",
        width="content",
        alt="The parts of the score",
    )
    for side, column in zip(("incident_id", "other_id"), st.columns(2), strict=True):
        with column.container(border=True, height="stretch", gap="xsmall"):
            show_facts(str(pair[side]))
    _show_buttons(str(pair["incident_id"]), str(pair["other_id"]))


def show_facts(incident_id: str) -> None:
    """Show an incident: its facts, its summary and a link to its record."""
    incident = find_record(cache.get_atlas(), incident_id)
    if incident is None:
        st.text(f"{incident_id} is no longer in the atlas.")
        return
    dataset = incident.row["dataset"]
    st.caption(escape_markdown(f"{dataset if isinstance(dataset, str) else 'dataset not stated'} · {incident_id}"))
    st.text(incident.title)
    facts = {label: escape_markdown(text) for label, text in incident.facts.items()}
    st.table(facts, border="horizontal", alt="The facts of the incident")
    if isinstance(incident.row["summary"], str):
        st.text(incident.row["summary"])
    query = address.query_params("filter") | {state.INCIDENT: [incident_id]}
    st.page_link(menu.PATHS["filter"], label="Full record", query_params=query)


def _show_buttons(left: str, right: str) -> None:
    if not workspace.rights().may_import:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        side = st.segmented_control(
            "If they are the same, count", SIDES, default=SIDES[0], required=True, key="counting side"
        )
        duplicate, original = (right, left) if side == SIDES[0] else (left, right)
        st.button("Same incident", type="primary", key="same", on_click=_decide, args=(duplicate, original, "same"))
        st.button("Different incidents", key="different", on_click=_decide, args=(duplicate, original, "different"))


def _decide(duplicate: str, original: str, verdict: str) -> None:
    """Store a verdict on a pair: same, different, or an empty text to undo the last one."""
    is_same = verdict == "same"
    link = link_to_representative(workspace.list_decisions(), duplicate, original) if is_same else (duplicate, original)
    notice = f"{duplicate} and {original}: {VERDICTS.get(verdict, 'undecided again')}."
    if link is not None:
        workspace.run_action(lambda store: store.decide(*link, verdict), notice)


def show_decisions(decisions: pd.DataFrame) -> None:
    """List the decisions, each with a button to undo it."""
    if decisions.empty:
        return
    with st.expander(f"Decisions ({len(decisions):,})"):
        for decision in decisions.iloc[slice(*choose_page(len(decisions), PAGE_LENGTH, key="decided"))].itertuples():
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(
                    f"{decision.incident_id} and {decision.duplicate_of}: {VERDICTS.get(str(decision.verdict), '')}"
                )
                st.button(
                    "Undo",
                    disabled=not workspace.rights().may_import,
                    key=f"take back {decision.Index}",
                    type="tertiary",
                    on_click=partial(_decide, str(decision.incident_id), str(decision.duplicate_of), ""),
                )


def _format_score(score: float) -> str:
    return "unknown" if pd.isna(score) else f"{score:.0%}"
