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


def _show_import(each: StoredImport) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{escape_markdown(each.label)}**", width="content")
        if each.is_hidden:
            st.badge("Hidden", color="gray")
    whose = [each.provider, *([each.dataset] if each.dataset and each.dataset != each.provider else [])]
    file = [each.file_name] if each.file_name != each.label else []
    st.caption(escape_markdown(" · ".join([*whose, f"added {each.added:%d %B %Y, %H:%M} UTC", *file])))
    st.text(format_row_accounting(each.rows_in, each.accepted, each.rejected, each.duplicates))


def _show_actions(each: StoredImport) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if each.is_visible and each.datasets:
            asked = {"dataset": list(each.datasets)} | state.data()
            st.page_link(menu.PATHS["map"], label="Show on the map", icon=":material/map:", query_params=asked)
        if each.is_hidden:
            _show_button(each, "Show", lambda kept: kept.show(each.import_id), "“{}” is shown.")
        else:
            _show_button(each, "Hide", lambda kept: kept.hide(each.import_id), "“{}” is hidden; nothing of it is lost.")
        _show_rename_form(each)
        st.download_button(
            "Report",
            partial(_write_report, workspace.workspace(), each.import_id),
            report_file_name(each.digest, each.options),
            "text/csv",
            on_click="ignore",
            key=f"report {each.import_id}",
            help="What became of every row of the file, as CSV.",
        )
        if each.options != ImportOptions():
            _show_options_button(each)
        _show_button(
            each, "Delete", lambda kept: kept.delete(each.import_id), "Deleted “{}”. It can be restored below."
        )


def _show_options_button(each: StoredImport) -> None:
    st.download_button(
        "Answers",
        each.options.to_json(),
        options_file_name(each.digest, each.options),
        "application/json",
        on_click="ignore",
        key=f"answers {each.import_id}",
        help="What was decided about the file, as JSON: `python -m geo import --answers` reads it the same way again.",
    )


def _show_button(each: StoredImport, label: str, action: object, told: str) -> None:
    st.button(label, key=f"{label} {each.import_id}", on_click=workspace.done, args=(action, told.format(each.label)))


def _show_rename_form(each: StoredImport) -> None:
    key = f"name {each.import_id}"
    with st.popover("Rename"), st.form(f"rename {each.import_id}", border=False):
        st.text_input("Label", each.label, max_chars=MAX_NAME_LENGTH, key=key)
        st.form_submit_button("Rename", on_click=_apply_name, args=(each, key))


def _apply_name(each: StoredImport, key: str) -> None:
    label = str(state.form_value(key) or "")
    workspace.done(lambda kept: kept.rename(each.import_id, label), f"“{each.label}” is renamed.")


def _write_report(held: Workspace, import_id: str) -> bytes:
    return write_report(held.read(import_id))
