"""Who changed what in the workspace, as a table that can be narrowed to one person, and as a file."""

import pandas as pd
import streamlit as st

from geo.core.formatting import pluralize
from geo.errors import WorkspaceFailed
from geo.storage.workspace.history import MAX_ENTRIES
from geo.storage.workspace.history_table import export_history, read_history
from pages.parts.frame import person, workspace

EVERYBODY, NOBODY = "everybody", "without a name"
FILE_NAME = "faultline-history.csv"
EXPLANATION = (
    f"Every change of what is stored here since version 0.11, the latest {MAX_ENTRIES:,} of them. "
    "What single incidents were before is under “Your changes”."
)
UNPROVEN = "Names are as people wrote them."
HEADINGS = {
    "at": st.column_config.DatetimeColumn("When (UTC)", format="YYYY-MM-DD HH:mm", timezone="UTC", width=140),
    "person": st.column_config.TextColumn("Who", width=180),
    "action": st.column_config.TextColumn("What", width=260),
    "number": st.column_config.NumberColumn("How many", width=80),
    "subject": st.column_config.TextColumn("On what", width="large"),
}


def show_history() -> None:
    """List the changes, the latest first."""
    st.caption(EXPLANATION if person.is_confirmed() else f"{EXPLANATION} {UNPROVEN}")
    try:
        table = read_history(workspace.open_workspace())
    except WorkspaceFailed as error:
        st.text(str(error))
        return
    if table.empty:
        st.text("Nothing has been changed yet.")
        return
    _show_table(_choose_person(table))


def _choose_person(table: pd.DataFrame) -> pd.DataFrame:
    people = sorted(set(table["person"]))
    if len(people) == 1:
        return table
    chosen = st.selectbox(
        "Changes by",
        [None, *people],
        format_func=lambda name: EVERYBODY if name is None else name or NOBODY,
        width=260,
        key="person of listed changes",
    )
    return table if chosen is None else table[table["person"] == chosen]


def _show_table(table: pd.DataFrame) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.text(pluralize(len(table), "change"))
        st.download_button(
            "Download as CSV",
            export_history(table),
            FILE_NAME,
            "text/csv",
            on_click="ignore",
            icon=":material/download:",
        )
    st.dataframe(table, hide_index=True, column_config=HEADINGS, key="history")
