"""What the columns of a table hold that no provider knows: guessed, shown with examples, corrected in one table."""

import msgspec
import pandas as pd
import streamlit as st

from geo.core.schema import INCIDENT_COLUMNS
from geo.ingest.options import COORDINATES, DAY, MONTH, YEAR
from pages.parts.frame import state
from pages.parts.upload.upload import PendingUpload

UNUSED = "unused"  # a blank choice would look like a missing one
TARGETS = {
    UNUSED: "Not used, kept as it is",
    COORDINATES: "Latitude and longitude in one",
    YEAR: "Year alone",
    MONTH: "Month alone",
    DAY: "Day of the month alone",
    **{column.name: f"{column.title} ({column.name})" for column in INCIDENT_COLUMNS},
}
GENERIC_PROVIDER = "Table"  # the provider whose columns a person names


def show_columns(pending: PendingUpload) -> None:
    """The table of columns with what each is taken for; it is corrected there, and the file read again."""
    if not pending.guesses:
        return
    assigned = dict(pending.options.columns)
    rows = pd.DataFrame(
        [
            {
                "column": each.column,
                "holds": assigned.get(each.column, each.target) or UNUSED,
                "examples": " · ".join(each.examples),
                "confidence": 1.0 if each.column in assigned else each.confidence,
                "because": "you said so" if each.column in assigned else each.reason,
            }
            for each in pending.guesses
        ]
    )
    st.markdown("**What the columns hold.** Correct it in the column “Holds”, then read again.")
    with st.form(f"columns {pending.digest[:12]}", border=False):
        st.data_editor(
            rows,
            hide_index=True,
            key=_editor_key(pending),
            disabled=["column", "examples", "confidence", "because"],
            column_config=_column_config(),
            alt="What each column of the file holds",
        )
        st.form_submit_button("Read again with these columns", on_click=_apply_columns, args=(pending, rows))


def _column_config() -> dict[str, object]:
    kinds = st.column_config
    return {
        "column": kinds.TextColumn("Column of the file"),
        "holds": kinds.SelectboxColumn(
            "Holds", options=list(TARGETS), format_func=TARGETS.get, required=True, width="medium"
        ),
        "examples": kinds.TextColumn("Examples"),
        "confidence": kinds.NumberColumn("Confidence", format="percent", width="small"),
        "because": kinds.TextColumn("Why"),
    }


def _editor_key(pending: PendingUpload) -> str:
    return f"columns held {pending.digest[:12]}"


def _apply_columns(pending: PendingUpload, rows: pd.DataFrame) -> None:
    edited = (state.form_value(_editor_key(pending)) or {}).get("edited_rows", {})
    targets = [edited.get(number, {}).get("holds") or held for number, held in enumerate(rows["holds"])]
    columns = tuple(
        (column, "" if held == UNUSED else held) for column, held in zip(rows["column"], targets, strict=True)
    )
    state.put_draft(
        pending.with_options(msgspec.structs.replace(pending.options, provider=GENERIC_PROVIDER, columns=columns))
    )
