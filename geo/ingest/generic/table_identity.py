"""What identifies the rows of a table of no known provider: its own identifiers, or what the rows say."""

import pandas as pd

from geo.ingest.generic.column_targets import ColumnMapping
from geo.ingest.generic.value_fit import has_repeats
from geo.ingest.options import ImportOptions
from geo.ingest.readers.raw_table import RawTable, build_rejections
from geo.ingest.row_identity import RowIdentity, make_identity, table_prefix


def identify_table(
    name: str, table: RawTable, column: str | None, is_distinct: pd.Series, options: ImportOptions
) -> RowIdentity:
    """Identifiers of the rows: the file's own where they identify: all different, none blank, and no mere count.

    Else they are hashes of the rows. Numbered rows are different ones also where they say the same, and so are those
    that are `is_distinct` (a mask): they state no more of their date than the year, or are rejected anyway. `name` is
    the provider's; `column` may hold identifiers.
    """
    prefix = table_prefix(name, table.column_names)
    is_numbered = False
    if column is not None:
        ids = table.cells[column].astype("str").str.strip()
        is_numbered = _are_row_numbers(ids)
        if not (is_numbered or has_repeats(ids.mask(ids == ""))):
            return RowIdentity(f"{prefix}:" + ids, ids, build_rejections())
    cells = table.cells.drop(columns=[column] if column is not None and is_numbered else [])
    return make_identity(cells, prefix, options, is_distinct | is_numbered)


def row_number_column(table: RawTable, columns: ColumnMapping) -> str | None:
    """The first column where it holds nothing but the numbers of the rows, as R and pandas write them."""
    first = table.column_names[0]
    is_used = any(first in names for names in columns.values())
    return None if is_used or not _are_row_numbers(table.cells[first].astype("str")) else first


def _are_row_numbers(ids: pd.Series) -> bool:
    numbers = pd.to_numeric(ids, errors="coerce")
    return len(ids) > 1 and bool((numbers.diff().iloc[1:] == 1).all()) and numbers.iloc[0] in (0, 1)
