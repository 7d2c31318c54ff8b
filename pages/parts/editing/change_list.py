"""A list of changes: what, when, by whom and why, each undone or made again with one click."""

from collections.abc import Sequence

import streamlit as st

from geo.core.formatting import format_day
from geo.storage.edits.edit import Edit
from pages.parts.editing.author import author
from pages.parts.editing.submission import run_log_action
from pages.parts.frame import address, menu, state
from pages.parts.frame.pager import choose_page

PAGE_LENGTH = 20  # changes, by judgement: a screen and a half


def show_changes(edits: Sequence[Edit], key: str, *, names_incident: bool = False) -> None:
    """Draw changes in this order, some at a time; `names_incident`: with a link to what each is about."""
    for edit in edits[slice(*choose_page(len(edits), PAGE_LENGTH, key=f"changes {key}"))]:
        with st.container(border=True, gap="xsmall", key=f"change {key} {edit.edit_id}"):
            _show_change(edit, names_incident=names_incident)


def describe_circumstances(edit: Edit) -> str:
    """When a change was made, by whom and why, and whether it was undone; as hostile as what was typed."""
    by = f" by {edit.who}" if edit.who else ""
    because = f", because: {edit.why}" if edit.why else ""
    line = f"{format_day(edit.at)}, {edit.at:%H:%M} UTC{by}{because}"
    if edit.undone_at is None:
        return line
    undone_by = f" by {edit.undone_by}" if edit.undone_by else ""
    return f"{line}. Undone {format_day(edit.undone_at)}, {edit.undone_at:%H:%M} UTC{undone_by}"


def _show_change(edit: Edit, *, names_incident: bool) -> None:
    st.text(f"{edit.change.title}: {edit.change.describe()}" if edit.change.describe() else edit.change.title)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.text(describe_circumstances(edit))
        if names_incident:
            query = address.query_params("filter") | {state.INCIDENT: [edit.incident_id]}
            st.page_link(menu.PATHS["filter"], label="Open the incident", query_params=query)
        _show_undo(edit)


def _show_undo(edit: Edit) -> None:
    if edit.is_undone:
        st.button("Make it again", key=f"redo {edit.edit_id}", type="tertiary", on_click=_redo, args=(edit,))
        return
    st.button("Undo", key=f"undo {edit.edit_id}", type="tertiary", on_click=_undo, args=(edit,))


def _undo(edit: Edit) -> None:
    run_log_action(
        lambda store: store.edits.undo(edit.edit_id, author()), f"{edit.change.title} of {edit.incident_id}: undone."
    )


def _redo(edit: Edit) -> None:
    run_log_action(
        lambda store: store.edits.redo(edit.edit_id), f"{edit.change.title} of {edit.incident_id}: made again."
    )
