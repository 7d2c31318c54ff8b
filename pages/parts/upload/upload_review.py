"""The uploaded files that are not stored yet: read, preview and question each one, then store or discard it."""

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.bundle.stated_changes import StatedChanges
from geo.core.formatting import format_day, pluralize
from geo.errors import FaultlineError, QueueFull
from geo.ingest.import_report import row_accounting
from geo.ingest.importing import Import
from geo.ingest.options import ImportOptions
from geo.ingest.sandbox import read_in_subprocess
from geo.storage.atlas import Atlas
from geo.storage.workspace.file_store import sha256_hex
from geo.storage.workspace.reading_slots import take_reading_slot
from geo.storage.workspace.stored_import import MAX_NAME_LENGTH
from geo.storage.workspace.workspace import Workspace
from pages.parts.frame import address, cache, notices, person, state, upload_state, workspace
from pages.parts.frame.markdown import escape_markdown
from pages.parts.frame.own_places import read_own_places
from pages.parts.upload import (
    column_mapping,
    column_questions,
    corrections,
    import_preview,
    place_questions,
    read_options,
    verdict,
)
from pages.parts.upload.pending_upload import PendingUpload

ANSWER_FIRST = "Answer what is asked above first."
OPEN_QUESTIONS = "What a question above is about stays unknown until it is answered."
MAX_LISTED = 20  # corrections that cannot be used, a line each; by judgement
NO_ROWS = "No row can be stored the way the file is read now."


def show_uploads() -> None:
    """Draw every uploaded file that is not stored yet."""
    for pending in upload_state.pending_uploads():
        with st.container(border=True, key=f"pending {pending.digest[:12]}"):
            slot = st.empty()  # so that a status replaces the preview at once
            if pending.imported is not None and pending.label:
                _store_upload(slot, pending, pending.imported)
            result = pending if pending.is_read else _read_upload(slot, pending)
            with slot.container():
                _show_upload(result)


def _read_upload(slot: DeltaGenerator, pending: PendingUpload) -> PendingUpload:
    """Read the file in its own process and show its progress."""
    name = pending.upload.name
    with slot.status(escape_markdown(f"Reading {name} …"), expanded=True):
        try:
            with (
                take_reading_slot(_show_progress, sha256_hex((address.data_key() or person.own_key()).encode())),
                workspace.open_workspace().borrow_file(pending.upload) as path,
            ):
                own_places = read_own_places(without=pending.digest)
                imported = read_in_subprocess(
                    path, pending.options, name=name, on_progress=_show_progress, own_places=own_places
                )
            result = pending.with_result(imported)
        except QueueFull as error:
            result = pending.turned_away(str(error))
        except FaultlineError as error:
            result = pending.with_result(None, str(error))
    upload_state.put_upload(result)
    return result


def _show_progress(message: str) -> None:
    st.text(message)


def _show_upload(pending: PendingUpload) -> None:
    st.subheader(escape_markdown(pending.upload.name), anchor=False)
    _show_earlier_imports(pending)
    if pending.imported is None:
        st.text(pending.error)
        if pending.is_turned_away:
            st.button("Try again", key=f"try again {pending.digest[:12]}")
            _show_discard_button(pending)
            return
        column_mapping.show_columns(pending)
        read_options.show_read_options(pending)
        _show_discard_button(pending)
        return
    _show_preview(pending, pending.imported)
    _show_store_form(pending, pending.imported)


def _show_preview(pending: PendingUpload, imported: Import) -> None:
    verdict.show_verdict(imported)
    if pending.contents is not None:
        import_preview.show_contents(pending.contents)
    import_preview.show_accounting(imported, pending.digest, pending.options)
    _offer_last_options(pending, imported)
    column_questions.show_questions(pending, imported)
    import_preview.show_provider(imported)
    column_mapping.show_columns(pending)
    corrections.show_corrections(pending, imported)
    place_questions.show_place_questions(pending, imported)
    import_preview.show_rows(imported)
    read_options.show_read_options(pending)


