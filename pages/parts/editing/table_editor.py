"""The rows of a page of the table as cells that can be written into, with empty rows below for further incidents."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from geo.core.formatting import pluralize
from geo.core.schema import COLUMN, FLAG, KILLED
from geo.query.engine import ResultSet
from geo.storage.edits.changes import CORRECTABLE, Correction, Deletion, IncidentAddition
from geo.storage.edits.edit import Draft
from pages.parts.editing.author import show_author_fields
from pages.parts.editing.cell_texts import column_texts
from pages.parts.editing.submission import show_refusal, submit
from pages.parts.frame import cache, state
from pages.parts.tables.incident_table import PAGE_LENGTH

KEY = "table editor"
HEIGHT = 420  # pixels, by judgement: a dozen rows beside what surrounds them
IDENTIFIER = "incident_id"
# What a reader writes most comes first; every other column that can be corrected follows.
FIRST_COLUMNS = ("date_start", "title", "event_type", "place_name", "country", *KILLED)
HELP = (
    "Write into the cells; an empty one is unknown. A new row at the end adds an incident: it needs a date, a latitude "
    "and a longitude. Rows that you mark and delete are taken out. Nothing changes before you save."
)


def show_editor(results: ResultSet) -> None:
    """Draw a switch, and once it is on, the rows of the table's page as an editor."""
    if not st.toggle("Edit in the table", key="edit in the table"):
        return
    first = (int(state.page_option("page")) - 1) * PAGE_LENGTH
    end, sort = min(first + PAGE_LENGTH, len(results)), state.page_option("sort")
    rows = cache.rows_of_page(results.selection, first, end, sort)
    _show_rows(rows, f"{cache.get_atlas().version} {results.selection.to_query()} {first} {sort}")


def _show_rows(rows: pd.DataFrame, key: str) -> None:
    """Draw rows as an editor, and a form that saves what was written; `key`: of these rows."""
    texts = make_texts(rows)
    editor = f"{KEY} {key}"
    st.caption(HELP)
    st.data_editor(
        texts,
        hide_index=True,
        height=HEIGHT,
        num_rows="dynamic",
        column_config=_configure_columns(),
        disabled=[IDENTIFIER],
        key=editor,
    )
    entries: Mapping[str, Any] = state.form_value(editor) or {}
    drafts = read_entries(texts, entries)
    with st.form(f"form {KEY}", border=False):
        show_author_fields(KEY, needs_reason=True)
        label = f"Save {pluralize(len(drafts), 'change')}" if drafts else "Nothing to save yet"
        st.form_submit_button(label, type="primary", disabled=not drafts, on_click=_submit, args=(drafts, editor))
        show_refusal(KEY)


def make_texts(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows as the texts that can be written: the identifier, then the columns that can be corrected."""
    names = list(dict.fromkeys([IDENTIFIER, *FIRST_COLUMNS, *CORRECTABLE]))
    cells = {name: column_texts(rows, name) for name in names if name in rows}
    return pd.DataFrame(cells, dtype="object")


def read_entries(texts: pd.DataFrame, entries: Mapping[str, Any]) -> list[Draft]:
    """The changes that were written into the editor: corrections, rows that were deleted and rows that were added."""
    ids = texts[IDENTIFIER].tolist()
    deleted = set(entries.get("deleted_rows", ()))
    drafts = [
        Draft(ids[int(row)], Correction.of({name: _as_text(value) for name, value in cells.items()}))
        for row, cells in entries.get("edited_rows", {}).items()
        if cells and int(row) not in deleted
    ]
    drafts += [Draft(ids[row], Deletion()) for row in sorted(deleted)]
    added = [{name: _as_text(value) for name, value in row.items()} for row in entries.get("added_rows", ())]
    additions = [{name: text for name, text in cells.items() if text and name != IDENTIFIER} for cells in added]
    return drafts + [Draft("", IncidentAddition(cells)) for cells in additions if cells]


def _as_text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _submit(drafts: list[Draft], editor: str) -> None:
    if submit(lambda: drafts, KEY):
        state.clear_form(KEY)
        state.forget_field(editor)


def _configure_columns() -> dict[str, Any]:
    columns = [COLUMN[name] for name in (IDENTIFIER, *CORRECTABLE)]
    return {
        column.name: st.column_config.SelectboxColumn(
            column.title, help=column.tooltip, options=list(column.allowed or ("true", "false"))
        )
        if column.allowed or column.dtype == FLAG
        else st.column_config.TextColumn(column.title, help=column.tooltip)
        for column in columns
    }
