"""The table of the selection, with tooltips from the dictionary; a chosen row opens the incident in full."""

from typing import Any

import pandas as pd
import streamlit as st

from geo.core.schema import COLUMN, COUNT, DATE, DECIMAL, FLAG, INCIDENT_COLUMNS, Column
from geo.query.result_set import ResultSet
from pages.parts.frame import state

PAGE_LENGTH = 500  # rows that a browser gets at once
FIRST_COLUMNS = (
    "date_start",
    "date_end",
    "date_precision",
    "title",
    "event_type",
    "sub_event_type",
    "actor_a",
    "actor_b",
    "place_name",
    "country",
    "admin1",
    "place_precision",
    "killed_low",
    "killed_best",
    "killed_high",
    "injured_low",
    "injured_best",
    "injured_high",
    "contested",
)


def show_table(chosen: ResultSet, *, key: str) -> None:
    """Draw the rows, a page at a time where there are many; sorting and search are the table's own, in the page."""
    rows = chosen.rows(*_choose_page(len(chosen)))
    table = _drop_empty_columns(pd.DataFrame(rows.drop(columns="geometry")))
    st.dataframe(
        table,
        hide_index=True,
        column_order=order_columns(table),
        column_config=column_config(),
        on_select=lambda: _open_incident(rows, key),
        selection_mode="single-row",
        key=key,
        alt="The incidents of the selection, one row each",
    )


def order_columns(rows: pd.DataFrame) -> list[str]:
    """The columns in the order in which they are shown: ours, those that say most first, then the providers' own."""
    ours = [name for name in COLUMN if name not in FIRST_COLUMNS]
    return [name for name in dict.fromkeys([*FIRST_COLUMNS, *ours, *map(str, rows.columns)]) if name in rows.columns]


def column_config() -> dict[str, Any]:
    """The titles and tooltips of our columns, from the dictionary."""
    return {column.name: _configure_column(column) for column in INCIDENT_COLUMNS}


def _drop_empty_columns(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows without those of the providers' own columns that say nothing of any of them."""
    empty = [name for name in rows.columns if name not in COLUMN and rows[name].isna().all()]
    return rows.drop(columns=empty)


def _choose_page(number: int) -> tuple[int, int]:
    """The first row of the page that is asked for, and the one after its last."""
    if number <= PAGE_LENGTH:
        return 0, number
    pages = -(-number // PAGE_LENGTH)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        page = int(st.number_input(f"Page, of {pages:,}", 1, pages, key="page table", width=160))
        first, last = (page - 1) * PAGE_LENGTH, min(page * PAGE_LENGTH, number)
        st.caption(
            f"Incidents {first + 1:,} to {last:,} in order of date. Sorting and search stay within these; "
            "a filter or the download takes all."
        )
    return first, last


def _open_incident(rows: pd.DataFrame, key: str) -> None:
    selected_rows = st.session_state[key].selection.rows
    state.open_incident(str(rows["incident_id"].iloc[selected_rows[0]]) if selected_rows else "")


def _configure_column(column: Column) -> Any:
    kinds = {
        DATE: st.column_config.DateColumn,
        COUNT: st.column_config.NumberColumn,
        DECIMAL: st.column_config.NumberColumn,
        FLAG: st.column_config.CheckboxColumn,
    }
    return kinds.get(column.dtype, st.column_config.TextColumn)(column.title, help=column.tooltip)
