"""A table of places and of all their names, compact on disk and quick to look up.

Two Parquet files: `<stem>.parquet` has a row for each place, the weightiest first; `<stem>_names.parquet` has a row for
each normalized name with its bearers. A bearer is a number: twice the place's row, plus one if the place usually bears
another name.
"""

import os
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from geo.places.gazetteer.entry import Entry
from geo.places.gazetteer.name_normalization import normalize_name
from geo.places.gazetteer.text_column import TextColumn

COLUMNS = {
    "place_id": pa.string(),
    "name": pa.string(),
    "kind": pa.dictionary(pa.int8(), pa.string()),
    "country": pa.dictionary(pa.int16(), pa.string()),
    "admin1": pa.dictionary(pa.int16(), pa.string()),
    "longitude": pa.float32(),
    "latitude": pa.float32(),
    "weight": pa.float32(),
    "claimed": pa.dictionary(pa.int16(), pa.string()),  # Entry.geonames_country
}
# The first name of each block is in Python's memory, so that few others are read from Arrow's to find one: 16 of a
# million names cost 3 MB.
BLOCK = 16
PART = 50_000  # rows whose names are Python's at once; those of a large country would take some hundred megabytes
SEPARATOR = ","  # of other names in one text, as GeoNames has them
NAMES_ENCODING = {"name": "DELTA_BYTE_ARRAY", "bearers.list.element": "DELTA_BINARY_PACKED"}


class PlaceTable:
    """Places by any of their names.

    `forms` are all normalized names, sorted.
    """

    def __init__(self, places: pa.Table, names: pa.Table) -> None:
        self._places = places.combine_chunks()
        self.forms: pa.StringArray = names["name"].combine_chunks()
        self._texts = TextColumn(self.forms)
        self._firsts = [self._texts.encoded(position) for position in range(0, len(self.forms), BLOCK)]
        lists = names["bearers"].combine_chunks()
        self._bearers: np.ndarray = lists.values.to_numpy()
        self._starts: np.ndarray = lists.offsets.to_numpy()
        self._cell_readers = [_cell_reader(self._places[name].combine_chunks()) for name in COLUMNS]

    @classmethod
    def from_rows(cls, rows: pd.DataFrame) -> "PlaceTable":
        """Build the table of these places, in any order: COLUMNS, and other_names (a list, or a text with commas)."""
        table = rows.sort_values(["weight", "place_id"], ascending=[False, True]).reset_index(drop=True)
        columns = [pa.array(table[name], kind) for name, kind in COLUMNS.items()]
        return cls(pa.table(columns, names=list(COLUMNS)), _names_table(table))

    @classmethod
    def load(cls, stem: Path) -> "PlaceTable":
        """Load the table that was saved under this stem: the path without its ending."""
        table = cls(pq.read_table(_places_path(stem)), pq.read_table(_names_path(stem)))
        pa.default_memory_pool().release_unused()  # reading takes twice the memory of the table
        return table

    def save(self, stem: Path, *, compression_level: int = 19) -> None:
        """Write both files, compressed by zstd; `load` reads them."""
        options = {"compression": "zstd", "compression_level": compression_level}
        lists = pa.ListArray.from_arrays(self._starts, self._bearers)
        names = pa.table({"name": self.forms, "bearers": lists})
        draft = stem.with_name(f"{stem.name}.{os.getpid()}")
        pq.write_table(names, _names_path(draft), use_dictionary=False, column_encoding=NAMES_ENCODING, **options)
        pq.write_table(self._places, _places_path(draft), **options)
        # The places last: if they are there, the names are complete.
        _names_path(draft).replace(_names_path(stem))
        _places_path(draft).replace(_places_path(stem))

    def entries_by_name(self, form: str) -> list[Entry]:
        """The places that bear this normalized name, the weightiest first."""
        name = form.encode("utf-8", "surrogatepass")
        position = self._position_of(name)
        if position == len(self.forms) or self._texts.encoded(position) != name:
            return []
        return [self._entry(bearer) for bearer in self._bearers_at(position).tolist()]

    def has_prefix(self, prefix: str) -> bool:
        """Whether some normalized name begins with these characters."""
        name = prefix.encode("utf-8", "surrogatepass")
        position = self._position_of(name)
        return position < len(self.forms) and self._texts.encoded(position).startswith(name)

    def _position_of(self, name: bytes) -> int:
        """The position of the first of `forms` that is this one in UTF-8, or behind it."""
        block = max(0, bisect_right(self._firsts, name) - 1) * BLOCK
        stop = min(block + BLOCK, len(self.forms))
        return bisect_left(range(len(self.forms)), name, block, stop, key=self._texts.encoded)

    def max_weights(self, *, other_name_cost: float) -> np.ndarray:
        """The highest weight among the bearers of each of `forms`, less this cost for whom it is not the usual name."""
        if not len(self.forms):
            return np.empty(0)
        weights = self._places["weight"].to_numpy()[self._bearers >> 1] - other_name_cost * (self._bearers & 1)
        best: np.ndarray = np.maximum.reduceat(weights, self._starts[:-1])
        return best

    def by_id(self, place_id: str) -> Entry | None:
        """The place with this identifier, or None."""
        row = self._row_of(place_id)
        return None if row is None else self._entry(2 * row)

    def forms_of(self, place_id: str) -> list[str]:
        """All normalized names of the place with this identifier; empty for an unknown one."""
        row = self._row_of(place_id)
        if row is None:
            return []
        first, stop = np.searchsorted(self._named_rows, np.array([row, row + 1], self._named_rows.dtype))
        positions = np.searchsorted(self._starts, np.sort(self._order_by_row[first:stop]), side="right") - 1
        forms: list[str] = self.forms.take(pa.array(positions, pa.int64())).to_pylist()
        return forms

    def _row_of(self, place_id: str) -> int | None:
        """The first row of an identifier."""
        identifiers, order = self._identifiers, self._order_by_id
        position = bisect_left(order, place_id, key=lambda row: identifiers[int(row)].as_py())
        is_known = position < len(order) and identifiers[int(order[position])].as_py() == place_id
        return int(order[position]) if is_known else None

    @cached_property
    def _identifiers(self) -> pa.StringArray:
        return self._places["place_id"].combine_chunks()

    @cached_property
    def _order_by_id(self) -> np.ndarray:
        """The rows in order of their identifiers."""
        order: np.ndarray = pc.sort_indices(self._places, [("place_id", "ascending")]).to_numpy().astype(np.int32)
        return order

    @cached_property
    def _order_by_row(self) -> np.ndarray:
        """The positions of all bearers in order of the row of the place."""
        order: np.ndarray = np.argsort(self._bearers >> 1, kind="stable").astype(np.int32)
        return order

    @cached_property
    def _named_rows(self) -> np.ndarray:
        """The row of the place of each bearer, ascending."""
        rows: np.ndarray = (self._bearers >> 1)[self._order_by_row]
        return rows

    def _bearers_at(self, position: int) -> np.ndarray:
        return self._bearers[self._starts[position] : self._starts[position + 1]]

    def _entry(self, bearer: int) -> Entry:
        row = bearer >> 1
        place_id, name, kind, country, admin1, longitude, latitude, weight, claimed = [
            read_cell(row) for read_cell in self._cell_readers
        ]
        is_preferred = not bearer & 1
        return Entry(place_id, name, kind, country, admin1, longitude, latitude, weight, is_preferred, claimed)


