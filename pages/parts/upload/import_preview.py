"""The preview of an uploaded file: its provider, what happened to its rows, and the rows themselves."""

from functools import partial

import pandas as pd
import streamlit as st

from geo.bundle.contents import BundleContents
from geo.core.excerpts import shorten_message
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
from pages.parts.frame.direction import isolate_right_to_left
from pages.parts.tables import incident_table

FIRST_ROWS = 20  # of the accepted rows; a judgement
UNRECOGNISED = "The provider was not recognised, so what the columns hold was guessed."
MAX_LINES = 500  # of rejected or duplicate rows sent to the browser, a judgement; the report has them all
TITLES = {"row": "Row", "column": "Column", "value": "Value", "reason": "Reason"}


def show_provider(imported: Import) -> None:
    """Show which provider's file it is, and the notes on how it was read."""
    provider = UNRECOGNISED if imported.guesses else f"Recognised as {imported.provider}."
    st.text(" ".join([provider, *map(_end_sentence, map(shorten_message, imported.notes))]))


def _end_sentence(note: str) -> str:
    """The note with a full stop, if it has none."""
    return note if note.endswith((".", "!", "?")) else f"{note}."


def show_accounting(imported: Import, digest: str, options: ImportOptions) -> None:
    """Show how many rows were accepted, rejected and duplicates, and the download of the full report."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{row_accounting(imported)}**", width="content")
        name = report_file_name(digest, options)
        st.download_button(
            "Row-by-row report",
            partial(write_report, imported),
            name,
            "text/csv",
            on_click="ignore",
            key=f"download {name}",
            icon=":material/download:",
            help="What happened to every row, why, and what to do about it, as CSV.",
        )


def show_rows(imported: Import) -> None:
    """Show the first accepted rows, and the rejected and duplicate ones with the reason."""
    _show_accepted(imported.accepted)
    rejected, duplicates = imported.rejected, imported.duplicates
    if len(rejected):
        rows = pluralize(int(rejected["row"].nunique()), "row")
        instruction = ANSWER if imported.questions else WHAT_TO_DO[REJECTED]
        _show_problem_rows(f"Rejected: {rows} ({pluralize(len(rejected), 'cell')})", instruction, rejected)
    if len(duplicates):
        _show_problem_rows(f"Duplicates: {pluralize(len(duplicates), 'row')}", WHAT_TO_DO[DUPLICATE], duplicates)


def _show_problem_rows(heading: str, instruction: str, lines: pd.DataFrame) -> None:
    """Show a collapsed table of rows that are not accepted."""
    with st.expander(heading):
        st.caption(instruction)
        st.dataframe(lines.head(MAX_LINES)[list(TITLES)], hide_index=True, column_config=TITLES, alt=heading)
        if len(lines) > MAX_LINES:
            st.caption(f"Showing {MAX_LINES} of {len(lines):,}; the report has them all.")


def _show_accepted(rows: pd.DataFrame) -> None:
    if rows.empty:
        return
    first = rows.head(FIRST_ROWS).dropna(axis="columns", how="all").rename_axis("Row")
    which = f"the first {FIRST_ROWS} of " if len(rows) > FIRST_ROWS else ""
    with st.expander(f"Accepted: {which}{pluralize(len(rows), 'row')}", expanded=True):
        st.dataframe(
            first,
            column_order=incident_table.order_columns(first),
            column_config=incident_table.column_config(),
            placeholder="",
            alt="The first rows that would be stored",
        )


def show_contents(contents: BundleContents) -> None:
    """Say what a bundle brings beside its incidents, and what of it cannot be used."""
    for sentence in contents.describe():
        st.text(isolate_right_to_left(sentence))
