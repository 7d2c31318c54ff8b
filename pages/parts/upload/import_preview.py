"""What reading a file gave: what it was taken for, the account of its rows, and the rows themselves."""

from functools import partial

import pandas as pd
import streamlit as st

from geo.core.formatting import pluralize
from geo.ingest.import_report import (
    ANSWER,
    DUPLICATE,
    REJECTED,
    WHAT_TO_DO,
    report_file_name,
    row_accounting,
    write_report,
)
from geo.ingest.importing import Import
from geo.ingest.options import ImportOptions
from pages.parts.tables import incident_table

FIRST_ROWS = 20
UNRECOGNISED = "No provider is recognised; what the columns hold is guessed."
MAX_LINES = 500  # lines of a table about rows; the report has all
TITLES = {"row": "Row", "column": "Column", "value": "Value", "reason": "Why"}


def show_provider(imported: Import) -> None:
    """What the file was taken for, and what was found out about it."""
    whose = UNRECOGNISED if imported.guesses else f"Recognised as {imported.provider}."
    st.text(" ".join([whose, *map(_end_sentence, imported.notes)]))


def _end_sentence(note: str) -> str:
    """What was found out, so that the next sentence does not run into it."""
    return note if note.endswith((".", "!", "?")) else f"{note}."


def show_accounting(imported: Import, digest: str, options: ImportOptions) -> None:
    """The account of the rows, and the report of every one of them."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{row_accounting(imported)}**", width="content")
        name = report_file_name(digest, options)
        st.download_button(
            "Report of every row",
            partial(write_report, imported),
            name,
            "text/csv",
            on_click="ignore",
            key=f"download {name}",
            icon=":material/download:",
            help="Row, status, column, value, and why with what to do; as CSV.",
        )


def show_rows(imported: Import) -> None:
    """The first rows that are taken, and those that are not with the reason."""
    _show_accepted(imported.accepted)
    rejected, duplicates = imported.rejected, imported.duplicates
    if len(rejected):
        rows = pluralize(int(rejected["row"].nunique()), "row")
        what = ANSWER if imported.questions else WHAT_TO_DO[REJECTED]
        _show_problem_rows(f"Rejected: {pluralize(len(rejected), 'cell')} in {rows}", what, rejected)
    if len(duplicates):
        _show_problem_rows(
            f"Duplicates: {pluralize(len(duplicates), 'row')} that repeat another", WHAT_TO_DO[DUPLICATE], duplicates
        )


def _show_problem_rows(heading: str, what_to_do: str, lines: pd.DataFrame) -> None:
    """A table about rows that are not taken, folded away."""
    with st.expander(heading):
        st.caption(what_to_do)
        st.dataframe(lines.head(MAX_LINES)[list(TITLES)], hide_index=True, column_config=TITLES, alt=heading)
        if len(lines) > MAX_LINES:
            st.caption(f"Shown are {MAX_LINES} of {len(lines):,}; the report has all.")


def _show_accepted(rows: pd.DataFrame) -> None:
    if rows.empty:
        return
    first = rows.head(FIRST_ROWS).dropna(axis="columns", how="all").rename_axis("Row")
    with st.expander(f"Accepted: the first {len(first)} of {pluralize(len(rows), 'row')}", expanded=True):
        st.dataframe(
            first,
            column_order=incident_table.order_columns(first),
            column_config=incident_table.column_config(),
            alt="The first rows that would be stored",
        )
