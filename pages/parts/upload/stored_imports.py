"""The stored imports: show, hide, rename, report, delete and restore them."""

from functools import partial

import streamlit as st

from geo.core.formatting import format_day, pluralize
from geo.ingest.import_report import format_row_accounting, options_file_name, report_file_name, write_report
from geo.ingest.options import ImportOptions
from geo.storage.workspace.stored_import import MAX_NAME_LENGTH, StoredImport
from geo.storage.workspace.workspace import Workspace
from pages.parts.editing import release_form
from pages.parts.frame import address, cache, menu, state, workspace
from pages.parts.frame.markdown import escape_markdown


def show_imports() -> None:
    """List the imports, the latest first."""
    imports = workspace.list_imports()
    st.space("small")
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader("Imports", anchor=False, width="content")
        menu.show_links("edits", "changes", "duplicates", "links", "saved", "history")
    st.text(f"In the atlas: {pluralize(len(cache.get_atlas().engine), 'incident')}")
    if not imports:
        st.text("Nothing is stored yet. The atlas shows only the incidents it comes with.")
    for stored in reversed(imports):
        with st.container(border=True, gap="xsmall", key=f"import {stored.import_id}"):
            _show_import(stored)
            _show_actions(stored)
    n_replaced = cache.get_atlas().n_replaced
    if n_replaced:
        st.caption(
            "1 row is hidden: a later import has a row with the same identifier."
            if n_replaced == 1
            else f"{n_replaced:,} rows are hidden: a later import has rows with the same identifiers."
        )


def show_deleted() -> None:
    """List the deleted imports, which can be restored or deleted permanently."""
    imports = workspace.list_deleted()
    if not imports:
        return
    with st.expander(f"Deleted ({len(imports):,})"):
        for stored in reversed(imports):
            with st.container(border=True, gap="xsmall"):
                _show_import(stored)
                _show_deleted_actions(stored)


def _show_deleted_actions(stored: StoredImport) -> None:
    with st.container(horizontal=True):
        _show_button(stored, "Restore", lambda store: store.restore(stored.import_id), "Restored “{}”.")
        _show_button(
            stored,
            "Delete permanently",
            lambda store: store.purge(stored.import_id),
            "“{}” and its file were deleted permanently.",
        )


def _show_import(stored: StoredImport) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{escape_markdown(stored.label)}**", width="content")
        if stored.is_hidden:
            st.badge("Hidden", color="gray")
    origin = [stored.provider, *([stored.dataset] if stored.dataset and stored.dataset != stored.provider else [])]
    file = [stored.file_name] if stored.file_name != stored.label else []
    added = f"added {format_day(stored.added)}, {stored.added:%H:%M} UTC"
    st.caption(escape_markdown(" · ".join([*origin, added, *file])))
    st.text(format_row_accounting(stored.rows_in, stored.accepted, stored.rejected, stored.duplicates))


def _show_actions(stored: StoredImport) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if stored.is_visible and stored.datasets:
            query = {"dataset": list(stored.datasets)} | address.data_params()
            st.page_link(menu.PATHS["map"], label="Show on the map", icon=":material/map:", query_params=query)
        if stored.is_hidden:
            _show_button(stored, "Show", lambda store: store.show(stored.import_id), "“{}” is shown again.")
        else:
            _show_button(stored, "Hide", lambda store: store.hide(stored.import_id), "“{}” is hidden, not deleted.")
        if workspace.rights().may_import:
            _show_rename_form(stored)
            release_form.show_release_form(stored)
        st.download_button(
            "Report",
            partial(_write_report, workspace.open_workspace(), stored.import_id),
            report_file_name(stored.digest, stored.options),
            "text/csv",
            on_click="ignore",
            key=f"report {stored.import_id}",
            help="What happened to every row of the file, as CSV.",
        )
        if stored.options != ImportOptions():
            _show_options_button(stored)
        _show_button(
            stored, "Delete", lambda store: store.delete(stored.import_id), "Deleted “{}”. You can restore it below."
        )


def _show_options_button(stored: StoredImport) -> None:
    st.download_button(
        "Settings",
        stored.options.to_json(),
        options_file_name(stored.digest, stored.options),
        "application/json",
        on_click="ignore",
        key=f"answers {stored.import_id}",
        help="How the file was read, as JSON: `faultline import --answers` reads the next one the same way.",
    )


def _show_button(stored: StoredImport, label: str, action: object, notice: str) -> None:
    if not workspace.rights().may_import:
        return
    st.button(
        label,
        key=f"{label} {stored.import_id}",
        on_click=workspace.run_action,
        args=(action, notice.format(stored.label)),
    )


def _show_rename_form(stored: StoredImport) -> None:
    key = f"name {stored.import_id}"
    with st.popover("Rename"), st.form(f"rename {stored.import_id}", border=False):
        st.text_input("Name", stored.label, max_chars=MAX_NAME_LENGTH, key=key)
        st.form_submit_button("Rename", on_click=_apply_name, args=(stored, key))


def _apply_name(stored: StoredImport, key: str) -> None:
    label = str(state.form_value(key) or "")
    workspace.run_action(lambda store: store.rename(stored.import_id, label), f"Renamed “{stored.label}”.")


def _write_report(store: Workspace, import_id: str) -> bytes:
    return write_report(store.read(import_id))
