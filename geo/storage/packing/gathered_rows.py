"""The rows of one file gathered from all chunks, in the order of the curve, with the numbers of the whole table."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from geo.core.place_radius import circle_radii_km
from geo.core.schema import KILLED, KILLED_CLAIMED, POINT_PRECISIONS
from geo.query.combinations import COLUMN_GROUPS
from geo.query.incident_areas import NO_AREA
from geo.query.killed_bounds import KilledBounds
from geo.query.packed.columns import KNOWN_AREA, NO_COORDINATES, POINT, VAGUE_SPOT
from geo.storage.packing.chunks import Chunks
from geo.storage.packing.combination_keys import CombinationKeys
from geo.storage.packing.dictionaries import Dictionaries
from geo.storage.packing.partition_plan import Piece
from geo.storage.packing.row_order import RowOrder
from geo.storage.packing.staged_rows import AREA_GROUP, CODED, NO_KEY


@dataclass(frozen=True, eq=False)
class Numbering:
    """What gives rows their numbers, and texts and combinations theirs."""

    chunks: Chunks
    keys: CombinationKeys
    order: RowOrder
    area_codes: NDArray[np.int32]

    def release(self) -> None:
        """Let go of what was mapped of staged rows and numbers."""
        self.chunks.release()
        self.order.release()

    @property
    def dictionaries(self) -> Dictionaries:
        """The dictionaries of the columns whose texts repeat."""
        return self.keys.dictionaries


@dataclass(frozen=True, eq=False)
class GatheredRows:
    """The rows of a file, one entry a row in all that follows.

    `columns` has the columns of the table that are not coded, `codes` the codes of those that are (-1 where missing),
    `groups` the number of each row's combination by group. `keys` is NO_KEY where a row has no coordinates.
    """

    columns: dict[str, pa.Array]
    codes: dict[str, NDArray[np.int32]]
    groups: dict[str, NDArray[np.int32]]
    rows: NDArray[np.int64]
    keys: NDArray[np.int64]
    areas: NDArray[np.int32]
    extent_areas: NDArray[np.int32]
    numbering: Numbering

    def __len__(self) -> int:
        return len(self.rows)

    def numbers(self, name: str) -> NDArray[np.float64]:
        """A column of decimals, not a number where missing."""
        values: NDArray[np.float64] = self.columns[name].to_numpy(zero_copy_only=False)
        return values

    def texts(self, name: str) -> pd.Series:
        """A coded column as categories."""
        categories = self.numbering.dictionaries.categories(name)
        return pd.Series(pd.Categorical.from_codes(self.codes[name], categories, validate=False))

    def spots(self) -> NDArray[np.int8]:
        """How the map draws each row: the values of `_spot`."""
        texts = self.numbering.dictionaries.texts("place_precision").to_pylist()
        is_precise = np.array([text in POINT_PRECISIONS for text in texts] + [False])[self.codes["place_precision"]]
        spots = np.where(self.areas == NO_AREA, VAGUE_SPOT, KNOWN_AREA)
        spots = np.where(is_precise, POINT, spots)
        return np.where(self.keys == NO_KEY, NO_COORDINATES, spots).astype(np.int8)

    def circles_km(self) -> NDArray[np.float64]:
        """The radius of each row's circle, not a number where nothing says how large the place is."""
        return circle_radii_km(self.texts("place_precision"), pd.Series(self.numbers("radius_km")))

    def killed(self) -> KilledBounds:
        """How many people each row says were killed."""
        columns = {name: pd.Series(self.columns[name].to_pandas(types_mapper=NULLABLE.get)) for name in KILLED}
        flags = self.columns["zero_means_unknown"].to_pandas(types_mapper=NULLABLE.get)
        return KilledBounds.from_table(
            pd.DataFrame({**columns, "zero_means_unknown": flags, KILLED_CLAIMED: self.texts(KILLED_CLAIMED)})
        )


NULLABLE = {pa.int32(): pd.Int32Dtype(), pa.bool_(): pd.BooleanDtype()}


def gather(piece: Piece, numbering: Numbering, columns: dict[str, pa.DataType]) -> GatheredRows:
    """Gather the rows of a file; `columns`: those of the table that are not coded, with their types."""
    slices = list(_slices(piece, numbering.chunks))
    rows = _join([numbering.order.of_chunk(number)[start:stop] for number, start, stop in slices])
    keys = _join([numbering.chunks.keys(number, start, stop) for number, start, stop in slices])
    order = np.lexsort((rows, keys))
    groups = {name: _group(slices, name, numbering)[order] for name in (*COLUMN_GROUPS, AREA_GROUP)}
    of_areas = numbering.area_codes[groups.pop(AREA_GROUP)]
    taken = pa.array(order)
    return GatheredRows(
        columns={name: _column(slices, name, kind, numbering.chunks).take(taken) for name, kind in columns.items()},
        codes={name: _codes(slices, name, numbering)[order] for name in CODED},
        groups=groups,
        rows=rows[order],
        keys=keys[order],
        areas=np.ascontiguousarray(of_areas[:, 0]),
        extent_areas=np.ascontiguousarray(of_areas[:, 1]),
        numbering=numbering,
    )


def _slices(piece: Piece, chunks: Chunks) -> Iterator[tuple[int, int, int]]:
    """The number of each chunk that has rows of a file, and from where to where they lie in it."""
    before = 0
    for number, start, stop in chunks.spans(piece.year):
        keys = chunks.keys(number, start, stop)
        low, high = (start + int(np.searchsorted(keys, edge)) for edge in (piece.low, piece.high))
        first, last = max(low, low + piece.start - before), min(high, low + piece.stop - before)
        before += high - low
        if last > first:
            yield number, first, last


def _join(parts: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(0, dtype=np.int64), *parts])


def _group(slices: list[tuple[int, int, int]], name: str, numbering: Numbering) -> NDArray[np.int32]:
    parts = (
        numbering.keys.codes(number, name)[numbering.chunks.part(number, f"_{name}", start, stop).to_numpy()]
        for number, start, stop in slices
    )
    return np.concatenate([np.zeros(0, dtype=np.int32), *parts])


def _codes(slices: list[tuple[int, int, int]], name: str, numbering: Numbering) -> NDArray[np.int32]:
    parts = []
    for number, start, stop in slices:
        indices = numbering.chunks.part(number, name, start, stop)
        own = indices.fill_null(-1) if indices.null_count else indices
        parts.append(numbering.dictionaries.codes(number, name)[own.to_numpy()])
    return np.concatenate([np.zeros(0, dtype=np.int32), *parts])


def _column(slices: list[tuple[int, int, int]], name: str, kind: pa.DataType, chunks: Chunks) -> pa.Array:
    """A column of the table; missing in chunks that do not have it."""
    parts = [
        chunks.part(number, name, start, stop) if chunks.has(number, name) else pa.nulls(stop - start, kind)
        for number, start, stop in slices
    ]
    joined = pa.chunked_array(parts, kind).combine_chunks()
    return joined.chunk(0) if isinstance(joined, pa.ChunkedArray) else joined
