"""A correction of cells of a row, and the acceptance of what the provider says now."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Self

import msgspec

from geo.core.schema import COLUMN, INCIDENT_COLUMNS
from geo.errors import EditRefused
from geo.storage.edits.changes.change import Change, FieldCell, check_length, clean_text, values_by_field
from geo.storage.edits.incident_state import CellState, Ledger, Stamp

# What identifies a row or says where it comes from, and what is computed or decided elsewhere.
UNCORRECTABLE = frozenset(
    {
        "incident_id",
        "dataset",
        "source_id",
        "duplicate_of",
        "contested_on",
        "killed_claimed",
        "chain",
        "tags",
        "corrected",
    }
    | {"n_publications", "licence", "last_modified"}
)
CORRECTABLE = tuple(column.name for column in INCIDENT_COLUMNS if column.name not in UNCORRECTABLE)
BLANK = "blank"  # how a blank cell is called


class CellChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One corrected cell. `original`: what the provider's row held when it was corrected."""

    column: str
    value: str
    original: str = ""


class Correction(Change, frozen=True, tag="correct"):
    """Other values of some columns."""

    title: ClassVar[str] = "Correction"
    needs_reason: ClassVar[bool] = True

    cells: tuple[CellChange, ...]

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Self:
        """A correction to these values by column; the originals are filled in when it is added."""
        return cls(tuple(CellChange(column, value) for column, value in values.items()))

    @property
    def values(self) -> dict[str, str]:
        """The new values by column."""
        return {cell.column: cell.value for cell in self.cells}

    def describe(self) -> str:
        return "; ".join(
            f"{COLUMN[cell.column].title}: {cell.original or BLANK} → {cell.value or BLANK}" for cell in self.cells
        )

    def to_cells(self) -> list[FieldCell]:
        return [FieldCell(cell.column, cell.value, cell.original) for cell in self.cells]

    @classmethod
    def from_cells(cls, cells: Sequence[FieldCell]) -> Self:
        values_by_field(cells, CORRECTABLE)
        return cls(tuple(CellChange(*cell) for cell in cells))

    def clean(self, incident_id: str) -> Self:
        for column in self.values.keys() - set(CORRECTABLE):
            raise EditRefused(
                incident_id, "column", column, "cannot be corrected", accepted=f"one of {', '.join(CORRECTABLE)}"
            )
        if not self.cells or len(self.values) < len(self.cells):
            raise EditRefused(incident_id, "column", "", "is missing or twice", accepted="each column once")
        return msgspec.structs.replace(self, cells=tuple(_clean_cell(incident_id, cell) for cell in self.cells))

    def enter(self, ledger: Ledger, stamp: Stamp) -> None:
        cells = ledger.state(stamp.incident_id).cells
        cells.update({cell.column: CellState(cell.value, cell.original, stamp.edit_id) for cell in self.cells})


class Acceptance(Change, frozen=True, tag="accept"):
    """The provider's value of a column counts, and no correction that was made of it."""

    title: ClassVar[str] = "Provider’s value taken"

    column: str
    provider_value: str = ""

    def describe(self) -> str:
        return f"{COLUMN[self.column].title}: the provider’s {self.provider_value or BLANK} counts"

    def to_cells(self) -> list[FieldCell]:
        return [FieldCell(self.column, self.provider_value)]

    @classmethod
    def from_cells(cls, cells: Sequence[FieldCell]) -> Self:
        ((column, value),) = values_by_field(cells, CORRECTABLE).items()
        return cls(column, value)

    def clean(self, incident_id: str) -> Self:
        if self.column not in CORRECTABLE:
            raise EditRefused(incident_id, "column", self.column, "is never corrected", accepted=", ".join(CORRECTABLE))
        return msgspec.structs.replace(self, provider_value=clean_text(self.provider_value))

    def enter(self, ledger: Ledger, stamp: Stamp) -> None:
        ledger.state(stamp.incident_id).cells.pop(self.column, None)


def _clean_cell(incident_id: str, cell: CellChange) -> CellChange:
    title = COLUMN[cell.column].title
    value, original = (check_length(incident_id, title, clean_text(text)) for text in (cell.value, cell.original))
    return CellChange(cell.column, value, original)
