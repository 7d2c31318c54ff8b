"""The form that takes an incident out of the atlas."""

from dataclasses import dataclass

import pandas as pd

from geo.storage.edits.changes import Deletion
from geo.storage.edits.edit import Draft
from pages.parts.editing.edit_form import EditForm


@dataclass(frozen=True)
class DeletionForm(EditForm):
    """The incident is taken out."""

    label: str = "Take out"
    action: str = "Take this incident out"
    help: str = "It is no longer shown, counted or downloaded, until you undo it under “Your changes”."
    needs_reason: bool = True

    def draw(self, row: pd.Series, key: str) -> None:
        """It has no field of its own."""

    def read(self, row: pd.Series, key: str) -> list[Draft]:
        return [Draft(str(row["incident_id"]), Deletion())]
