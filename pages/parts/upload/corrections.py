"""Doubtful coordinates: the proposals, accepted by the user row by row or all certain ones at once."""

from typing import Any

import msgspec
import pandas as pd
import streamlit as st

from geo.core.formatting import pluralize
from geo.ingest.import_result import COORDINATE_WARNING
from geo.ingest.importing import Import
from pages.parts.frame import state, upload_state
from pages.parts.upload.pending_upload import PendingUpload

MAX_ROWS = 500  # sent to the browser, a judgement; the report has them all
COLUMNS = ("accept", "row", "column", "value", "proposal", "sure", "reason")


def show_corrections(pending: PendingUpload, imported: Import) -> None:
    """Show the doubtful coordinates; nothing is corrected before the user accepts the proposal."""
    warnings = imported.warnings[imported.warnings["kind"] == COORDINATE_WARNING]
    if warnings.empty:
        return
    with st.expander(f"Doubtful coordinates: {pluralize(len(warnings), 'row')}", expanded=True):
        certain = warnings.loc[warnings["sure"].astype(bool) & (warnings["proposal"] != ""), "row"]
        if set(certain) - set(pending.options.corrected_rows):
            all_ = "all " if len(certain) > 1 else ""
            st.button(
                f"Accept {all_}{pluralize(len(certain), 'certain correction')}",
                key=f"accept all {pending.digest[:12]}",
                on_click=_apply_corrections,
                args=(pending, {*pending.options.corrected_rows, *certain}),
            )
        _show_editor(pending, warnings)


def _show_editor(pending: PendingUpload, warnings: pd.DataFrame) -> None:
    has_proposal = warnings["proposal"] != ""
    ordered = warnings.assign(proposed=has_proposal).sort_values(["sure", "proposed"], ascending=False, kind="stable")
    rows = ordered.head(MAX_ROWS)
    if not has_proposal.any():
        _show_without_proposals(rows, len(warnings))
        return
    rows = rows.assign(accept=rows["row"].isin(pending.options.corrected_rows))[list(COLUMNS)].reset_index(drop=True)
    with st.form(f"corrections {pending.digest[:12]}", border=False):
        st.data_editor(
            rows,
            hide_index=True,
            key=_editor_key(pending),
            disabled=list(COLUMNS[1:]),
            column_config=_column_config(),
            alt="Doubtful coordinates and the proposals",
        )
        _show_limit_note(len(warnings))
        st.form_submit_button("Apply ticked corrections", on_click=_apply_ticks, args=(pending, rows))


def _show_without_proposals(rows: pd.DataFrame, n_warnings: int) -> None:
    """Show doubtful coordinates none of which can be corrected here, with nothing to tick."""
    table = rows[["row", "column", "value", "reason"]]
    st.caption("There are no proposals for these.")
    st.dataframe(table, hide_index=True, column_config=_column_config(), placeholder="", alt="Doubtful coordinates")
    _show_limit_note(n_warnings)


def _show_limit_note(n_warnings: int) -> None:
    if n_warnings > MAX_ROWS:
        st.caption(f"Showing {MAX_ROWS} of {n_warnings:,}; the report has them all.")


def _column_config() -> dict[str, Any]:
    kinds = st.column_config
    return {
        "accept": kinds.CheckboxColumn(
            "Accept", help="Use the proposal instead of the value in the file.", width="small"
        ),
        "row": kinds.NumberColumn("Row", format="%d", width="small"),
        "column": kinds.TextColumn("Column"),
        "value": kinds.TextColumn("In the file"),
        "reason": kinds.TextColumn("Reason", width="large"),
        "proposal": kinds.TextColumn("Proposal (latitude, longitude)"),
        "sure": kinds.CheckboxColumn("Certain", width="small"),
    }


def _editor_key(pending: PendingUpload) -> str:
    return f"corrections editor {pending.digest[:12]}"


def _apply_ticks(pending: PendingUpload, rows: pd.DataFrame) -> None:
    edited = (state.form_value(_editor_key(pending)) or {}).get("edited_rows", {})
    ticked = {
        row: edited.get(number, {}).get("accept", accepted)
        for number, (row, accepted) in enumerate(zip(rows["row"], rows["accept"], strict=True))
    }
    unlisted = {row for row in pending.options.corrected_rows if row not in ticked}
    possible = set(rows.loc[rows["proposal"] != "", "row"])
    _apply_corrections(pending, unlisted | {row for row, is_ticked in ticked.items() if is_ticked and row in possible})


def _apply_corrections(pending: PendingUpload, rows: set[int]) -> None:
    corrected = tuple(sorted(int(row) for row in rows))
    upload_state.put_upload(pending.with_options(msgspec.structs.replace(pending.options, corrected_rows=corrected)))
