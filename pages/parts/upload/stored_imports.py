"""The imports that are stored: what each is, whether the atlas shows it, and deleting with a way back."""

from functools import partial

import streamlit as st

from geo.ingest.import_report import format_row_accounting, options_file_name, report_file_name, write_report
from geo.ingest.options import ImportOptions
from geo.storage.workspace.stored_import import MAX_NAME_LENGTH, StoredImport
from geo.storage.workspace.workspace import Workspace
from pages.parts.frame import cache, menu, state, workspace
from pages.parts.frame.markdown import escape_markdown


def show_imports() -> None:
    """Every import, the last one first."""
    imports = workspace.stored()
    st.space("small")
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader("Imports", anchor=False, width="content")
        menu.show_links("changes", "duplicates")
    if not imports:
        st.text("Nothing is stored yet. What you see is what this atlas comes with.")
    for each in reversed(imports):
        with st.container(border=True, gap="xsmall", key=f"import {each.import_id}"):
            _show_import(each)
            _show_actions(each)
    replaced = cache.served().n_replaced
    if replaced:
        st.caption(
            f"{replaced:,} rows stand in a later import too, under the same identifier; only the later ones are shown."
        )


def show_deleted() -> None:
    """The imports that were deleted, which can be restored or removed for good."""
    imports = workspace.deleted()
    if not imports:
        return
    with st.expander(f"Deleted ({len(imports):,})"):
        for each in reversed(imports):
            with st.container(border=True, gap="xsmall"):
                _show_import(each)
                with st.container(horizontal=True):
                    _show_button(
                        each, "Restore", lambda kept, known=each.import_id: kept.restore(known), "Restored “{}”."
                    )
                    _show_button(
                        each,
                        "Remove for good",
                        lambda kept, known=each.import_id: kept.forget(known),
                        "Removed “{}” with its file.",
                    )


def _show_import(stored: StoredImport) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{escape_markdown(stored.label)}**", width="content")
        if stored.is_hidden:
            st.badge("Hidden", color="gray")
    whose = [stored.provider, *([stored.dataset] if stored.dataset and stored.dataset != stored.provider else [])]
    file = [stored.file_name] if stored.file_name != stored.label else []
    st.caption(escape_markdown(" · ".join([*whose, f"added {stored.added:%d %B %Y, %H:%M} UTC", *file])))
    st.text(format_row_accounting(stored.rows_in, stored.accepted, stored.rejected, stored.duplicates))


def _show_actions(stored: StoredImport) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if stored.is_visible and stored.datasets:
            asked = {"dataset": list(stored.datasets)} | state.data()
            st.page_link(menu.PATHS["map"], label="Show on the map", icon=":material/map:", query_params=asked)
        if stored.is_hidden:
            _show_button(stored, "Show", lambda kept: kept.show(stored.import_id), "“{}” is shown.")
        else:
            _show_button(
                stored, "Hide", lambda kept: kept.hide(stored.import_id), "“{}” is hidden; nothing of it is lost."
            )
        _show_rename_form(stored)
        st.download_button(
            "Report",
            partial(_write_report, workspace.workspace(), stored.import_id),
            report_file_name(stored.digest, stored.options),
            "text/csv",
            on_click="ignore",
            key=f"report {stored.import_id}",
            help="What became of every row of the file, as CSV.",
        )
        if stored.options != ImportOptions():
            _show_options_button(stored)
        _show_button(
            stored, "Delete", lambda kept: kept.delete(stored.import_id), "Deleted “{}”. It can be restored below."
        )


def _show_options_button(stored: StoredImport) -> None:
    st.download_button(
        "Answers",
        stored.options.to_json(),
        options_file_name(stored.digest, stored.options),
        "application/json",
        on_click="ignore",
        key=f"answers {stored.import_id}",
        help="What was decided about the file, as JSON: `python -m geo import --answers` reads it the same way again.",
    )


def _show_button(stored: StoredImport, label: str, action: object, notice: str) -> None:
    st.button(
        label, key=f"{label} {stored.import_id}", on_click=workspace.done, args=(action, notice.format(stored.label))
    )


def _show_rename_form(stored: StoredImport) -> None:
    key = f"name {stored.import_id}"
    with st.popover("Rename"), st.form(f"rename {stored.import_id}", border=False):
        st.text_input("Label", stored.label, max_chars=MAX_NAME_LENGTH, key=key)
        st.form_submit_button("Rename", on_click=_apply_name, args=(stored, key))


def _apply_name(stored: StoredImport, key: str) -> None:
    label = str(state.form_value(key) or "")
    workspace.done(lambda kept: kept.rename(stored.import_id, label), f"“{stored.label}” is renamed.")


def _write_report(workspace: Workspace, import_id: str) -> bytes:
    return write_report(workspace.read(import_id))
