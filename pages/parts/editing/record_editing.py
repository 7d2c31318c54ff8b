"""Below the record of the open incident: the forms that change it, and the changes that were made of it."""

import pandas as pd
import streamlit as st

from pages.parts.editing.addition_forms import CLAIM_FORM, PUBLICATION_FORM
from pages.parts.editing.change_list import show_changes
from pages.parts.editing.correction_form import CorrectionForm
from pages.parts.editing.deletion_form import DeletionForm
from pages.parts.editing.edit_form import EditForm
from pages.parts.editing.remark_forms import LinkForm, NoteForm, TagForm
from pages.parts.frame import cache, state, workspace
from pages.parts.frame.section import closed_section

# What a person can do to one incident, the most frequent first.
FORMS: tuple[EditForm, ...] = (
    CorrectionForm(),
    NoteForm(),
    TagForm(),
    CLAIM_FORM,
    PUBLICATION_FORM,
    LinkForm(),
    DeletionForm(),
)
FORM = {form.label: form for form in FORMS}


def show_editing() -> None:
    """Draw the forms for the incident that the address names, and its changes; nothing where it names none."""
    incident_id = state.incident_id()
    if not incident_id:
        return
    atlas = cache.get_atlas()
    record = cache.find_record(incident_id)
    changes = atlas.edits.of_incident(incident_id)
    if record is not None and workspace.rights().may_edit:
        with closed_section("Change this incident", key=f"editing {incident_id}", icon=":material/edit:") as is_open:
            if is_open:
                _show_forms(record.row)
    if changes:
        with st.expander(f"Changes of this incident ({len(changes):,})", expanded=True):
            show_changes(changes[::-1], key="of incident")


def _show_forms(row: pd.Series) -> None:
    label = st.segmented_control("What to do", list(FORM), default=FORMS[0].label, required=True, key="kind of change")
    FORM[str(label)].show(row)
