"""A list of changes: what, when, by whom and why, undone or made again with one click, those of a batch at once."""

from collections import Counter
from collections.abc import Mapping, Sequence

import streamlit as st

from geo.core.formatting import format_day, pluralize
from geo.storage.edits.edit import Edit
from pages.parts.editing.author import author
from pages.parts.editing.incident_titles import list_titles, name_incident
from pages.parts.editing.submission import run_log_action
from pages.parts.frame import address, cache, menu, state, workspace
from pages.parts.frame.pager import choose_page

PAGE_LENGTH = 20  # changes or batches, by judgement: a screen and a half
MAX_MEMBERS = 100  # changes of a batch that are listed, by judgement; all are in the file


def show_changes(edits: Sequence[Edit], key: str) -> None:
    """Draw the changes of one incident in this order, some at a time."""
    for edit in edits[slice(*choose_page(len(edits), PAGE_LENGTH, key=f"changes {key}"))]:
        with st.container(border=True, gap="xsmall", key=f"change {key} {edit.edit_id}"):
            st.text(describe_change(edit))
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.text(describe_circumstances(edit))
                _show_undo((edit,))


def show_batches(edits: Sequence[Edit]) -> None:
    """Draw changes of many incidents, those that were made at once as one, the latest first."""
    batches: dict[str, list[Edit]] = {}
    for edit in edits:
        batches.setdefault(edit.batch, []).append(edit)
    latest = list(batches.values())[::-1]
    shown = latest[slice(*choose_page(len(latest), PAGE_LENGTH, key="batches of changes"))]
    titles = list_titles(cache.get_atlas(), [edit for batch in shown for edit in batch[:MAX_MEMBERS]])
    for batch in shown:
        with st.container(border=True, gap="xsmall", key=f"batch {batch[0].batch}"):
            _show_batch(batch, titles)


def describe_change(edit: Edit) -> str:
    """The kind of a change and what it does; as hostile as what was typed."""
    text = edit.change.describe()
    return f"{edit.change.title}: {text}" if text else edit.change.title


def describe_circumstances(edit: Edit) -> str:
    """When a change was made, by whom and why, and whether it was undone; as hostile as what was typed."""
    by = f" by {edit.who}" if edit.who else ""
    because = f", because: {edit.why}" if edit.why else ""
    line = f"{format_day(edit.at)}, {edit.at:%H:%M} UTC{by}{because}"
    if edit.undone_at is None:
        return line
    undone_by = f" by {edit.undone_by}" if edit.undone_by else ""
    return f"{line}. Undone {format_day(edit.undone_at)}, {edit.undone_at:%H:%M} UTC{undone_by}"


def _show_batch(batch: Sequence[Edit], titles: Mapping[str, str]) -> None:
    is_single = len(batch) == 1
    st.text(_name(batch[0], titles) if is_single else _count(batch))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.text(describe_circumstances(batch[0]))
        if is_single:
            _show_incident_link(batch[0])
        _show_undo(batch)
    if not is_single:
        with st.expander(f"Each of the {len(batch):,}"):
            for edit in batch[:MAX_MEMBERS]:
                st.text(_name(edit, titles))
            if len(batch) > MAX_MEMBERS:
                st.caption(f"{len(batch) - MAX_MEMBERS:,} more are in the file.")


def _name(edit: Edit, titles: Mapping[str, str]) -> str:
    """A change with the incident that it is of."""
    return f"{titles[edit.incident_id]}. {describe_change(edit)}"


def _count(batch: Sequence[Edit]) -> str:
    """Such as “Tag (23): to check, of 23 incidents”."""
    kinds = Counter(edit.change.title for edit in batch)
    texts = {describe_change(edit) for edit in batch}
    what = texts.pop() if len(texts) == 1 else ", ".join(f"{title} ({count:,})" for title, count in kinds.items())
    return f"{what}, of {pluralize(len({edit.incident_id for edit in batch}), 'incident')}"


def _show_incident_link(edit: Edit) -> None:
    query = address.query_params("filter") | {state.INCIDENT: [edit.incident_id]}
    st.page_link(menu.PATHS["filter"], label="Open the incident", query_params=query)


def _show_undo(edits: Sequence[Edit]) -> None:
    if not workspace.rights().may_edit:
        return
    is_undone = all(edit.is_undone for edit in edits)
    every = " all of them" if len(edits) > 1 else ""
    label = f"Make{every or ' it'} again" if is_undone else f"Undo{every}"
    action = _redo if is_undone else _undo
    st.button(label, key=f"{label} {edits[0].edit_id}", type="tertiary", on_click=action, args=(tuple(edits),))


def _undo(edits: Sequence[Edit]) -> None:
    first = edits[0]
    if len(edits) == 1:
        run_log_action(lambda store: store.edits.undo(first.edit_id, author()), f"{_subject(edits)}: undone.")
        return
    run_log_action(lambda store: store.edits.undo_batch(first.batch, author()), f"{_subject(edits)}: undone.")


def _redo(edits: Sequence[Edit]) -> None:
    first = edits[0]
    if len(edits) == 1:
        run_log_action(lambda store: store.edits.redo(first.edit_id), f"{_subject(edits)}: made again.")
        return
    run_log_action(lambda store: store.edits.redo_batch(first.batch), f"{_subject(edits)}: made again.")


def _subject(edits: Sequence[Edit]) -> str:
    return f"{edits[0].change.title}, {name_incident(edits[0])}" if len(edits) == 1 else pluralize(len(edits), "change")