def _show_earlier_imports(pending: PendingUpload) -> None:
    """Show where the same file is stored already, or offer to restore it if it was deleted."""
    for stored in pending.upload.existing:
        if not stored.is_deleted:
            st.text(
                f"This file is already stored as “{stored.label}” ({format_day(stored.added)}). "
                "Storing it again with the same settings adds nothing."
            )
            continue
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"This file was stored as “{stored.label}” and then deleted.")
            st.button(
                "Restore it",
                key=f"restore known {stored.import_id}",
                on_click=_restore,
                args=(pending, stored.import_id, stored.label),
            )


def _restore(pending: PendingUpload, import_id: str, label: str) -> None:
    workspace.run_action(lambda store: store.restore(import_id), f"Restored “{label}”.")
    upload_state.drop_upload(pending.digest)


def _offer_last_options(pending: PendingUpload, imported: Import) -> None:
    """Offer the options of the last stored file with the same columns, unless some are set already."""
    last_options = workspace.last_options(imported.names)
    if last_options is None or last_options == pending.options or pending.options != ImportOptions():
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text("You stored a file with the same columns before.")
        st.button(
            "Use the same settings",
            key=f"remembered {pending.digest[:12]}",
            on_click=partial(upload_state.put_upload, pending.with_options(last_options)),
        )


def _show_store_form(pending: PendingUpload, imported: Import) -> None:
    """Draw the name and the only button that stores the file."""
    key = f"label {pending.digest[:12]}"
    obstacle = _find_obstacle(imported)
    if obstacle or imported.questions:
        st.caption(obstacle or OPEN_QUESTIONS)
    with (
        st.form(f"store {pending.digest[:12]}", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        st.text_input("Name", value=pending.upload.name, max_chars=MAX_NAME_LENGTH, key=key, width=320)
        st.form_submit_button(
            f"Store {pluralize(len(imported.accepted), 'row')}",
            type="primary",
            disabled=bool(obstacle),
            on_click=_apply_label,
            args=(pending, key),
        )
        st.form_submit_button("Discard", on_click=upload_state.drop_upload, args=(pending.digest,))


def _find_obstacle(imported: Import) -> str:
    """Why the file cannot be stored yet, empty where it can: a question that holds rows back must be answered."""
    columns = [question.column for question in imported.questions]
    if imported.rejected["column"].isin(columns).any():
        return ANSWER_FIRST
    return "" if len(imported.accepted) else NO_ROWS


def _apply_label(pending: PendingUpload, key: str) -> None:
    upload_state.put_upload(pending.with_label(str(state.form_value(key) or pending.upload.name)))


def _store_upload(slot: DeltaGenerator, pending: PendingUpload, imported: Import) -> None:
    """Store the file and show progress instead of its preview: millions of rows take a minute."""
    upload_state.put_upload(pending.with_label(""))  # back to the preview if storing fails
    with slot.status(escape_markdown(f"Storing {pending.label} …"), expanded=True):
        st.text(f"Writing {pluralize(len(imported.accepted), 'row')} to the workspace …")
        workspace.run_action(lambda store: _save(store, pending, imported))
        st.text("Updating the atlas …")
        atlas = cache.refresh_atlas()
        if pending.contents is not None:
            changes = pending.contents.changes
            workspace.run_action(lambda store: _add_changes(store, atlas, changes))
    st.rerun()


def _add_changes(store: Workspace, atlas: Atlas, changes: StatedChanges) -> None:
    """Lay the corrections and notes of a bundle over its incidents."""
    result = changes.add_to(store, atlas)
    for line in result.describe() if result.n_rows else ():
        notices.notify(line)
    for row, column, value, reason in result.rejected.head(MAX_LISTED).itertuples(index=False):
        notices.notify(f"Correction in row {row}, {column}: {value!r} {reason.rstrip('.')}.")


def _save(store: Workspace, pending: PendingUpload, imported: Import) -> None:
    earlier_ids = {stored.import_id for stored in workspace.list_imports()}
    stored = store.save_import(pending.upload, imported, pending.options, label=pending.label)
    upload_state.drop_upload(pending.digest)
    notices.notify(
        f"This file is already stored as “{stored.label}” with the same settings. Nothing was added."
        if stored.import_id in earlier_ids
        else f"Stored as “{stored.label}”: {row_accounting(imported)}."
    )


def _show_discard_button(pending: PendingUpload) -> None:
    st.button("Discard", key=f"drop {pending.digest[:12]}", on_click=upload_state.drop_upload, args=(pending.digest,))
