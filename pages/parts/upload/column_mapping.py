"""What the columns of an unknown table hold: guessed, shown with examples and corrected by the user in one table."""

from typing import Any

import msgspec
import pandas as pd
import streamlit as st

from geo.core.schema import INCIDENT_COLUMNS
from geo.ingest.import_result import Guess
from geo.ingest.options import COORDINATES, DAY, MONTH, YEAR
from pages.parts.frame import state, upload_state
from pages.parts.upload.pending_upload import PendingUpload

UNUSED = "unused"  # not an empty text, since an empty choice looks like a missing one
TARGETS = {
    UNUSED: "Other (kept as it is)",
    COORDINATES: "Latitude and longitude together",
    YEAR: "Year",
    MONTH: "Month",
    DAY: "Day of the month",
    **{column.name: column.title for column in INCIDENT_COLUMNS if not column.is_own},
    "incident_id": "Identifier",
    "date_start": "Date (or first day)",
    "date_end": "Last day",
}
GENERIC_PROVIDER = "Table"  # the provider for tables whose columns the user names


def show_columns(pending: PendingUpload) -> None:
    """Draw the table of columns and what each seems to hold, for the user to correct."""
    if not pending.guesses:
        return
    assigned = dict(pending.options.columns)
    rows = pd.DataFrame([_describe_column(guess, assigned) for guess in pending.guesses])
    st.markdown("**What the columns hold.** Where a guess is wrong, correct it under “Meaning”, then apply.")
    with st.form(f"columns form {pending.digest[:12]}", border=False):
        st.data_editor(
            rows,
            hide_index=True,
            key=_editor_key(pending),
            disabled=["column", "examples", "confidence", "reason"],
            column_config=_column_config(),
            alt="What each column of the file holds",
        )
        st.form_submit_button("Apply columns", on_click=_apply_columns, args=(pending, rows))


def _describe_column(guess: Guess, assigned: dict[str, str]) -> dict[str, object]:
    """The row of one column; what the user assigned comes before the guess."""
    is_assigned = guess.column in assigned
    return {
        "column": guess.column,
        "holds": assigned.get(guess.column, guess.target) or UNUSED,
        "examples": " · ".join(guess.examples),
        "confidence": 1.0 if is_assigned else guess.confidence,
        "reason": "your choice" if is_assigned else guess.reason,
    }


def _column_config() -> dict[str, Any]:
    kinds = st.column_config
    return {
        "column": kinds.TextColumn("Column in the file"),
        "holds": kinds.SelectboxColumn(
            "Meaning", options=list(TARGETS), format_func=_target_label, required=True, width="medium"
        ),
        "examples": kinds.TextColumn("Examples"),
        "confidence": kinds.NumberColumn("Confidence", format="percent", width="small"),
        "reason": kinds.TextColumn("Reason"),
    }


def _target_label(target: object) -> str:
    return TARGETS.get(str(target), str(target))


def _editor_key(pending: PendingUpload) -> str:
    return f"columns {pending.digest[:12]}"


def _apply_columns(pending: PendingUpload, rows: pd.DataFrame) -> None:
    edited = (state.form_value(_editor_key(pending)) or {}).get("edited_rows", {})
    targets = [edited.get(number, {}).get("holds") or target for number, target in enumerate(rows["holds"])]
    columns = tuple(
        (column, "" if target == UNUSED else target) for column, target in zip(rows["column"], targets, strict=True)
    )
    upload_state.put_upload(
        pending.with_options(msgspec.structs.replace(pending.options, provider=GENERIC_PROVIDER, columns=columns))
    )
