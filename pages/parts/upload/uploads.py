"""The files that were given: each read, shown and asked about, and stored or dropped by a person."""

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.core.formatting import pluralize
from geo.errors import FaultlineError
from geo.ingest.import_report import row_accounting
from geo.ingest.importing import Import
from geo.ingest.sandbox import read_in_subprocess
from geo.storage.workspace.stored_import import MAX_NAME_LENGTH
from geo.storage.workspace.workspace import Workspace
from pages.parts.frame import cache, state, workspace
from pages.parts.frame.markdown import escape_markdown
from pages.parts.upload import (
    column_mapping,
    column_questions,
    corrections,
    import_preview,
    place_questions,
    read_options,
)
from pages.parts.upload.upload import PendingUpload

ANSWER_FIRST = "Answer the question above first."
NO_ROWS = "No row of the file can be taken as it is read now."


def show_uploads() -> None:
    """Draw every file that was given and is not stored."""
    for pending in state.drafts():
        with st.container(border=True, key=f"draft {pending.digest[:12]}"):
            slot = st.empty()  # what is drawn into it takes the place of what was there at once
            if pending.imported is not None and pending.label:
                _store_upload(slot, pending, pending.imported)
            result = pending if pending.is_read else _read_upload(slot, pending)
            with slot.container():
                _show_upload(result)


def _read_upload(slot: DeltaGenerator, pending: PendingUpload) -> PendingUpload:
    """Read the file in a process of its own, telling its steps."""
    name = pending.upload.name
    with slot.status(escape_markdown(f"Reading {name} …"), expanded=True):
        try:
            read = pending.with_result(
                read_in_subprocess(pending.upload.path, pending.options, name=name, on_progress=st.text)
            )
        except FaultlineError as error:
            read = pending.with_result(None, str(error))
    state.put_draft(read)
    return read


def _show_upload(pending: PendingUpload) -> None:
    st.subheader(escape_markdown(pending.upload.name), anchor=False)
    _show_earlier_imports(pending)
    if pending.imported is None:
        st.text(pending.error)
        column_mapping.show_columns(pending)
        read_options.show_read_options(pending)
        _show_discard_button(pending)
        return
    _show_preview(pending, pending.imported)
    _show_store_form(pending, pending.imported)


def _show_preview(pending: PendingUpload, imported: Import) -> None:
    import_preview.show_provider(imported)
    import_preview.show_accounting(imported, pending.digest, pending.options)
    _offer_last_options(pending, imported)
    column_questions.show_questions(pending, imported)
    column_mapping.show_columns(pending)
    corrections.show_corrections(pending, imported)
    place_questions.show_place_questions(pending, imported)
    import_preview.show_rows(imported)
    read_options.show_read_options(pending)


def _show_earlier_imports(pending: PendingUpload) -> None:
    """Say that the same bytes are stored already, and that storing them again adds nothing."""
    for known in pending.upload.existing:
        added = f"{known.added:%d %B %Y}"
        if not known.is_deleted:
            st.text(
                f"This file is stored already as “{known.label}”, since {added}. Read in the same way, it adds nothing."
            )
            continue
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"This file was stored as “{known.label}” and deleted.")
            st.button(
                "Restore it",
                key=f"restore known {known.import_id}",
                on_click=_restore,
                args=(pending, known.import_id, known.label),
            )


def _restore(pending: PendingUpload, import_id: str, label: str) -> None:
    workspace.done(lambda held: held.restore(import_id), f"Restored “{label}”.")
    state.drop_draft(pending.digest)


def _offer_last_options(pending: PendingUpload, imported: Import) -> None:
    """Offer what was answered for the last file of the same shape."""
    remembered = workspace.remembered(imported.names)
    if remembered is None or remembered == pending.options or pending.options != type(pending.options)():
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text("You have stored a file with the same columns before.")
        st.button(
            "Read this one with the same answers",
            key=f"remembered {pending.digest[:12]}",
            on_click=partial(state.put_draft, pending.with_options(remembered)),
        )


def _show_store_form(pending: PendingUpload, imported: Import) -> None:
    """The label, and the only button that stores."""
    key = f"label {pending.digest[:12]}"
    obstacle = ANSWER_FIRST if imported.questions else "" if len(imported.accepted) else NO_ROWS
    if obstacle:
        st.caption(obstacle)
    with (
        st.form(f"store {pending.digest[:12]}", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        st.text_input("Store it as", value=pending.upload.name, max_chars=MAX_NAME_LENGTH, key=key, width=320)
        st.form_submit_button(
            f"Store {pluralize(len(imported.accepted), 'row')}",
            type="primary",
            disabled=bool(obstacle),
            on_click=_apply_label,
            args=(pending, key),
        )
        st.form_submit_button("Do not store", on_click=state.drop_draft, args=(pending.digest,))


def _apply_label(pending: PendingUpload, key: str) -> None:
    state.put_draft(pending.with_label(str(state.form_value(key) or pending.upload.name)))


def _store_upload(slot: DeltaGenerator, pending: PendingUpload, imported: Import) -> None:
    """Store the file in place of its preview, telling the steps: millions of rows take a minute."""
    state.put_draft(pending.with_label(""))  # what fails is looked at again
    with slot.status(escape_markdown(f"Storing {pending.label} …"), expanded=True):
        st.text(f"Writing {pluralize(len(imported.accepted), 'row')} into the workspace …")
        workspace.done(lambda held: _save(held, pending, imported))
        st.text("Putting them into the atlas …")
        cache.served()
    st.rerun()


def _save(held: Workspace, pending: PendingUpload, imported: Import) -> None:
    earlier_ids = {each.import_id for each in workspace.stored()}
    stored = held.save_import(pending.upload, imported, pending.options, label=pending.label)
    state.drop_draft(pending.digest)
    state.tell(
        f"This file is stored already as “{stored.label}”, read in the same way. Nothing was added."
        if stored.import_id in earlier_ids
        else f"Stored as “{stored.label}”: {row_accounting(imported)}."
    )


def _show_discard_button(pending: PendingUpload) -> None:
    st.button("Do not store", key=f"drop {pending.digest[:12]}", on_click=state.drop_draft, args=(pending.digest,))
