"""The rows of a companion file as changes that can be tried, each with the rows that it comes from."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from geo.analysis.comparable_values import values_to_text
from geo.storage.edits.changes import CellChange, Change, ClaimAddition, Correction, Linking, PublicationAddition
from geo.storage.edits.changes.linking import FIELDS
from geo.storage.edits.companion_csv import CsvRow
from geo.storage.edits.companion_file import read_cells
from geo.storage.edits.correction_notes import StatedCell
from geo.storage.edits.edit import Draft


@dataclass(frozen=True)
class FileDraft:
    """A change with the rows of the file that it comes from, and what they say of who made it, why and when.

    Where rows of one correction contradict each other, they are tried one after the other: `pending` are those still to
    be tried, and `last_good` is the change without the last of `rows`. `stated`: the cells that it corrects, once it is
    known what the table holds there.
    """

    draft: Draft
    rows: tuple[CsvRow, ...]
    pending: tuple[CsvRow, ...] = ()
    last_good: "FileDraft | None" = None
    stated: tuple[StatedCell, ...] = ()

    def text(self, column: str, otherwise: str) -> str:
        """What the file says in a column of these rows."""
        return self.rows[0].cells.get(column, "").strip() or otherwise


def make_drafts(kind: str, rows: Sequence[CsvRow]) -> list[FileDraft]:
    """The changes of rows; corrections of one incident by one person for one reason are one change."""
    if kind != "corrections":
        return [FileDraft(Draft(incident_of(row), _make_change(kind, row)), (row,)) for row in rows]
    groups: dict[tuple[str, ...], list[CsvRow]] = {}
    n_by_cell: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        key = (incident_of(row), *(row.cells.get(name, "") for name in ("who", "why", "at")))
        cell = (*key, row.cells["column"].strip())
        # A column twice is two corrections, of which the later counts.
        groups.setdefault((*key, str(n_by_cell[cell])), []).append(row)
        n_by_cell[cell] += 1
    return [make_correction(tuple(group)) for group in groups.values()]


def make_correction(rows: tuple[CsvRow, ...], pending: tuple[CsvRow, ...] = ()) -> FileDraft:
    """The rows, which are about one incident, as one correction."""
    cells = [CellChange(row.cells["column"].strip(), row.cells["value"], row.cells.get("original", "")) for row in rows]
    return FileDraft(Draft(incident_of(rows[0]), Correction(tuple(cells))), rows, pending)


def _make_change(kind: str, row: CsvRow) -> Change:
    cells = {name: text for name, text in row.cells.items() if name != "incident_id" and text.strip()}
    if kind == "links":
        return Linking(**{name: row.cells.get(name, "") for name in FIELDS})
    return ClaimAddition(cells) if kind == "claims" else PublicationAddition(cells)


def incident_of(row: CsvRow) -> str:
    """The incident that a row is about."""
    return row.cells["incident_id"].strip()


def respell_originals(rows: Sequence[CsvRow]) -> list[CsvRow]:
    """The rows with originals as the table writes them: 27.0 killed are 27."""
    by_column: dict[str, list[CsvRow]] = {}
    for row in rows:
        by_column.setdefault(row.cells["column"].strip(), []).append(row)
    originals: dict[int, str] = {}
    for of_column in by_column.values():
        values = read_cells(of_column, "original")[0]
        originals |= dict(zip((row.number for row in of_column), values_to_text(values), strict=True))
    return [CsvRow(row.number, {**row.cells, "original": originals[row.number]}) for row in rows]
