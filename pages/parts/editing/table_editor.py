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
from pages.parts.editing.date_cells import date_texts, read_period, spread_dates
from pages.parts.editing.incident_form import locate
from pages.parts.editing.submission import show_refusal, submit
from pages.parts.frame import cache, state, workspace
from pages.parts.tables.incident_table import PAGE_LENGTH

KEY = "table editor"
HEIGHT = 420  # pixels, by judgement: a dozen rows beside what surrounds them
IDENTIFIER = "incident_id"
# What a reader writes most comes first; every other column that can be corrected follows.
FIRST_COLUMNS = ("date_start", "title", "event_type", "place_name", "country", *KILLED)
HELP = (
    "Write into the cells; an empty one is unknown. A date may be a day, a month (2012-05) or a year (2012). A new row "
    "at the end adds an incident; a place without coordinates is looked up by its name. Rows that you mark and delete "
    "are taken out. Nothing changes before you save."
)


def show_editor(results: ResultSet) -> None:
    """Draw a switch, and once it is on, the rows of the table's page as an editor."""
    if not workspace.rights().may_edit or not st.toggle("Edit in the table", key="edit in the table"):
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
    return pd.DataFrame(cells | date_texts(rows), dtype="object")[list(cells)]


def read_entries(texts: pd.DataFrame, entries: Mapping[str, Any]) -> list[Draft]:
    """The changes that were written into the editor: corrections, rows that were deleted and rows that were added."""
    ids = texts[IDENTIFIER].tolist()
    deleted = set(entries.get("deleted_rows", ()))
    drafts = [
        Draft(ids[int(row)], Correction.of(_read_row(cells, texts["date_start"].iloc[int(row)])))
        for row, cells in entries.get("edited_rows", {}).items()
        if cells and int(row) not in deleted
    ]
    drafts += [Draft(ids[row], Deletion()) for row in sorted(deleted)]
    added = [_read_row(row) for row in entries.get("added_rows", ())]
    additions = [{name: text for name, text in cells.items() if text and name != IDENTIFIER} for cells in added]
    return drafts + [Draft("", IncidentAddition(cells)) for cells in additions if cells]


def locate_additions(drafts: list[Draft]) -> list[Draft]:
    """The drafts with the places of added rows looked up as the form does; raises PlaceNotFound."""
    return [
        Draft(draft.incident_id, IncidentAddition(locate(draft.change.cells)))
        if isinstance(draft.change, IncidentAddition)
        else draft
        for draft in drafts
    ]


def _read_row(cells: Mapping[str, object], shown_date: str = "") -> dict[str, str]:
    """The cells of a row that were written, as the columns hold them."""
    texts = {name: _as_text(value) for name, value in cells.items()}
    return spread_dates(texts, was_rough=read_period(shown_date) is not None)


def _as_text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _submit(drafts: list[Draft], editor: str) -> None:
    if submit(lambda: locate_additions(drafts), KEY):
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