def _cell_reader(column: pa.Array) -> Callable[[int], Any]:
    """How to read one cell of a column; all cells of a category share one string."""
    if pa.types.is_floating(column.type) and not column.null_count:
        return memoryview(column.to_numpy()).__getitem__
    if pa.types.is_string(column.type) and not column.null_count:
        return TextColumn(column).__getitem__
    if not pa.types.is_dictionary(column.type):
        return lambda row: column[row].as_py()
    codes, texts = memoryview(column.indices.to_numpy()), column.dictionary.to_pylist()
    return lambda row: texts[codes[row]]


def _names_table(table: pd.DataFrame) -> pa.Table:
    """The distinct names in order, each with its bearers in order; in Arrow's memory, for they may be millions."""
    parts = [_read_names(table, start) for start in range(0, len(table), PART)] or [_read_names(table, 0)]
    pairs = pa.concat_tables(parts).sort_by([("name", "ascending"), ("bearer", "ascending")]).combine_chunks()
    names, bearers = pairs["name"].combine_chunks(), pairs["bearer"].combine_chunks()
    is_first = np.ones(len(names), dtype=bool)
    is_first[1:] = pc.not_equal(names[1:], names[:-1]).to_numpy(zero_copy_only=False)
    starts = np.append(np.flatnonzero(is_first), len(names)).astype(np.int32)
    return pa.table({"name": names.filter(pa.array(is_first)), "bearers": pa.ListArray.from_arrays(starts, bearers)})


def _read_names(table: pd.DataFrame, start: int) -> pa.Table:
    """Each normalized name of some rows with its bearer."""
    part = table.iloc[start : start + PART]
    names: list[str] = []
    bearers: list[int] = []
    for row, (name, others) in enumerate(zip(part["name"], part["other_names"], strict=True), start):
        preferred = normalize_name(name)
        distinct = {*(others.split(SEPARATOR) if isinstance(others, str) else others)} - {name}
        forms = {preferred, *map(normalize_name, distinct)} - {""}
        names += forms
        bearers += [2 * row + (form != preferred) for form in forms]
    return pa.table({"name": pa.array(names, pa.string()), "bearer": pa.array(bearers, pa.uint32())})


def _places_path(stem: Path) -> Path:
    return stem.with_name(f"{stem.name}.parquet")


def _names_path(stem: Path) -> Path:
    return stem.with_name(f"{stem.name}_names.parquet")
