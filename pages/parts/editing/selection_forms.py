"""The forms that change every incident of the selection at once: one batch, undone at once."""

from dataclasses import dataclass

import streamlit as st

from geo.core.formatting import pluralize
from geo.core.schema import COLUMN
from geo.query.engine import ResultSet
from geo.storage.edits.changes import CORRECTABLE, Change, Correction, Deletion, Note, Tagging, Untagging
from geo.storage.edits.edit import MAX_BATCH, Draft
from pages.parts.editing.author import show_author_fields
from pages.parts.editing.edit_form import MAX_FIELD, draw_field
from pages.parts.editing.remark_forms import MAX_TAGS_TEXT, split_tags
from pages.parts.editing.submission import show_refusal, submit
from pages.parts.frame import state, workspace
from pages.parts.frame.section import closed_section

KEY = "all of the selection"
HELP = "All of these incidents are changed at once, and one click under “Your changes” undoes all of it."


@dataclass(frozen=True)
class SelectionForm:
    """One change of every incident of a selection; `label`: what it does."""

    label: str

    def draw(self) -> None:
        """Draw its fields; the most simple form has none."""

    def read(self) -> list[Change]:
        """The changes that its fields ask for, of each incident."""
        return [Deletion()]


class TagAll(SelectionForm):
    """A tag more, or less."""

    def draw(self) -> None:
        st.text_input("Tags", max_chars=MAX_TAGS_TEXT, key=f"{KEY} tags", help="Several are separated by semicolons.")

    def read(self) -> list[Change]:
        tags = split_tags(str(state.form_value(f"{KEY} tags") or ""))
        kind = Tagging if self.label == "Tag" else Untagging
        return [kind(tag) for tag in tags]


class NoteAll(SelectionForm):
    """The same note beside each."""

    def draw(self) -> None:
        st.text_area("Note", max_chars=MAX_FIELD, key=f"{KEY} text")

    def read(self) -> list[Change]:
        text = str(state.form_value(f"{KEY} text") or "").strip()
        return [Note(text)] if text else []


class CorrectAll(SelectionForm):
    """The same value in a column of each."""

    def draw(self) -> None:
        column = COLUMN[str(state.form_value(f"{KEY} column") or CORRECTABLE[0])]
        draw_field(column, f"{KEY} value of {column.name}", "")
        st.caption("A field that is blank makes the value unknown in all of them.")

    def read(self) -> list[Change]:
        column = str(state.form_value(f"{KEY} column") or CORRECTABLE[0])
        value = str(state.form_value(f"{KEY} value of {column}") or "").strip()
        return [Correction.of({column: value})]


SELECTION_FORMS: tuple[SelectionForm, ...] = (
    TagAll("Tag"),
    TagAll("Remove a tag"),
    NoteAll("Note"),
    CorrectAll("Correct"),
    SelectionForm("Take out"),
)
SELECTION_FORM = {form.label: form for form in SELECTION_FORMS}


def show_selection_forms(results: ResultSet) -> None:
    """Draw the forms that change all incidents of the selection, for who may; why not, where they are too many."""
    if not len(results) or not workspace.rights().may_edit:
        return
    label = f"Change {_name_incidents(len(results))} of this selection"
    with closed_section(label, key="changing all", icon=":material/edit:") as is_open:
        if not is_open:
            return
        if len(results) > MAX_BATCH:
            st.text(f"At most {MAX_BATCH:,} incidents can be changed at once. Narrow the selection down with filters.")
            return
        st.caption(HELP)
        label = str(
            st.segmented_control(
                "What to do with all of them",
                list(SELECTION_FORM),
                default=SELECTION_FORMS[0].label,
                required=True,
                key="kind of change of all",
            )
        )
        _show_form(SELECTION_FORM[label], results)


def _show_form(form: SelectionForm, results: ResultSet) -> None:
    if isinstance(form, CorrectAll):
        st.selectbox("Column", CORRECTABLE, format_func=lambda name: COLUMN[name].title, key=f"{KEY} column", width=260)
    with st.form(f"form {KEY}", border=False):
        form.draw()
        show_author_fields(KEY, needs_reason=not isinstance(form, TagAll | NoteAll))
        label = f"{form.label}: {pluralize(len(results), 'incident')}"
        st.form_submit_button(label, type="primary", on_click=_submit, args=(form, results))
        show_refusal(KEY)


def _submit(form: SelectionForm, results: ResultSet) -> None:
    changes = form.read()
    if submit(lambda: [Draft(incident_id, change) for incident_id in list_ids(results) for change in changes], KEY):
        state.clear_form(KEY)


def list_ids(results: ResultSet) -> list[str]:
    """The identifiers of the incidents of a selection, in its order."""
    rows = results.page(0, len(results))
    ids: list[str] = results.engine.take(rows, ["incident_id"])["incident_id"].astype("str").tolist()
    return ids


def _name_incidents(n_incidents: int) -> str:
    return "the 1 incident" if n_incidents == 1 else f"all {n_incidents:,} incidents"
