"""The table of the selection, with tooltips from the data dictionary; selecting a row opens its full record."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from geo.core.place_text import place_names
from geo.core.schema import (
    COLUMN,
    COUNT,
    DATE,
    DATE_PRECISION_LABELS,
    DECIMAL,
    FLAG,
    INCIDENT_COLUMNS,
    PLACE_PRECISION_LABELS,
    Column,
)
from geo.query.result_set import ResultSet
from pages.parts.frame import state
from pages.parts.frame.pager import choose_page

# The table shows these labels; the codes stand in files and addresses.
PRECISION_LABELS = {"date_precision": DATE_PRECISION_LABELS, "place_precision": PLACE_PRECISION_LABELS}
PAGE_LENGTH = 500  # rows sent to the browser at once; a judgement
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


def show_table(results: ResultSet, *, key: str) -> None:
    """Draw the rows, a page at a time; sorting and search work within the page, in the browser."""
    rows = results.rows(*_choose_page(len(results)))
    table = _drop_empty_columns(pd.DataFrame(rows.drop(columns="geometry")).assign(place_name=place_names(rows)))
    st.dataframe(
        table,
        hide_index=True,
        column_order=order_columns(table),
        column_config=column_config(),
        placeholder="",
        on_select=lambda: _open_incident(rows, key),
        selection_mode="single-row",
        key=key,
        alt="The incidents of the selection, one row each",
    )


def order_columns(rows: pd.DataFrame) -> list[str]:
    """The columns as they are shown: FIRST_COLUMNS, the schema's other columns, then the providers' own."""
    order = dict.fromkeys([*FIRST_COLUMNS, *COLUMN, *map(str, rows.columns)])
    return [name for name in order if name in rows.columns]


def column_config() -> dict[str, Any]:
    """The titles and tooltips of the schema's columns, from the data dictionary."""
    return {column.name: _configure_column(column) for column in INCIDENT_COLUMNS}


def _drop_empty_columns(rows: pd.DataFrame) -> pd.DataFrame:
    """Drop those of the providers' own columns that are empty in all of these rows."""
    empty = [name for name in rows.columns if name not in COLUMN and rows[name].isna().all()]
    return rows.drop(columns=empty)


def _choose_page(n_rows: int) -> tuple[int, int]:
    if n_rows <= PAGE_LENGTH:
        return 0, n_rows
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first, end = choose_page(n_rows, PAGE_LENGTH, key="table")
        st.caption(
            f"Incidents {first + 1:,} to {end:,} of {n_rows:,}, by date. Sorting and searching the table affect only "
            "these; filters and downloads cover all of them."
        )
    return first, end


def _open_incident(rows: pd.DataFrame, key: str) -> None:
    selected_rows = st.session_state[key].selection.rows
    state.open_incident(str(rows["incident_id"].iloc[selected_rows[0]]) if selected_rows else "")


def _configure_column(column: Column) -> Any:
    if column.name in PRECISION_LABELS:
        labels = PRECISION_LABELS[column.name]
        return st.column_config.SelectboxColumn(
            column.title,
            help=column.tooltip,
            options=list(labels),
            format_func=lambda code: labels[str(code)],
            width="medium",  # the default fits the codes
        )
    kinds: dict[str, Callable[..., Any]] = {
        DATE: st.column_config.DateColumn,
        COUNT: st.column_config.NumberColumn,
        DECIMAL: st.column_config.NumberColumn,
        FLAG: st.column_config.CheckboxColumn,
    }
    return kinds.get(column.dtype, st.column_config.TextColumn)(column.title, help=column.tooltip)
