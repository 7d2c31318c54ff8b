"""The staged chunks: their tables on disk, mapped into memory, and where each year lies in them.

Files of rows are gathered year by year, so each year of a chunk is a file too: what is read together lies together. In
one file a chunk, each file of rows reads a little of every column of every chunk, and a disk that reads far ahead reads
nearly all anew for each (measured: 176 GB for the first two of 100 million rows, 29 GB staged, 8 MB read ahead).
"""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import pairwise

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.core.schema import COLUMN
from geo.storage.packing.staged_rows import CODED, GROUPS, ID_ORDER, KEY, POSITION, StagedRows
from geo.storage.packing.staging import Staging


class ChunkHead(msgspec.Struct, frozen=True):
    """A staged chunk: its name, the number of its source, its rows and the columns that the dictionary does not have.

    `first_row` is added to a row's position to get its number in the file. Rows of year `years[i]` are those from
    `starts[i]` to `starts[i + 1]`.
    """

    name: str
    source: int
    n_rows: int
    extra_columns: tuple[str, ...]
    years: tuple[int, ...]
    starts: tuple[int, ...]
    last_modified: date | None = None

    def span(self, year: int) -> tuple[int, int]:
        """From where to where the rows of a year lie; NO_YEAR for the undated."""
        if year not in self.years:
            return 0, 0
        place = self.years.index(year)
        return self.starts[place], self.starts[place + 1]


class Chunks:
    """All chunks of a packing, in the order of the sources. Their numbers are their places in `heads`."""

    def __init__(self, staging: Staging, heads: tuple[ChunkHead, ...]) -> None:
        self.staging, self.heads = staging, heads
        self.firsts = np.cumsum([0, *(head.n_rows for head in heads)])
        self.table = lru_cache(maxsize=8192)(self._table)

    def __len__(self) -> int:
        return len(self.heads)

    def release(self) -> None:
        """Unmap the tables, so that what was read of them is no longer counted as memory of this process."""
        self.table.cache_clear()

    @property
    def n_rows(self) -> int:
        """The rows of all chunks."""
        return int(self.firsts[-1])

    @property
    def years(self) -> list[int]:
        """The years that rows have, ascending; NO_YEAR for the undated."""
        return sorted({year for head in self.heads for year in head.years})

    def count(self, year: int) -> int:
        """How many rows a year has."""
        return sum(stop - start for start, stop in (head.span(year) for head in self.heads))

    def spans(self, year: int) -> Iterator[tuple[int, int, int]]:
        """The number of each chunk that has rows of a year, and from where to where they lie."""
        for number, head in enumerate(self.heads):
            start, stop = head.span(year)
            if stop > start:
                yield number, start, stop

    def _table(self, number: int, year: int) -> pa.Table:
        return self.staging.read_table(_table_name(self.heads[number].name, year))

    def has(self, number: int, name: str) -> bool:
        """Whether a chunk has a column of rows."""
        return name in COLUMN or name in self.heads[number].extra_columns

    def part(self, number: int, name: str, start: int, stop: int) -> pa.Array:
        """A column of some rows of one year, mapped into memory; of a coded one the codes of the chunk's own."""
        head = self.heads[number]
        place = bisect_right(head.starts, start) - 1
        column: pa.Array = self.table(number, head.years[place])[name].chunk(0)
        return column.slice(start - head.starts[place], stop - start)

    def dictionary(self, number: int, name: str) -> pa.Array:
        """The texts of a coded column of a chunk."""
        texts: pa.Array = self.staging.read_table(_texts_name(self.heads[number].name))[name].chunk(0).values
        return texts

    def integers(self, number: int, name: str) -> NDArray[np.signedinteger]:
        """A column of whole numbers without missing ones, read into memory."""
        spans = pairwise(self.heads[number].starts)
        parts = [self.part(number, name, start, stop).to_numpy() for start, stop in spans]
        return np.concatenate([np.zeros(0, dtype=np.int8), *parts])

    def keys(self, number: int, start: int, stop: int) -> NDArray[np.int64]:
        """The keys of some rows of one year, ascending, mapped into memory."""
        keys: NDArray[np.int64] = self.part(number, KEY, start, stop).to_numpy(zero_copy_only=True)
        return keys

    def identifiers(self, number: int) -> pa.Table:
        """The identifier of each row, and the rows in order of it as ID_ORDER, mapped into memory in one piece."""
        return self.staging.read_table(_identifiers_name(self.heads[number].name))

    def combinations(self, number: int, group: str) -> NDArray[np.int64]:
        """The distinct combinations of a group in a chunk: StagedRows.groups."""
        return np.asarray(self.staging.read_array(_group_name(self.heads[number].name, group)), dtype=np.int64)

    def row_in_file(self, number: int, row: int) -> int:
        """The number of a row in its file."""
        return int(self.part(number, POSITION, row, row + 1)[0].as_py())


def write_chunk(staging: Staging, name: str, source: int, rows: StagedRows, extra: tuple[str, ...]) -> ChunkHead:
    """Stage the rows of a chunk; its head is not yet written, for a unit has all of its chunks or none."""
    for group in GROUPS:
        staging.write_array(_group_name(name, group), rows.groups[group])
    years, starts = np.unique(rows.years, return_index=True)
    bounds = (*map(int, starts), len(rows.table))
    staging.write_table(_identifiers_name(name), rows.table.select(["incident_id", ID_ORDER]))
    staging.write_table(_texts_name(name), _texts(rows.table))
    numbers = _as_codes(rows.table.drop_columns(ID_ORDER))
    for year, (start, stop) in zip(years.tolist(), pairwise(bounds), strict=True):
        staging.write_table(_table_name(name, year), numbers.slice(start, stop - start))
    return ChunkHead(
        name=name,
        source=source,
        n_rows=len(rows.table),
        extra_columns=extra,
        years=tuple(years.tolist()),
        starts=bounds,
        last_modified=pc.max(rows.table["last_modified"]).as_py(),
    )


def _texts(table: pa.Table) -> pa.Table:
    """The texts of each coded column, as a list in one row."""
    dictionaries = {name: table[name].combine_chunks().dictionary for name in CODED}
    return pa.table(
        {
            name: pa.ListArray.from_arrays(pa.array([0, len(texts)], pa.int32()), texts)
            for name, texts in dictionaries.items()
        }
    )


def _as_codes(table: pa.Table) -> pa.Table:
    """The table with codes in place of coded texts."""
    codes = {name: table[name].combine_chunks().indices for name in CODED}
    return pa.table({name: codes.get(name, table[name]) for name in table.column_names})


def _table_name(chunk: str, year: int) -> str:
    return f"chunks/{chunk}/{year}.arrow"


def _texts_name(chunk: str) -> str:
    return f"chunks/{chunk}.texts.arrow"


def _identifiers_name(chunk: str) -> str:
    return f"chunks/{chunk}.identifiers.arrow"


def _group_name(chunk: str, group: str) -> str:
    return f"chunks/{chunk}.{group}.npy"
