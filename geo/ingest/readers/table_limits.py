"""How many tables a file may have, how wide and sparse each, and how long the names of its columns.

Checked before work that grows with them.
"""

from collections.abc import Iterable, Sequence

from geo.errors import IncidentsInvalid

# Each column costs some 3 ms whatever it holds, so this many cost 3 s; the widest tables of events have 135 (GTD).
MAX_COLUMNS = 1_000
MAX_NAME = 10_000  # characters of a column's name, by judgement: questions of a survey have some hundreds
# Building a table costs 1 to 5 ms whatever it holds, so this many cost 5 s at most; as many as an archive has files.
MAX_TABLES = 1_000
# Cells of a table that its records leave out cost memory, but no bytes of the file: so many are free, and beyond them
# so many for each that is there. By judgement; tables of many kinds of records have some ten.
FREE_CELLS, MAX_CELLS_PER_VALUE = 5_000_000, 20
MAX_SHOWN = 60  # characters of a name that a message repeats


def check_width(n_columns: int) -> None:
    """Raise IncidentsInvalid where a table has too many columns."""
    if n_columns > MAX_COLUMNS:
        raise IncidentsInvalid(
            f"has {n_columns:,} columns; {MAX_COLUMNS:,} are read at most. Leave out those that are not needed."
        )


def check_tables(n_tables: int, noun: str) -> None:
    """Raise IncidentsInvalid where a file has too many tables; `noun` is what they are called, such as “sheets”."""
    if n_tables > MAX_TABLES:
        raise IncidentsInvalid(
            f"has {n_tables:,} {noun}; {MAX_TABLES:,} are read at most. Save those with the incidents on their own."
        )


def check_blanks(n_cells: int, n_values: int, what: str) -> None:
    """Raise IncidentsInvalid where `what`, such as “its tables”, takes far more cells than the file holds values."""
    if n_cells > FREE_CELLS + MAX_CELLS_PER_VALUE * n_values:
        raise IncidentsInvalid(
            f"has {n_values:,} cells that reach over {n_cells:,} in {what}, mostly blank or merged. "
            "Save it as CSV UTF-8."
        )


def check_names(names: Sequence[str]) -> None:
    """Raise IncidentsInvalid where a table has too many columns, or one with too long a name."""
    check_width(len(names))
    for number, name in enumerate(names, start=1):
        _check_name(name, f"names column {number:,}")


class ColumnCounter:
    """Counts the columns of records that each have names of their own, while they are read."""

    def __init__(self) -> None:
        self._names: set[str] = set()
        self._n_records = self._n_values = 0

    def count(self, names: Iterable[str]) -> None:
        """Take in the names of a record; raises IncidentsInvalid where there are too many different ones by now."""
        self._n_records += 1
        before = len(self._names)
        for name in names:
            self._n_values += 1
            if name not in self._names:
                _check_name(name, "names a value")
                self._names.add(name)
            if len(self._names) > MAX_COLUMNS:
                raise IncidentsInvalid(
                    f"has more than {MAX_COLUMNS:,} different names by record {self._n_records:,}; so many columns are "
                    "read at most. Names that differ from record to record belong into a column."
                )
        if len(self._names) > before or not self._n_records % MAX_COLUMNS:
            self._check_cells()

    def _check_cells(self) -> None:
        n_cells = self._n_records * len(self._names)
        if n_cells > FREE_CELLS + MAX_CELLS_PER_VALUE * self._n_values:
            raise IncidentsInvalid(
                f"has {len(self._names):,} columns of which its first {self._n_records:,} records fill "
                f"{self._n_values:,} of {n_cells:,} cells. Give records of one kind a file of their own."
            )


def _check_name(name: str, what: str) -> None:
    if len(name) > MAX_NAME:
        raise IncidentsInvalid(
            f"{what} by {len(name):,} characters, “{name[:MAX_SHOWN].strip()}…”; {MAX_NAME:,} are read at most."
        )
