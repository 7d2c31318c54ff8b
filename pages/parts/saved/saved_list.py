"""The saved selections, each with what changed in it since the last visit, and what can be done with it."""

from collections.abc import Callable
from urllib.parse import parse_qs, urljoin

import streamlit as st

from geo.core.formatting import format_day, pluralize
from geo.errors import WorkspaceFailed
from geo.query.feature_parameters import ATOM_FEED
from geo.storage.saved.saved_selection import MAX_NAME, SavedSelection
from geo.storage.saved.selection_changes import SelectionChanges
from geo.storage.workspace.workspace import Workspace
from pages.parts.frame import address, cache, menu, state, workspace
from pages.parts.frame.direction import isolate_right_to_left
from pages.parts.frame.link_warnings import show_link_warnings
from pages.parts.frame.markdown import escape_markdown
from pages.parts.saved import changed_incidents

NOTHING_YET = "Nothing is saved yet."
Action = Callable[[Workspace], object]


def show_lists() -> None:
    """List the saved selections, the latest first, and those that were deleted and can be restored."""
    try:
        entries = tuple(reversed(workspace.list_saved()))
    except WorkspaceFailed as error:
        st.text(str(error))
        return
    shown, deleted = ([saved for saved in entries if saved.is_deleted == is_deleted] for is_deleted in (False, True))
    if not shown:
        st.text(NOTHING_YET)
    for saved in shown:
        with st.container(border=True, gap="xsmall", key=f"saved {saved.saved_id}"):
            _show_saved(saved)
    if deleted:
        with st.expander(f"Deleted ({len(deleted):,})"):
            for saved in deleted:
                _show_deleted(saved)


def _show_saved(saved: SavedSelection) -> None:
    try:
        changes = cache.find_changes(saved)
    except WorkspaceFailed as error:  # removed in another tab meanwhile
        st.text(str(error))
        return
    _show_entry(saved, changes)
    changed_incidents.show_changes(changes, key=saved.saved_id)
    _show_actions(saved, changes)


def _show_deleted(saved: SavedSelection) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(isolate_right_to_left(saved.name), width="content")
        _show_button(saved, "Restore", lambda store: store.saved.restore(saved.saved_id), f"Restored “{saved.name}”.")
        purged = "The saved selection was deleted permanently."
        _show_button(saved, "Delete permanently", lambda store: store.saved.purge(saved.saved_id), purged)


def _show_entry(saved: SavedSelection, changes: SelectionChanges) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{escape_markdown(saved.name)}**", width="content")
        if changes.has_any and not changes.is_counted_only:
            st.badge(changes.describe(), color="blue")
    st.text(isolate_right_to_left(saved.selection.describe()))
    for problem in saved.selection.problems:
        st.text(isolate_right_to_left(f"Not applied: {problem}"))
    at = saved.visit.at
    visit = f"Last visit {format_day(at)}, {at:%H:%M} UTC: {pluralize(saved.visit.n_incidents, 'incident')}"
    is_new = changes.is_counted_only or not changes.has_any
    st.caption(escape_markdown(f"{visit}. {changes.describe()}." if is_new else f"{visit}."))


def _show_actions(saved: SavedSelection, changes: SelectionChanges) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        query = parse_qs(saved.selection.to_query()) | {name: [value] for name, value in address.data_params().items()}
        st.page_link(menu.PATHS["map"], label="Show on the map", icon=":material/map:", query_params=query)
        if changes.has_any:
            st.button(
                "Mark as seen",
                key=f"seen {saved.saved_id}",
                type="primary",
                disabled=not workspace.rights().may_import,
                on_click=_mark_seen,
                args=(saved,),
            )
        if saved.earlier is not None:
            undo = "The visit before the last one counts again."
            _show_button(saved, "Undo the last visit", lambda store: store.saved.undo_seen(saved.saved_id), undo)
        _show_rename_form(saved)
        _show_feed(saved)
        notice = f"Deleted “{saved.name}”. You can restore it below."
        _show_button(saved, "Delete", lambda store: store.saved.delete(saved.saved_id), notice)


def _show_button(saved: SavedSelection, label: str, action: Action, notice: str) -> None:
    if not workspace.rights().may_import:
        return
    st.button(label, key=f"{label} {saved.saved_id}", on_click=workspace.run_action, args=(action, notice))


def _mark_seen(saved: SavedSelection) -> None:
    """What this run has shown counts as seen, not what may have come since."""
    atlas = cache.get_atlas()
    results = atlas.select(saved.selection)
    workspace.run_action(
        lambda store: store.saved.mark_seen(saved.saved_id, results, atlas.version), f"“{saved.name}” counts as seen."
    )


def _show_rename_form(saved: SavedSelection) -> None:
    if not workspace.rights().may_import:
        return
    key = f"name of {saved.saved_id}"
    with st.popover("Rename"), st.form(f"rename {saved.saved_id}", border=False):
        st.text_input("Name", saved.name, max_chars=MAX_NAME, key=key)
        st.form_submit_button("Rename", on_click=_apply_name, args=(saved, key))


def _apply_name(saved: SavedSelection, key: str) -> None:
    name = str(state.form_value(key) or "")
    workspace.run_action(lambda store: store.saved.rename(saved.saved_id, name), f"Renamed “{saved.name}”.")


def _show_feed(saved: SavedSelection) -> None:
    with st.popover("Feed"):
        st.caption("For a feed reader: what was changed last comes first.")
        show_link_warnings(is_for_programs=True)
        query = address.with_data_key("&".join(filter(None, (saved.selection.to_query(), "order=changed"))))
        st.code(urljoin(st.context.url or "", f"{ATOM_FEED}?{query}"), language=None, wrap_lines=True)
