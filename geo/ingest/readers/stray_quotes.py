"""Finds quotation marks around a delimiter that quote no cell: where the delimiter before them is lost, cells move."""

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.ingest.readers.dialects import UNIT_SEPARATOR, Dialect


def rows_with_stray_quotes(columns: Sequence[pa.Array], quote: str) -> list[int]:
    """The positions of rows in which two or more cells hold an odd number of quotation marks."""
    if not quote:
        return []
    # Most columns hold none: looking through a column's bytes at once costs next to nothing.
    mark = quote.encode()
    quoted_columns = [column for column in columns if mark in (column.buffers()[2] or pa.py_buffer(b"")).to_pybytes()]
    if len(quoted_columns) < 2:
        return []
    counts = (pc.fill_null(pc.count_substring(column, quote), 0) for column in quoted_columns)
    is_odd = [pc.bit_wise_and(count, 1).to_numpy() for count in counts]
    return np.flatnonzero(np.sum(is_odd, axis=0) > 1).tolist()


def has_stray_quotes(record: str, dialect: Dialect) -> bool:
    """Whether a quotation mark opens within one unquoted cell of a record and closes within a later one.

    In `8 Wt."light, quick"` they do: “light, quick” was a cell of its own. In `37.8"N` and `17.9"W` they do not.
    """
    text = "".join(dialect.to_csv_lines([record])) if dialect.is_multichar else record
    text = re.sub(re.escape(dialect.escape) + ".", "", text) if dialect.escape else text
    doubled = dialect.quote * 2
    unquoted = (match.group(1) or "" for match in _cell_pattern(dialect).finditer(text))
    cells = [cell.replace(doubled, "") for cell in unquoted]
    unpaired = [cell for cell in cells if cell.count(dialect.quote) % 2]
    return any(_opens(cell, dialect.quote) and _closes(later, dialect.quote) for cell, later in pairwise(unpaired))


def _cell_pattern(dialect: Dialect) -> re.Pattern[str]:
    """A cell with what stands before it; the first group is the text of one that is not quoted."""
    delimiter = re.escape(UNIT_SEPARATOR if dialect.is_multichar else dialect.delimiter)
    quote = re.escape(dialect.quote)
    quoted = f"{quote}[^{quote}]*(?:{quote}{quote}[^{quote}]*)*{quote}(?={delimiter}|\\Z)"
    return re.compile(f"(?:\\A|{delimiter}){' *' if dialect.skips_blanks else ''}(?:{quoted}|([^{delimiter}]*))")


def _opens(cell: str, quote: str) -> bool:
    """Whether text follows the last mark at once."""
    return bool(cell.rpartition(quote)[2][:1].strip())


def _closes(cell: str, quote: str) -> bool:
    """Whether the first mark follows text at once, and no word goes on behind it."""
    before, _, after = cell.partition(quote)
    return bool(before[-1:].strip()) and not after[:1].isalnum()
