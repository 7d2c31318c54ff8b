"""Sheets made of rows, and what a provider makes of them."""

import pandas as pd

from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.ingest.readers import RawTable

Row = dict[str, str]


def sheet(*rows: Row, headless: bool = False) -> RawTable:
    """The rows as a file's cells: the header in row 1, or none at all."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    first = 1 if headless else 2
    index = pd.Index(range(first, first + len(rows)), dtype="int64")
    cells = pd.DataFrame([[row.get(name) or None for name in names] for row in rows], index=index, columns=names)
    if headless:
        cells.columns = [f"column {number}" for number in range(1, len(names) + 1)]
    return RawTable("CSV", cells.astype("str"), first - 1)


def read(table: RawTable, options: ImportOptions = ImportOptions()) -> importing.Import:
    """The sheet as the provider that recognises it tells it."""
    return importing.build_import(table, importing.find_provider(table, options), options)


def only(*rows: Row, headless: bool = False) -> pd.Series:
    """The one incident that the rows come to."""
    imported = read(sheet(*rows, headless=headless))
    assert len(imported.accepted) == 1, imported.rejected
    return imported.accepted.iloc[0]
