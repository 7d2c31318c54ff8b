"""The filled cells of one row under the names of their file, as the kept columns of our table have them."""

from collections.abc import Iterable, Mapping

from geo.core.schema import COLUMN
from geo.ingest.fields import MAX_SHAPEFILE_NAME, column_key

MAX_CELL = 40_000  # letters of a cell that are read; the longest source_article of UCDP GED 25.1 has 29,230


class RowCells:
    """A row's cells by the provider's names of their columns, whatever case and signs these have in the file."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self._names: dict[str, str] = {}
        for name in texts:
            self._names.setdefault(column_key(name), name)

    def name_of(self, column: str) -> str | None:
        """What the file calls a column: by its name, or as much of it as a shapefile keeps."""
        key, short = column_key(column), column_key(column[:MAX_SHAPEFILE_NAME])
        return self._names.get(key, self._names.get(short))

    def text(self, *columns: str) -> str:
        """The text of the first of these columns that is filled, as far as it is read; empty where none is."""
        names = (name for column in columns if (name := self.name_of(column)) is not None)
        return next((self.texts[name][:MAX_CELL].strip() for name in names), "")


def split_row(row: Mapping[str, object], prefixes: Mapping[str, object]) -> dict[str, dict[str, str]]:
    """The filled texts of a row of our table that no core column holds, by prefix and by their names in the file.

    A name without one of the `prefixes` has an empty one: it is of a table of our own.
    """
    cells: dict[str, dict[str, str]] = {}
    for name, cell in row.items():
        if isinstance(cell, str) and name not in COLUMN and cell.strip():
            prefix, own_name = split_prefix(str(name), prefixes)
            cells.setdefault(prefix, {})[own_name] = cell
    return cells


def split_prefix(name: str, prefixes: Mapping[str, object]) -> tuple[str, str]:
    """A column's prefix and its name in the provider's file."""
    prefix, point, own_name = name.partition(".")
    return (prefix, own_name) if point and prefix in prefixes else ("", name)


def columns_by_own_name(names: Iterable[str], prefix: str) -> dict[str, str]:
    """The columns of a prefix in our table, by their names in the provider's file."""
    start = f"{prefix}."
    return {name.removeprefix(start): name for name in names if name.startswith(start)}
