"""The forms that add a row about an incident: a claim, a publication."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from geo.core.schema import CLAIM_COLUMNS, PUBLICATION_COLUMNS, STANCES, Column
from geo.errors import EditRefused
from geo.storage.edits.changes import ClaimAddition, PublicationAddition, RowAddition
from geo.storage.edits.edit import Draft
from pages.parts.editing.edit_form import EditForm, draw_field, filled, read_cells, width_of


@dataclass(frozen=True)
class AdditionForm(EditForm):
    """A row of a companion table. `kind`: the change that adds it; `required`: the column that cannot be blank."""

    kind: type[RowAddition] = ClaimAddition
    columns: tuple[Column, ...] = ()
    required: str = ""

    def draw(self, row: pd.Series, key: str) -> None:
        with st.container(horizontal=True):
            for column in self.columns:
                with st.container(width=width_of(column)):
                    draw_field(column, f"{key} {column.name}", "")

    def read(self, row: pd.Series, key: str) -> list[Draft]:
        cells = filled(read_cells(self.columns, key))
        if cells and self.required not in cells:
            raise EditRefused(str(row["incident_id"]), self.required, "", "is blank", accepted="some words")
        return [Draft(str(row["incident_id"]), self.kind(cells))] if cells else []


def _without_key(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    return tuple(column for column in columns if column.name != "incident_id")


CLAIM_FORM = AdditionForm(
    label="Claim",
    action="Add the claim",
    help="Who says what. " + " ".join(f"“{stance}”: {meaning}." for stance, meaning in STANCES.items()),
    kind=ClaimAddition,
    columns=_without_key(CLAIM_COLUMNS),
    required="claimant",
)
PUBLICATION_FORM = AdditionForm(
    label="Publication",
    action="Add the publication",
    help="Where it is written. The reference is an address or an identifier of your own.",
    kind=PublicationAddition,
    columns=_without_key(PUBLICATION_COLUMNS),
    required="reference",
)
