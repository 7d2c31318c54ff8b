"""The form that corrects the row of an incident: one group of columns at a time, each with what the row holds."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from geo.core.schema import COLUMN, INJURED, KILLED, Column
from geo.storage.edits.changes import Correction
from geo.storage.edits.edit import Draft
from pages.parts.editing.cell_texts import cell_text
from pages.parts.editing.edit_form import EditForm, draw_field, read_cells, width_of
from pages.parts.frame import state

# What people correct together, in the order in which they look for it.
GROUPS: dict[str, tuple[str, ...]] = {
    "Toll": (*KILLED, *INJURED),
    "Date": ("date_start", "date_end", "date_precision"),
    "Place": ("place_name", "admin2", "admin1", "country", "latitude", "longitude", "place_precision", "radius_km"),
    "Actors": ("actor_a", "actor_b", "other_actors"),
    "Type": ("event_type", "sub_event_type", "contested"),
    "Text": ("title", "summary", "notes"),
}
FIRST_GROUP = "Toll"


@dataclass(frozen=True)
class CorrectionForm(EditForm):
    """Other values for some columns."""

    label: str = "Correct"
    action: str = "Save the correction"
    help: str = "The original stays and is shown beside it. Clear a field to make it unknown."
    needs_reason: bool = True

    def show(self, row: pd.Series) -> None:
        st.segmented_control(
            "What to correct",
            list(GROUPS),
            default=FIRST_GROUP,
            required=True,
            key=_group_key(row),
            label_visibility="collapsed",
        )
        super().show(row)

    def draw(self, row: pd.Series, key: str) -> None:
        columns = _columns_of_group(row)
        with st.container(horizontal=True):
            for column in columns:
                with st.container(width=width_of(column)):
                    draw_field(column, f"{key} {column.name}", cell_text(row, column.name))

    def read(self, row: pd.Series, key: str) -> list[Draft]:
        columns = _columns_of_group(row)
        before = {column.name: cell_text(row, column.name) for column in columns}
        changed = {name: text for name, text in read_cells(columns, key).items() if text != before[name].strip()}
        return [Draft(str(row["incident_id"]), Correction.of(changed))] if changed else []


def _columns_of_group(row: pd.Series) -> tuple[Column, ...]:
    names = GROUPS[str(state.form_value(_group_key(row)) or FIRST_GROUP)]
    return tuple(COLUMN[name] for name in names)


def _group_key(row: pd.Series) -> str:
    return f"group of corrections {row['incident_id']}"
