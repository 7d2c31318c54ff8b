"""Rows that a person adds: an incident, a claim about one, a publication about one."""

from collections.abc import Sequence
from typing import ClassVar, Self

from geo.core.schema import CLAIM_COLUMNS, INCIDENT_COLUMNS, PUBLICATION_COLUMNS, Column
from geo.storage.edits.changes.change import Change, FieldCell, clean_cells
from geo.storage.edits.changes.correction import UNCORRECTABLE
from geo.storage.edits.incident_state import Addition, Ledger, Stamp

KEY = "incident_id"
MAX_DESCRIPTION = 3  # cells of a row that stand for it in a line; chosen by judgement


class RowAddition(Change, frozen=True):
    """A row of one of the tables. `columns`: those that it may fill, beside the incident's identifier."""

    columns: ClassVar[tuple[Column, ...]] = ()

    cells: dict[str, str]

    def describe(self) -> str:
        return "; ".join(
            f"{column.title}: {self.cells[column.name]}"
            for column in [column for column in self.columns if column.name in self.cells][:MAX_DESCRIPTION]
        )

    def to_cells(self) -> list[FieldCell]:
        return [FieldCell(name, text) for name, text in self.cells.items()] or [FieldCell("", "")]

    @classmethod
    def from_cells(cls, cells: Sequence[FieldCell]) -> Self:
        return cls({cell.field: cell.value for cell in cells if cell.field})

    def clean(self, incident_id: str) -> Self:
        return type(self)(clean_cells(incident_id, self.cells.items(), self.columns))


class IncidentAddition(RowAddition, frozen=True, tag="add_incident"):
    """A whole new incident."""

    title: ClassVar[str] = "Incident added"
    columns: ClassVar[tuple[Column, ...]] = tuple(
        column
        for column in INCIDENT_COLUMNS
        if column.name not in UNCORRECTABLE - {"dataset", "source_id", "licence", "n_publications", "last_modified"}
    )

    def enter(self, ledger: Ledger, stamp: Stamp) -> None:
        ledger.state(stamp.incident_id).incident = Addition(self.cells, stamp.edit_id)


class ClaimAddition(RowAddition, frozen=True, tag="add_claim"):
    """A claim about an incident."""

    title: ClassVar[str] = "Claim added"
    columns: ClassVar[tuple[Column, ...]] = tuple(column for column in CLAIM_COLUMNS if column.name != KEY)

    def enter(self, ledger: Ledger, stamp: Stamp) -> None:
        ledger.state(stamp.incident_id).claims.append(Addition(self.cells, stamp.edit_id))


class PublicationAddition(RowAddition, frozen=True, tag="add_publication"):
    """A publication about an incident."""

    title: ClassVar[str] = "Publication added"
    columns: ClassVar[tuple[Column, ...]] = tuple(column for column in PUBLICATION_COLUMNS if column.name != KEY)

    def enter(self, ledger: Ledger, stamp: Stamp) -> None:
        ledger.state(stamp.incident_id).publications.append(Addition(self.cells, stamp.edit_id))
