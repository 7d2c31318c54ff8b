"""The imports that are stored: what each is, whether the atlas shows it, and deleting with a way back."""

from functools import partial

import streamlit as st

from geo.ingest.import_report import format_row_accounting, options_file_name, report_file_name, write_report
from geo.ingest.options import ImportOptions
from geo.storage.workspace.access import StoredImport, Workspace
from geo.storage.workspace.stored_import import MAX_NAME_LENGTH
from pages.parts.frame import cache, menu, state, workspace
from pages.parts.frame.markdown import escape_markdown


def imports() -> None:
    """Every import, the last one first."""
    held = workspace.stored()
    st.space("small")
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader("Imports", anchor=False, width="content")
        menu.show_links("changes", "duplicates")
    if not held:
        st.text("Nothing is stored yet. What you see is what this atlas comes with.")
    for each in reversed(held):
        with st.container(border=True, gap="xsmall", key=f"import {each.import_id}"):
            _described(each)
            _actions(each)
    replaced = cache.served().n_replaced
    if replaced:
        st.caption(
            f"{replaced:,} rows stand in a later import too, under the same identifier; only the later ones are shown."
        )


def deleted() -> None:
    """The imports that were deleted, which can be restored or removed for good."""
    held = workspace.deleted()
    if not held:
        return
    with st.expander(f"Deleted ({len(held):,})"):
        for each in reversed(held):
            with st.container(border=True, gap="xsmall"):
                _described(each)
                with st.container(horizontal=True):
                    _button(each, "Restore", lambda kept, known=each.import_id: kept.restore(known), "Restored “{}”.")
                    _button(each, "Remove for good", lambda kept, known=each.import_id: kept.forget(known),
                            "Removed “{}” with its file.")  # fmt: skip


def _described(each: StoredImport) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{escape_markdown(each.label)}**", width="content")
        if each.hidden:
            st.badge("Hidden", color="gray")
    whose = [each.provider, *([each.dataset] if each.dataset and each.dataset != each.provider else [])]
    file = [each.file_name] if each.file_name != each.label else []
    st.caption(escape_markdown(" · ".join([*whose, f"added {each.added:%d %B %Y, %H:%M} UTC", *file])))
    st.text(format_row_accounting(each.rows_in, each.accepted, each.rejected, each.duplicates))


def _actions(each: StoredImport) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if each.visible and each.datasets:
            asked = {"dataset": list(each.datasets)} | state.data()
            st.page_link(menu.PATHS["map"], label="Show on the map", icon=":material/map:", query_params=asked)
        if each.hidden:
            _button(each, "Show", lambda kept: kept.show(each.import_id), "“{}” is shown.")
        else:
            _button(each, "Hide", lambda kept: kept.hide(each.import_id), "“{}” is hidden; nothing of it is lost.")
        _rename(each)
        st.download_button(
            "Report",
            partial(_report, workspace.workspace(), each.import_id),
            report_file_name(each.digest, each.answers),
            "text/csv",
            on_click="ignore",
            key=f"report {each.import_id}",
            help="What became of every row of the file, as CSV.",
        )
        if each.answers != ImportOptions():
            _answers(each)
        _button(each, "Delete", lambda kept: kept.delete(each.import_id), "Deleted “{}”. It can be restored below.")


def _answers(each: StoredImport) -> None:
    st.download_button(
        "Answers",
        each.answers.to_json(),
        options_file_name(each.digest, each.answers),
        "application/json",
        on_click="ignore",
        key=f"answers {each.import_id}",
        help="What was decided about the file, as JSON: `python -m geo import --answers` reads it the same way again.",
    )


def _button(each: StoredImport, label: str, action: object, told: str) -> None:
    st.button(label, key=f"{label} {each.import_id}", on_click=workspace.done, args=(action, told.format(each.label)))


def _rename(each: StoredImport) -> None:
    key = f"name {each.import_id}"
    with st.popover("Rename"), st.form(f"rename {each.import_id}", border=False):
        st.text_input("Label", each.label, max_chars=MAX_NAME_LENGTH, key=key)
        st.form_submit_button("Rename", on_click=_take_name, args=(each, key))


def _take_name(each: StoredImport, key: str) -> None:
    label = str(state.form_value(key) or "")
    workspace.done(lambda kept: kept.rename(each.import_id, label), f"“{each.label}” is renamed.")


def _report(held: Workspace, import_id: str) -> bytes:
    return write_report(held.read(import_id))
