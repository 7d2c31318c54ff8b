"""Coordinates that cannot be right: what is proposed instead, taken row by row or all that are sure at once."""

import msgspec
import pandas as pd
import streamlit as st

from geo.core.formatting import pluralize
from geo.ingest.import_result import COORDINATE_WARNING
from geo.ingest.importing import Import
from pages.parts.frame import state
from pages.parts.upload.upload import Draft

MOST_SHOWN = 500
COLUMNS = ("taken", "row", "column", "value", "proposal", "sure", "reason")


def corrections(draft: Draft, imported: Import) -> None:
    """The doubts about coordinates; nothing is corrected before somebody takes the correction."""
    doubts = imported.warnings[imported.warnings["kind"] == COORDINATE_WARNING]
    if doubts.empty:
        return
    with st.expander(f"Coordinates in doubt: {pluralize(len(doubts), 'row')}", expanded=True):
        sure = doubts.loc[doubts["sure"].astype(bool) & (doubts["proposal"] != ""), "row"]
        wanted = set(sure) - set(draft.answers.corrected_rows)
        if wanted:
            st.button(f"Take all {pluralize(len(sure), 'sure correction')}", key=f"take all {draft.digest[:12]}",
                      on_click=_correct, args=(draft, {*draft.answers.corrected_rows, *wanted}))  # fmt: skip
        _by_row(draft, doubts)


def _by_row(draft: Draft, doubts: pd.DataFrame) -> None:
    useful = doubts.assign(proposed=doubts["proposal"] != "").sort_values(
        ["sure", "proposed"], ascending=False, kind="stable"
    )
    rows = useful.head(MOST_SHOWN)
    if not (doubts["proposal"] != "").any():
        _untaken(rows, len(doubts))
        return
    rows = rows.assign(taken=rows["row"].isin(draft.answers.corrected_rows))[list(COLUMNS)].reset_index(drop=True)
    with st.form(f"corrections {draft.digest[:12]}", border=False):
        st.data_editor(rows, hide_index=True, key=_key(draft), disabled=list(COLUMNS[1:]),
                       column_config=_configuration(), alt="Coordinates in doubt, and what is proposed")  # fmt: skip
        _left_out(len(doubts))
        st.form_submit_button("Read again with the corrections that are ticked", on_click=_answer, args=(draft, rows))


def _untaken(rows: pd.DataFrame, number: int) -> None:
    """Doubts of which none can be mended here: told, with nothing to tick."""
    told = rows[["row", "column", "value", "reason"]]
    st.caption("Nothing is proposed for these.")
    st.dataframe(told, hide_index=True, column_config=_configuration(), alt="Coordinates in doubt")
    _left_out(number)


def _left_out(number: int) -> None:
    if number > MOST_SHOWN:
        st.caption(f"Shown are {MOST_SHOWN} of {number:,}; the report has all.")


def _configuration() -> dict[str, object]:
    kinds = st.column_config
    return {
        "taken": kinds.CheckboxColumn(
            "Take", help="Take the proposal in place of what stands in the file.", width="small"
        ),
        "row": kinds.NumberColumn("Row", format="%d", width="small"),
        "column": kinds.TextColumn("Column"),
        "value": kinds.TextColumn("As it stands"),
        "reason": kinds.TextColumn("Why it is in doubt", width="large"),
        "proposal": kinds.TextColumn("Proposed: latitude, longitude"),
        "sure": kinds.CheckboxColumn("Sure", width="small"),
    }


def _key(draft: Draft) -> str:
    return f"corrections taken {draft.digest[:12]}"


def _answer(draft: Draft, rows: pd.DataFrame) -> None:
    edited = (state.form_value(_key(draft)) or {}).get("edited_rows", {})
    ticked = {row: edited.get(number, {}).get("taken", taken)
              for number, (row, taken) in enumerate(zip(rows["row"], rows["taken"], strict=True))}  # fmt: skip
    kept = {row for row in draft.answers.corrected_rows if row not in ticked}
    possible = set(rows.loc[rows["proposal"] != "", "row"])
    _correct(draft, kept | {row for row, taken in ticked.items() if taken and row in possible})


def _correct(draft: Draft, rows: set[int]) -> None:
    told = tuple(sorted(int(row) for row in rows))
    state.put_draft(draft.answered(msgspec.structs.replace(draft.answers, corrected_rows=told)))
