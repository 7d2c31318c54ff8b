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
    for draft in state.drafts():
        with st.container(border=True, key=f"draft {draft.digest[:12]}"):
            slot = st.empty()  # what is drawn into it takes the place of what was there at once
            if draft.imported is not None and draft.label:
                _store_upload(slot, draft, draft.imported)
            result = draft if draft.is_read else _read_upload(slot, draft)
            with slot.container():
                _show_upload(result)


def _read_upload(slot: DeltaGenerator, draft: PendingUpload) -> PendingUpload:
    """Read the file in a process of its own, telling its steps."""
    name = draft.upload.name
    with slot.status(escape_markdown(f"Reading {name} …"), expanded=True):
        try:
            read = draft.with_result(
                read_in_subprocess(draft.upload.path, draft.answers, name=name, on_progress=st.text)
            )
        except FaultlineError as error:
            read = draft.with_result(None, str(error))
    state.put_draft(read)
    return read


def _show_upload(draft: PendingUpload) -> None:
    st.subheader(escape_markdown(draft.upload.name), anchor=False)
    _show_earlier_imports(draft)
    if draft.imported is None:
        st.text(draft.error)
        column_mapping.show_columns(draft)
        read_options.show_read_options(draft)
        _show_discard_button(draft)
        return
    _show_preview(draft, draft.imported)
    _show_store_form(draft, draft.imported)


def _show_preview(draft: PendingUpload, imported: Import) -> None:
    import_preview.show_provider(imported)
    import_preview.show_accounting(imported, draft.digest, draft.answers)
    _offer_last_options(draft, imported)
    column_questions.show_questions(draft, imported)
    column_mapping.show_columns(draft)
    corrections.show_corrections(draft, imported)
    place_questions.show_place_questions(draft, imported)
    import_preview.show_rows(imported)
    read_options.show_read_options(draft)


def _show_earlier_imports(draft: PendingUpload) -> None:
    """Say that the same bytes are stored already, and that storing them again adds nothing."""
    for known in draft.upload.existing:
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
                args=(draft, known.import_id, known.label),
            )


def _restore(draft: PendingUpload, import_id: str, label: str) -> None:
    workspace.done(lambda held: held.restore(import_id), f"Restored “{label}”.")
    state.drop_draft(draft.digest)


def _offer_last_options(draft: PendingUpload, imported: Import) -> None:
    """Offer what was answered for the last file of the same shape."""
    remembered = workspace.remembered(imported.names)
    if remembered is None or remembered == draft.answers or draft.answers != type(draft.answers)():
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text("You have stored a file with the same columns before.")
        st.button(
            "Read this one with the same answers",
            key=f"remembered {draft.digest[:12]}",
            on_click=partial(state.put_draft, draft.with_options(remembered)),
        )


def _show_store_form(draft: PendingUpload, imported: Import) -> None:
    """The label, and the only button that stores."""
    key = f"label {draft.digest[:12]}"
    obstacle = ANSWER_FIRST if imported.questions else "" if len(imported.accepted) else NO_ROWS
    if obstacle:
        st.caption(obstacle)
    with (
        st.form(f"store {draft.digest[:12]}", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        st.text_input("Store it as", value=draft.upload.name, max_chars=MAX_NAME_LENGTH, key=key, width=320)
        st.form_submit_button(
            f"Store {pluralize(len(imported.accepted), 'row')}",
            type="primary",
            disabled=bool(obstacle),
            on_click=_apply_label,
            args=(draft, key),
        )
        st.form_submit_button("Do not store", on_click=state.drop_draft, args=(draft.digest,))


def _apply_label(draft: PendingUpload, key: str) -> None:
    state.put_draft(draft.with_label(str(state.form_value(key) or draft.upload.name)))


def _store_upload(slot: DeltaGenerator, draft: PendingUpload, imported: Import) -> None:
    """Store the file in place of its preview, telling the steps: millions of rows take a minute."""
    state.put_draft(draft.with_label(""))  # what fails is looked at again
    with slot.status(escape_markdown(f"Storing {draft.label} …"), expanded=True):
        st.text(f"Writing {pluralize(len(imported.accepted), 'row')} into the workspace …")
        workspace.done(lambda held: _save(held, draft, imported))
        st.text("Putting them into the atlas …")
        cache.served()
    st.rerun()


def _save(held: Workspace, draft: PendingUpload, imported: Import) -> None:
    earlier_ids = {each.import_id for each in workspace.stored()}
    stored = held.save_import(draft.upload, imported, draft.answers, label=draft.label)
    state.drop_draft(draft.digest)
    state.tell(
        f"This file is stored already as “{stored.label}”, read in the same way. Nothing was added."
        if stored.import_id in earlier_ids
        else f"Stored as “{stored.label}”: {row_accounting(imported)}."
    )


def _show_discard_button(draft: PendingUpload) -> None:
    st.button("Do not store", key=f"drop {draft.digest[:12]}", on_click=state.drop_draft, args=(draft.digest,))
