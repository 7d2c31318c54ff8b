"""Coordinates that cannot be right: what is proposed instead, taken row by row or all that are sure at once."""

import msgspec
import pandas as pd
import streamlit as st

from geo.core.formatting import pluralize
from geo.ingest.import_result import COORDINATE_WARNING
from geo.ingest.importing import Import
from pages.parts.frame import state
from pages.parts.upload.upload import PendingUpload

MAX_ROWS = 500
COLUMNS = ("taken", "row", "column", "value", "proposal", "sure", "reason")


def show_corrections(pending: PendingUpload, imported: Import) -> None:
    """The doubts about coordinates; nothing is corrected before somebody takes the correction."""
    doubts = imported.warnings[imported.warnings["kind"] == COORDINATE_WARNING]
    if doubts.empty:
        return
    with st.expander(f"Coordinates in doubt: {pluralize(len(doubts), 'row')}", expanded=True):
        sure = doubts.loc[doubts["sure"].astype(bool) & (doubts["proposal"] != ""), "row"]
        untaken = set(sure) - set(pending.options.corrected_rows)
        if untaken:
            st.button(
                f"Take all {pluralize(len(sure), 'sure correction')}",
                key=f"take all {pending.digest[:12]}",
                on_click=_apply_corrections,
                args=(pending, {*pending.options.corrected_rows, *untaken}),
            )
        _show_editor(pending, doubts)


def _show_editor(pending: PendingUpload, doubts: pd.DataFrame) -> None:
    useful = doubts.assign(proposed=doubts["proposal"] != "").sort_values(
        ["sure", "proposed"], ascending=False, kind="stable"
    )
    rows = useful.head(MAX_ROWS)
    if not (doubts["proposal"] != "").any():
        _show_without_proposals(rows, len(doubts))
        return
    rows = rows.assign(taken=rows["row"].isin(pending.options.corrected_rows))[list(COLUMNS)].reset_index(drop=True)
    with st.form(f"corrections {pending.digest[:12]}", border=False):
        st.data_editor(
            rows,
            hide_index=True,
            key=_editor_key(pending),
            disabled=list(COLUMNS[1:]),
            column_config=_column_config(),
            alt="Coordinates in doubt, and what is proposed",
        )
        _show_limit_note(len(doubts))
        st.form_submit_button(
            "Read again with the corrections that are ticked", on_click=_apply_ticks, args=(pending, rows)
        )


def _show_without_proposals(rows: pd.DataFrame, number: int) -> None:
    """Doubts of which none can be mended here: told, with nothing to tick."""
    told = rows[["row", "column", "value", "reason"]]
    st.caption("Nothing is proposed for these.")
    st.dataframe(told, hide_index=True, column_config=_column_config(), alt="Coordinates in doubt")
    _show_limit_note(number)


def _show_limit_note(number: int) -> None:
    if number > MAX_ROWS:
        st.caption(f"Shown are {MAX_ROWS} of {number:,}; the report has all.")


def _column_config() -> dict[str, object]:
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


def _editor_key(pending: PendingUpload) -> str:
    return f"corrections taken {pending.digest[:12]}"


def _apply_ticks(pending: PendingUpload, rows: pd.DataFrame) -> None:
    edited = (state.form_value(_editor_key(pending)) or {}).get("edited_rows", {})
    ticked = {
        row: edited.get(number, {}).get("taken", taken)
        for number, (row, taken) in enumerate(zip(rows["row"], rows["taken"], strict=True))
    }
    unlisted = {row for row in pending.options.corrected_rows if row not in ticked}
    possible = set(rows.loc[rows["proposal"] != "", "row"])
    _apply_corrections(pending, unlisted | {row for row, taken in ticked.items() if taken and row in possible})


def _apply_corrections(pending: PendingUpload, rows: set[int]) -> None:
    corrected = tuple(sorted(int(row) for row in rows))
    state.put_draft(pending.with_options(msgspec.structs.replace(pending.options, corrected_rows=corrected)))
