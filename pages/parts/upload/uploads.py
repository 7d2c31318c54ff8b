"""The files that were given: each read, shown and asked about, and stored or dropped by a person."""

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.core.formatting import pluralize
from geo.errors import IncidentsInvalid
from geo.ingest.import_report import row_accounting
from geo.ingest.importing import Import
from geo.ingest.sandbox import read_in_subprocess
from geo.storage.workspace.access import Workspace
from geo.storage.workspace.stored_import import MAX_NAME_LENGTH
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
from pages.parts.upload.upload import Draft

ASK_FIRST = "Answer the question above first."
NOTHING = "No row of the file can be taken as it is read now."


def drafts() -> None:
    """Draw every file that was given and is not stored."""
    for draft in state.drafts():
        with st.container(border=True, key=f"draft {draft.digest[:12]}"):
            place = st.empty()  # what is drawn into it takes the place of what was there at once
            if draft.imported is not None and draft.label:
                _store(place, draft, draft.imported)
            read = draft if draft.is_read else _read(place, draft)
            with place.container():
                _draft(read)


def _read(place: DeltaGenerator, draft: Draft) -> Draft:
    """Read the file in a process of its own, telling its steps."""
    name = draft.received.name
    with place.status(escape_markdown(f"Reading {name} …"), expanded=True):
        try:
            read = draft.read_as(read_in_subprocess(draft.received.path, draft.answers, name=name, on_progress=st.text))
        except IncidentsInvalid as error:
            read = draft.read_as(None, str(error))
    state.put_draft(read)
    return read


def _draft(draft: Draft) -> None:
    st.subheader(escape_markdown(draft.received.name), anchor=False)
    _known(draft)
    if draft.imported is None:
        st.text(draft.refusal)
        column_mapping.columns(draft)
        read_options.reread(draft)
        _drop(draft)
        return
    _preview(draft, draft.imported)
    _offer(draft, draft.imported)


def _preview(draft: Draft, imported: Import) -> None:
    import_preview.recognised(imported)
    import_preview.accounted(imported, draft.digest, draft.answers)
    _remembered(draft, imported)
    column_questions.questions(draft, imported)
    column_mapping.columns(draft)
    corrections.corrections(draft, imported)
    place_questions.wordings(draft, imported)
    import_preview.tables(imported)
    read_options.reread(draft)


def _known(draft: Draft) -> None:
    """Say that the same bytes are stored already, and that storing them again adds nothing."""
    for known in draft.received.existing:
        added = f"{known.added:%d %B %Y}"
        if not known.deleted:
            st.text(
                f"This file is stored already as “{known.label}”, since {added}. Read in the same way, it adds nothing."
            )
            continue
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"This file was stored as “{known.label}” and deleted.")
            st.button("Restore it", key=f"restore known {known.import_id}", on_click=_restore,
                      args=(draft, known.import_id, known.label))  # fmt: skip


def _restore(draft: Draft, import_id: str, label: str) -> None:
    workspace.done(lambda held: held.restore(import_id), f"Restored “{label}”.")
    state.drop_draft(draft.digest)


def _remembered(draft: Draft, imported: Import) -> None:
    """Offer what was answered for the last file of the same shape."""
    remembered = workspace.remembered(imported.names)
    if remembered is None or remembered == draft.answers or draft.answers != type(draft.answers)():
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text("You have stored a file with the same columns before.")
        st.button("Read this one with the same answers", key=f"remembered {draft.digest[:12]}",
                  on_click=partial(state.put_draft, draft.answered(remembered)))  # fmt: skip


def _offer(draft: Draft, imported: Import) -> None:
    """The label, and the only button that stores."""
    key = f"label {draft.digest[:12]}"
    waits = ASK_FIRST if imported.questions else "" if len(imported.accepted) else NOTHING
    if waits:
        st.caption(waits)
    with (
        st.form(f"store {draft.digest[:12]}", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        st.text_input("Store it as", value=draft.received.name, max_chars=MAX_NAME_LENGTH, key=key, width=320)
        st.form_submit_button(f"Store {pluralize(len(imported.accepted), 'row')}", type="primary", disabled=bool(waits),
                              on_click=_label, args=(draft, key))  # fmt: skip
        st.form_submit_button("Do not store", on_click=state.drop_draft, args=(draft.digest,))


def _label(draft: Draft, key: str) -> None:
    state.put_draft(draft.labelled(str(state.form_value(key) or draft.received.name)))


def _store(place: DeltaGenerator, draft: Draft, imported: Import) -> None:
    """Store the file in place of its preview, telling the steps: millions of rows take a minute."""
    state.put_draft(draft.labelled(""))  # what fails is looked at again
    with place.status(escape_markdown(f"Storing {draft.label} …"), expanded=True):
        st.text(f"Writing {pluralize(len(imported.accepted), 'row')} into the workspace …")
        workspace.done(lambda held: _keep(held, draft, imported))
        st.text("Putting them into the atlas …")
        cache.served()
    st.rerun()


def _keep(held: Workspace, draft: Draft, imported: Import) -> None:
    before = {each.import_id for each in workspace.stored()}
    kept = held.save_import(draft.received, imported, draft.answers, label=draft.label)
    state.drop_draft(draft.digest)
    state.tell(
        f"This file is stored already as “{kept.label}”, read in the same way. Nothing was added."
        if kept.import_id in before
        else f"Stored as “{kept.label}”: {row_accounting(imported)}."
    )


def _drop(draft: Draft) -> None:
    st.button("Do not store", key=f"drop {draft.digest[:12]}", on_click=state.drop_draft, args=(draft.digest,))
