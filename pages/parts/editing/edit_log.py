"""All changes that were made: a list with a way back, as a file, and their removal for good."""

from collections import Counter

import streamlit as st

from geo.core.formatting import pluralize
from geo.storage.edits.changes import KIND
from geo.storage.edits.edit import Edit
from geo.storage.edits.log_rows import export_log
from pages.parts.editing.change_list import describe_change, show_batches
from pages.parts.editing.submission import run_log_action
from pages.parts.frame import cache, workspace

EXPLANATION = (
    "What you correct, note, tag, link, add or take out lies over the incidents and changes none of their files. "
    "Everything here can be undone, goes into evidence bundles and stays when the dataset comes in its next release."
)
FILE_NAME = "faultline-changes.csv"
EVERY_KIND = "Every kind"
MAX_WAITING = 50  # listed at once, by judgement: nobody reads more in one go


def show_explanation() -> None:
    """Explain what changes are."""
    st.caption(EXPLANATION)


def show_waiting() -> None:
    """List the changes whose incident is not here now: they stay, and count again when it is back."""
    waiting = cache.get_atlas().edits.waiting
    if not waiting:
        return
    verb = "waits" if len(waiting) == 1 else "wait"
    with st.expander(f"{pluralize(len(waiting), 'change')} {verb} for the incident", expanded=True):
        for entry in waiting[:MAX_WAITING]:
            st.text(f"{entry.edit.incident_id}: {describe_change(entry.edit)}. {entry.reason}")
        if len(waiting) > MAX_WAITING:
            st.caption(f"{len(waiting) - MAX_WAITING:,} more are in the file below.")


def show_log() -> None:
    """List all changes, the latest first; those of one batch can be undone at once."""
    edits = cache.get_atlas().edits.entries
    if not edits:
        st.text("You have changed nothing yet. Open an incident on the Filter page to correct it.")
        return
    n_undone = sum(edit.is_undone for edit in edits)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        undone = f", of which {n_undone:,} {'is' if n_undone == 1 else 'are'} undone" if n_undone else ""
        st.text(f"{pluralize(len(edits), 'change')}{undone}")
        st.download_button(
            "Download as CSV",
            export_log(edits),
            FILE_NAME,
            "text/csv",
            on_click="ignore",
            icon=":material/download:",
            help="Add the file on the Data page of another machine to make the same changes there.",
        )
    batches = {edit.batch for edit in _choose_kind(edits)}
    show_batches([edit for edit in edits if edit.batch in batches])  # whole ones, for they are undone whole


def show_removal() -> None:
    """Draw the button that removes all changes for good."""
    if not cache.get_atlas().edits.entries or not workspace.rights().may_edit:
        return
    with st.expander("Delete all changes for good"):
        st.caption("Nothing of them stays on this machine, undone ones included. This cannot be undone.")
        is_sure = st.checkbox("I want to delete all changes for good", key="sure to delete all changes")
        st.button("Delete all changes", disabled=not is_sure, on_click=_purge_all)


def _choose_kind(edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    counts = Counter(edit.kind for edit in edits)
    if len(counts) == 1:
        return edits
    options = [EVERY_KIND, *(kind for kind in KIND if kind in counts)]
    kind = st.selectbox(
        "Kind of change",
        options,
        format_func=lambda code: code if code == EVERY_KIND else f"{KIND[code].title} ({counts[code]:,})",
        width=260,
        key="kind of listed changes",
    )
    return edits if kind == EVERY_KIND else tuple(edit for edit in edits if edit.kind == kind)


def _purge_all() -> None:
    run_log_action(lambda store: store.edits.purge_all(), "All changes were deleted for good.")
