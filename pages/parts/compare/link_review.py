"""Review suggested links: both incidents, why they are suggested, and what a person decides, as entries of the log."""

from functools import partial

import pandas as pd
import streamlit as st

from geo.analysis.chains import WINDOW_DAYS
from geo.analysis.chains.link_suggestions import MAX_SPAN_DAYS, ORDERED_DATASETS
from geo.core.formatting import pluralize
from geo.core.schema import RELATIONS
from geo.errors import EditRefused, WorkspaceFailed
from geo.storage.edits.changes import Linking, Unlinking
from geo.storage.edits.edit import Draft, Edit, make_edits
from geo.storage.edits.editing import add_edits
from geo.storage.incident_links import RELATION_PHRASES
from geo.storage.workspace.workspace import Workspace
from pages.parts.compare.duplicate_review import show_facts
from pages.parts.frame import cache, notices, state, workspace
from pages.parts.frame.pager import choose_page

PAGE_LENGTH = 20  # decisions; a judgement
REASON = "Suggested: the same two sides turn about within days."
EXPLANATION = f"""
An incident is paired with the last one before it, of the same dataset and at most {WINDOW_DAYS} days earlier, in which
the same two sides stood the other way about: first A acted on B, then B on A. A body counts as its side, such as a
ministry as its state. That needs a provider that says who acted on whom: {", ".join(ORDERED_DATASETS)}. Of other
datasets, two violent incidents between the same sides in the same place are paired, which says less; they come last.
Dates have to be known to {MAX_SPAN_DAYS} days, and incidents of one day are not paired: nobody knows which came first.

That one followed the other does not mean that it answered it: read both records, and decide by what their sources say.
A link that you make is a change of yours like any other: it is listed with who and when, and can be undone.
"""


def show_explanation() -> None:
    """Explain what is suggested and why a person decides."""
    st.caption("Pairs of incidents of which one may answer the other. You decide.")
    with st.expander("What is suggested"):
        st.markdown(EXPLANATION)


def list_decisions() -> list[Edit]:
    """The links that were made or refused and that count, the latest first; none where the log cannot be read."""
    try:
        edits = workspace.open_workspace().edits.read()
    except WorkspaceFailed:
        return []
    return [edit for edit in reversed(edits) if isinstance(edit.change, Linking | Unlinking) and not edit.is_undone]


def open_pairs(decisions: list[Edit]) -> pd.DataFrame:
    """The suggestions about which nobody has decided, of which at least one incident is selected."""
    suggested = cache.suggest_links()
    for note in suggested.notes:
        st.caption(note)
    decided = {frozenset(_ends(edit)) for edit in decisions}
    pairs = suggested.pairs
    is_open = [frozenset(pair) not in decided for pair in zip(pairs["later"], pairs["earlier"], strict=True)]
    return _within_selection(pairs[pd.Series(is_open, index=pairs.index, dtype=bool)])


def _ends(edit: Edit) -> tuple[str, str]:
    assert isinstance(edit.change, Linking | Unlinking)
    return edit.incident_id, edit.change.to_incident_id


def _within_selection(pairs: pd.DataFrame) -> pd.DataFrame:
    selection = state.selection()
    if pairs.empty or not selection.values:
        return pairs
    results = cache.select(selection)
    later, earlier = (results.contains(results.engine.find(pairs[name].tolist())) for name in ("later", "earlier"))
    return pairs[later | earlier]


def show_counts(pairs: pd.DataFrame, decisions: list[Edit]) -> None:
    """Show how many suggestions are undecided, and how many links were made and refused."""
    n_made = sum(isinstance(edit.change, Linking) for edit in decisions)
    decided = f"{pluralize(n_made, 'link')} made, {len(decisions) - n_made:,} refused" if decisions else "none decided"
    st.text(f"{pluralize(len(pairs), 'pair')} to decide · {decided}")


def review_pair(pairs: pd.DataFrame) -> None:
    """Show one pair with the facts of both incidents, the earlier one first, and the buttons that decide."""
    if pairs.empty:
        st.text("No pairs to decide in this selection." if state.selection().values else "No pairs to decide.")
        return
    number = int(st.number_input(f"Pair (1–{len(pairs):,})", 1, len(pairs), key="link pair", width=160))
    pair = pairs.iloc[number - 1]
    st.text(str(pair["reason"]))
    for name, label, column in zip(("earlier", "later"), ("Earlier", "Later"), st.columns(2), strict=True):
        with column.container(border=True, height="stretch", gap="xsmall"):
            st.caption(label)
            show_facts(str(pair[name]))
    _show_buttons(str(pair["later"]), str(pair["earlier"]), str(pair["relation"]))


def _show_buttons(later: str, earlier: str, relation: str) -> None:
    if not workspace.rights().may_edit:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "The later one is",
            tuple(RELATIONS),
            index=tuple(RELATIONS).index(relation),
            format_func=lambda code: f"{RELATION_PHRASES[code].forward} the earlier one",
            key=f"relation {later} {earlier}",
            width=320,
        )
        st.button("Link them", type="primary", key="link", on_click=_decide, args=(Linking(chosen, earlier), later))
        st.button("No link", key="no link", on_click=_decide, args=(Unlinking(relation, earlier), later))


def _decide(change: Linking | Unlinking, later: str) -> None:
    decide, verdict = (_link, "is linked to") if isinstance(change, Linking) else (_refuse, "is not linked to")
    try:
        workspace.run_action(partial(decide, Draft(later, change)), f"{later} {verdict} {change.to_incident_id}.")
    except EditRefused as refusal:
        notices.notify(str(refusal))


def _link(draft: Draft, store: Workspace) -> None:
    add_edits(store, cache.get_atlas(), [draft], why=REASON)


def _refuse(draft: Draft, store: Workspace) -> None:
    """Write down that two incidents are not linked; the log takes it as it is, for there is no link to take away."""
    store.edits.insert(make_edits([draft], who="", why="Suggested, and refused."))


def show_decisions(decisions: list[Edit]) -> None:
    """List the links that were made and refused, each with a button to undo it."""
    if not decisions:
        return
    with st.expander(f"Decisions ({len(decisions):,})"):
        for edit in decisions[slice(*choose_page(len(decisions), PAGE_LENGTH, key="decided links"))]:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(f"{edit.incident_id}: {edit.change.title.lower()}, {edit.change.describe()}")
                st.button(
                    "Undo",
                    key=f"undo {edit.edit_id}",
                    type="tertiary",
                    disabled=not workspace.rights().may_edit,
                    on_click=partial(_undo, edit.edit_id),
                )


def _undo(edit_id: str) -> None:
    def undo(store: Workspace) -> None:
        store.edits.undo(edit_id)

    workspace.run_action(undo, "Undone.")
