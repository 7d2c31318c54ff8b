"""The table of the selection, with tooltips from the data dictionary; a click on a row opens its record beside it."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from geo.core.formatting import UNSTATED, format_count, format_date
from geo.core.place_text import place_names
from geo.core.schema import (
    COLUMN,
    COUNT,
    DATE,
    DATE_PRECISION_LABELS,
    DECIMAL,
    FLAG,
    INCIDENT_COLUMNS,
    KILLED,
    PLACE_PRECISION_LABELS,
    Column,
)
from geo.query.engine import ResultSet
from geo.query.selection import Selection
from geo.query.sorting import DESCENDING
from pages.parts.frame import cache, state
from pages.parts.frame.pager import choose_addressed_page

# The table shows these labels; the codes stand in files and addresses.
PRECISION_LABELS = {"date_precision": DATE_PRECISION_LABELS, "place_precision": PLACE_PRECISION_LABELS}
PAGE_LENGTH = 500  # rows sent to the browser at once; a judgement
HEIGHT = 560  # pixels, by judgement: the table and what stands above it fill a laptop's window
# Columns of the table alone: the date as precisely as it is known, and the three numbers as one range.
DATE_TEXT, KILLED_TEXT = "date", "killed"
# What a reader looks for first comes before the first 700 pixels end: the table is half as wide beside a record.
DATES = ("date_start", "date_end", "date_precision")
FIRST_COLUMNS = (
    DATE_TEXT,
    "title",
    "event_type",
    "place_name",
    "country",
    KILLED_TEXT,
    "contested",
    "contested_on",
    "actor_a",
    "actor_b",
    "sub_event_type",
    "admin1",
    "place_precision",
    "date_start",
    "date_end",
    "date_precision",
    "injured_low",
    "injured_best",
    "injured_high",
    *KILLED,
)
WIDTHS = {
    DATE_TEXT: 124,
    "title": 250,
    "event_type": 116,
    "place_name": 120,
    "country": 80,
    KILLED_TEXT: 70,
    "contested": 80,
    "contested_on": 100,
}
# The orders that are offered; an address may name any column.
SORT_LABELS = {
    "": "Date, earliest first",
    f"{DESCENDING}date_start": "Date, latest first",
    f"{DESCENDING}killed_best": "Killed, most first",
    "killed_best": "Killed, fewest first",
    f"{DESCENDING}injured_best": "Injured, most first",
    "title": "Title",
    "event_type": "Type",
    "country": "Country",
    "admin1": "Province",
    "place_name": "Place",
    "actor_a": "Actor",
    "dataset": "Dataset",
    f"{DESCENDING}last_modified": "Last modified, latest first",
}


def show_table(results: ResultSet, *, key: str) -> int | None:
    """Draw the rows a page at a time, in the order and from the page that the address names.

    Return the number of the open incident's row on the page, from 0; None where it has none.
    """
    first, end = _choose_rows(len(results))
    table = _read_table(results.selection, first, end, state.page_option("sort"))
    open_row = _mark_open_row(table, key)
    st.dataframe(
        table,
        hide_index=True,
        height=HEIGHT,
        column_order=order_columns(table),
        column_config=column_config(),
        placeholder="",
        on_select=lambda: _open_incident(table, key),
        selection_mode="single-cell",
        key=key,
        alt="The incidents of the selection, one row each",
    )
    return open_row


def _read_table(selection: Selection, first: int, end: int, sort: str) -> pd.DataFrame:
    """A page of the table; all who look at the same page share it."""
    return cache.remember(
        ("table", selection.to_query(), first, end, sort),
        lambda: _drop_empty_columns(make_table(cache.rows_of_page(selection, first, end, sort))),
    )


def make_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows as the table shows them: dates as they are known, places by their finest certain name, killed as a range."""
    dates = [format_date(*date) for date in zip(*(rows[name] for name in DATES), strict=True)]
    numbers = zip(*(rows[name] for name in KILLED), rows["zero_means_unknown"].fillna(False), strict=True)
    killed = [format_count(*bounds, zero_means_unknown=bool(flag)) for *bounds, flag in numbers]
    texts = pd.Series(killed, index=rows.index, dtype="str").mask(lambda values: values == UNSTATED)
    own = {DATE_TEXT: pd.Series(dates, index=rows.index, dtype="str"), KILLED_TEXT: texts}
    return pd.DataFrame(rows.drop(columns="geometry")).assign(place_name=place_names(rows), **own)


