"""A file of claims, links, publications, corrections or a whole log: which of its rows can be used, and why not others.

Every row of the file is accepted, rejected or a duplicate of an earlier one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from geo.core import incidents
from geo.core.coercion import Coerced, coerce
from geo.core.schema import COLUMN, COMPANION_TABLES
from geo.errors import EditRefused
from geo.ingest.readers.raw_table_builder import list_rows
from geo.storage.edits.changes import CORRECTABLE
from geo.storage.edits.companion_csv import CompanionRows, CsvRow, Failure, companion_kind, read_rows
from geo.storage.edits.log_rows import find_log_failures, parse_stamp

__all__ = ["CompanionFile", "Failure", "companion_kind", "read_companion_file"]

REJECTED_COLUMNS = ("row", "column", "value", "reason")
DUPLICATE_COLUMNS = ("row", "reason")
NO_COLUMN = (
    "names no column that is corrected; if it is a note or a link of a bundle, import the whole bundle on the page Data"
)
REPEATS = "repeats row {:,}"


@dataclass(frozen=True, eq=False)
class CompanionFile:
    """A companion file after reading.

    `kind`: claims, links, publications, corrections or edits. `accepted`: cells of text by the row's number in the
    file, blank ones empty. `rejected`: row, column, value, reason. `duplicates`: row, reason. `notes`: sentences on the
    whole file, such as on columns that are not used.
    """

    name: str
    kind: str
    accepted: pd.DataFrame
    rejected: pd.DataFrame
    duplicates: pd.DataFrame
    notes: tuple[str, ...] = ()

    @property
    def n_rows(self) -> int:
        """How many rows the file has below its header."""
        return len(self.accepted) + int(self.rejected["row"].nunique()) + len(self.duplicates)

    def describe_repeats(self) -> tuple[str, ...]:
        """Which rows repeat earlier ones, in a sentence where any do."""
        repeated = self.duplicates["row"].tolist()
        verb = "repeats an earlier row and is" if len(repeated) == 1 else "repeat earlier rows and are"
        return (f"Row {list_rows(repeated)} {verb} left out.",) if repeated else ()


def read_companion_file(content: bytes, name: str, *, kind: str = "") -> CompanionFile:
    """The rows of a file; raises IncidentsInvalid where it is no companion file at all, or not of a stated `kind`."""
    table = read_rows(content, name, kind)
    rows, duplicates = _split_duplicates(table)
    failures = [*table.failures, *_find_failures(table.kind, rows)]
    failed = {row for row, *_ in failures}
    accepted = [row for row in rows if row.number not in failed]
    columns = list(rows[0].cells) if rows else []
    return CompanionFile(
        name=name,
        kind=table.kind,
        accepted=pd.DataFrame(
            [row.cells for row in accepted], index=[row.number for row in accepted], columns=columns, dtype="str"
        ),
        rejected=rejected_table(failures),
        duplicates=duplicate_table(duplicates),
        notes=table.notes,
    )


def rejected_table(failures: Iterable[Failure]) -> pd.DataFrame:
    """Rejected cells as a table: row, column, value, reason, in order of the rows."""
    return pd.DataFrame(sorted(failures, key=lambda failure: failure[0]), columns=list(REJECTED_COLUMNS))


def duplicate_table(duplicates: Iterable[tuple[int, str]]) -> pd.DataFrame:
    """Duplicate rows as a table: row, reason."""
    return pd.DataFrame(sorted(duplicates), columns=list(DUPLICATE_COLUMNS))


def _split_duplicates(table: CompanionRows) -> tuple[list[CsvRow], list[tuple[int, str]]]:
    """The rows that are there for the first time, and the others."""
    first: dict[tuple[str, ...], CsvRow] = {}
    duplicates = []
    for row in table.rows:
        # Notes and links among a bundle's corrections differ in columns that are not read, and are refused one by one.
        mark = str(row.number) if table.kind == "corrections" and not row.cells["column"].strip() else ""
        original = first.setdefault((*row.cells.values(), mark), row)
        if original is not row:
            duplicates.append((row.number, REPEATS.format(original.number)))
    return list(first.values()), duplicates


def _find_failures(kind: str, rows: Sequence[CsvRow]) -> list[Failure]:
    """The cells that no table could hold."""
    if kind in COMPANION_TABLES:
        cells = pd.DataFrame([row.cells for row in rows], index=[row.number for row in rows], dtype="str")
        rejected = incidents.check_companion(cells, COMPANION_TABLES[kind]).rejected
        return [(int(row), *others) for row, *others in rejected.itertuples(index=False, name=None)]
    return find_log_failures(rows) if kind == "edits" else _find_bad_corrections(rows)


def _find_bad_corrections(rows: Sequence[CsvRow]) -> list[Failure]:
    failures = _find_bad_stamps(rows)
    by_column: dict[str, list[CsvRow]] = {}
    for row in rows:
        by_column.setdefault(row.cells["column"].strip(), []).append(row)
    for column, of_column in by_column.items():
        if column not in CORRECTABLE:
            reason = f"cannot be corrected; accepted: {', '.join(CORRECTABLE)}" if column else NO_COLUMN
            failures += [(row.number, "column", column, reason) for row in of_column]
            continue
        for part in ("value", "original"):
            reasons = read_cells(of_column, part)[1]
            texts = {row.number: row.cells[part] for row in of_column}
            failures += [(int(row), part, texts[int(row)], reason) for row, reason in reasons.dropna().items()]
    return failures


def read_cells(rows: Sequence[CsvRow], part: str) -> Coerced:
    """The values, or the originals, of corrections of one column, by the number of their row."""
    texts = pd.Series([row.cells[part] for row in rows], index=[row.number for row in rows], dtype="str")
    return coerce(texts, COLUMN[rows[0].cells["column"].strip()])


def _find_bad_stamps(rows: Sequence[CsvRow]) -> list[Failure]:
    """What rows say of who made a change, why and when, where no log could hold it."""
    failures: list[Failure] = []
    for row in rows:
        try:
            parse_stamp(row)
        except EditRefused as error:
            failures.append((row.number, error.column, error.value, f"{error.reason}; accepted: {error.accepted}"))
    return failures
