"""Whether an incident is in the table, and under which identifier."""

from collections.abc import Sequence
from typing import ClassVar, Self

from geo.errors import EditRefused
from geo.storage.edits.changes.change import Change, FieldCell, clean_text, single_value, values_by_field
from geo.storage.edits.incident_state import Ledger, Stamp


class Deletion(Change, frozen=True, tag="delete"):
    """The row is taken out; it stays where it came from."""

    title: ClassVar[str] = "Row taken out"
    needs_reason: ClassVar[bool] = True

    def describe(self) -> str:
        return self.title

    def to_cells(self) -> list[FieldCell]:
        return [FieldCell("", "")]

    @classmethod
    def from_cells(cls, cells: Sequence[FieldCell]) -> Self:
        values_by_field(cells, ("",))
        return cls()

    def clean(self, incident_id: str) -> Self:
        return self

    def enter(self, ledger: Ledger, stamp: Stamp) -> None:
        ledger.state(stamp.incident_id).deletion = stamp.edit_id


class Succession(Change, frozen=True, tag="succeed"):
    """What was said of this identifier before is said of another one now: the next release calls the row so."""

    title: ClassVar[str] = "Identifier in the next release"

    to_incident_id: str

    def describe(self) -> str:
        return self.to_incident_id

    def to_cells(self) -> list[FieldCell]:
        return [FieldCell("to_incident_id", self.to_incident_id)]

    @classmethod
    def from_cells(cls, cells: Sequence[FieldCell]) -> Self:
        return cls(single_value(cells, "to_incident_id"))

    def clean(self, incident_id: str) -> Self:
        to_incident_id = clean_text(self.to_incident_id)
        if to_incident_id in ("", incident_id):
            raise EditRefused(
                incident_id, "to_incident_id", to_incident_id, "is no other incident", accepted="its identifier"
            )
        return type(self)(to_incident_id)

    def enter(self, ledger: Ledger, stamp: Stamp) -> None:
        ledger.succeed(stamp.incident_id, self.to_incident_id)