def order_columns(rows: pd.DataFrame) -> list[str]:
    """The columns as they are shown: FIRST_COLUMNS, the schema's other columns, then the providers' own."""
    order = dict.fromkeys([*FIRST_COLUMNS, *COLUMN, *map(str, rows.columns)])
    return [name for name in order if name in rows.columns]


def column_config() -> dict[str, Any]:
    """The titles and tooltips of the schema's columns, from the data dictionary."""
    killed = st.column_config.TextColumn(
        "Killed",
        help="The best number of people killed, with the range in brackets. Blank is unknown, never zero.",
        width=WIDTHS[KILLED_TEXT],
        alignment="right",
    )
    date = st.column_config.TextColumn("Date", help="As precisely as the source gives it.", width=WIDTHS[DATE_TEXT])
    own = {DATE_TEXT: date, KILLED_TEXT: killed}
    return {column.name: _configure_column(column) for column in INCIDENT_COLUMNS} | own


def _drop_empty_columns(rows: pd.DataFrame) -> pd.DataFrame:
    """Drop those of the providers' own columns that are empty in all of these rows."""
    own = (name for name in rows.columns if name not in (*COLUMN, DATE_TEXT, KILLED_TEXT))
    return rows.drop(columns=[name for name in own if rows[name].isna().all()])


def _choose_rows(n_rows: int) -> tuple[int, int]:
    """Draw the order and the page; the first row of the page and the one after its last."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sort = state.page_option("sort")
        options = list(dict.fromkeys([*SORT_LABELS, sort]))
        bound = state.bind_option("sort") | {"on_change": _sort_anew}
        st.selectbox("Sort by", options, format_func=_sort_label, width=230, **bound)
        first, end = choose_addressed_page(n_rows, PAGE_LENGTH)
        if n_rows > PAGE_LENGTH:
            st.caption(f"Incidents {first + 1:,} to {end:,} of {n_rows:,}.")
    return first, end


def _sort_anew(page: str, name: str) -> None:
    """Show the first page of another order."""
    state.set_page_option(name, st.session_state[f"{page} {name}"] or "", of=page)
    state.show_first_page()


def _sort_label(sort: str) -> str:
    if sort in SORT_LABELS:
        return SORT_LABELS[sort]
    title = COLUMN[sort.removeprefix(DESCENDING)].title
    return f"{title}, last first" if sort.startswith(DESCENDING) else title


def _mark_open_row(rows: pd.DataFrame, key: str) -> int | None:
    """Select the row of the open incident, however it was opened, and return it; none where none is open."""
    open_rows = (rows["incident_id"] == state.incident_id()).to_numpy().nonzero()[0].tolist()
    if _selected_rows(key) != open_rows:
        cells = [(row, "title") for row in open_rows]
        st.session_state[key] = {"selection": {"rows": [], "columns": [], "cells": cells}}
    return open_rows[0] if open_rows else None


def _open_incident(rows: pd.DataFrame, key: str) -> None:
    """Open the incident of the cell that was clicked; a click on the same again leaves it open."""
    for row in _selected_rows(key):
        state.open_incident(str(rows["incident_id"].iloc[row]))


def _selected_rows(key: str) -> list[int]:
    """The row of the selected cell, if there is one; the state is a plain dictionary until the table has drawn it."""
    event: Any = st.session_state.get(key) or {"selection": {"cells": []}}
    return [int(row) for row, _ in event["selection"]["cells"]]


def _configure_column(column: Column) -> Any:
    width = WIDTHS.get(column.name)
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
    return kinds.get(column.dtype, st.column_config.TextColumn)(column.title, help=column.tooltip, width=width)
