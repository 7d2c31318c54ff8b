"""Rows of several tables in a joint order: each gives its own first ones, and these are merged by what orders them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.core.incidents import ORDER_COLUMNS
from geo.query.answers import Counts, NearestRows, RowPage, Rows
from geo.query.engine import ResultSet
from geo.query.map_view import MapView
from geo.query.segments import row_order
from geo.query.segments.row_numbers import to_joint_rows
from geo.query.segments.row_stream import cut_batches, merge_streams
from geo.query.segments.windows import Windows, windows_of_counts, windows_of_days
from geo.query.sorting import DESCENDING

if TYPE_CHECKING:
    from geo.query.segments.engine import SegmentedEngine

# A list of one part: from its start and size to its rows and how many there are in all.
Ask = Callable[[int, int], RowPage]
Order = Callable[[pd.DataFrame], row_order.Order]


@dataclass(frozen=True, eq=False)
class MergedRows:
    """The rows of `parts`, which are result sets of the parts of an engine."""

    engine: "SegmentedEngine"
    parts: tuple[ResultSet, ...]

    def in_order(self, rows: Sequence[Rows]) -> Rows:
        """Rows of each part, in the table's order."""
        return self._merge([to_joint_rows(number, own) for number, own in enumerate(rows)], row_order.table_order)

    def page(self, start: int, stop: int) -> Rows:
        """The rows from `start` up to `stop` in the table's order."""
        before = self._rows_before
        start, stop = max(start, 0), min(stop, int(before[:, -1].sum()))
        if start >= stop:
            return np.zeros(0, dtype=np.int64)
        windows = windows_of_days(before, start, stop)
        rows = self._pages(windows, "")
        return self._merge(rows, row_order.table_order)[windows.skipped :][: stop - start]

    def sorted_page(self, start: int, stop: int, sort: str) -> Rows:
        """The rows from `start` up to `stop` in order of a column."""
        start, stop = max(start, 0), min(stop, sum(map(len, self.parts)))
        if start >= stop:
            return np.zeros(0, dtype=np.int64)
        windows = windows_of_counts([len(part) for part in self.parts], start, stop)
        rows = self._pages(windows, sort)
        merged = self._merge(rows, lambda frame: row_order.sorted_order(frame, sort), row_order.columns_for(sort))
        return merged[windows.skipped :][: stop - start]

    def list_view(self, view: MapView, start: int, size: int) -> RowPage:
        """The rows in a view, the latest first and the undated last."""
        asks = [(number, _asking(partial(part.list_view, view))) for number, part in enumerate(self.parts)]
        return self._list(asks, start, size, row_order.latest_order)

    def list_spots(self, view: MapView, start: int, size: int) -> RowPage:
        """The points and vague spots in a view, the table's order backwards."""
        asks = [(number, _asking(partial(part.list_spots, view))) for number, part in enumerate(self.parts)]
        return self._list(asks, start, size, row_order.backward_order)

    def list_area(self, area_id: str, with_parts: bool, start: int, size: int) -> RowPage:
        """The rows known to an area, the table's order backwards."""
        asks = [ask for number in range(len(self.parts)) for ask in self._ask_area(number, area_id, with_parts)]
        return self._list(asks, start, size, row_order.backward_order)

    def nearest(self, longitude: float, latitude: float, within_km: float, size: int) -> NearestRows:
        """The nearest rows; of equally near ones, the last of the table first."""
        found = [part.nearest(longitude, latitude, within_km=within_km, size=size) for part in self.parts]
        rows = np.concatenate([to_joint_rows(number, each.rows) for number, each in enumerate(found)])
        distances = np.concatenate([each.distances_km for each in found])
        backwards = row_order.backward_order(self._keys(rows)) if len(rows) else np.zeros(0, dtype=np.intp)
        order = backwards[np.argsort(distances[backwards], kind="stable")][:size]
        return NearestRows(sum(each.count for each in found), rows[order], distances[order])

    def batches(self, first: int, size: int) -> Iterator[gpd.GeoDataFrame]:
        """All rows in the table's order, as a stream."""
        streams = [self._stream(number, part, first, size) for number, part in enumerate(self.parts)]
        return cut_batches(merge_streams(streams), first, size)

    def _stream(self, number: int, part: ResultSet, first: int, size: int) -> Iterator[gpd.GeoDataFrame]:
        columns = self.engine.columns
        return (gpd.GeoDataFrame(columns.conform(number, rows), copy=False) for rows in part.batches(first, size))

    def _ask_area(self, number: int, area_id: str, with_parts: bool) -> list[tuple[int, Ask]]:
        """How to ask a part for an area. Where another part knows the countries of its areas, it is asked for each."""
        part, joint = self.parts[number], self.engine.joint_areas
        own = part.engine.areas
        wanted = set(joint.listed.numbers_of(area_id, with_parts=with_parts).tolist())
        numbers = [own_number for own_number, code in enumerate(joint.codes[number].tolist()) if code in wanted]
        if set(numbers) == set(own.numbers_of(area_id, with_parts=with_parts).tolist()):
            pairs = [(area_id, with_parts)]
        else:
            pairs = [(own.areas[own_number].area_id, False) for own_number in numbers]
        return [(number, _asking(partial(part.list_area, own_id, with_parts=each))) for own_id, each in pairs]

    def _list(self, asks: Sequence[tuple[int, Ask]], start: int, size: int, order: Order) -> RowPage:
        """A page of lists of several parts; beyond the first one, their lengths say what can be on it."""
        counts = [ask(0, 0).count for _, ask in asks] if start else [start + size] * len(asks)
        windows = windows_of_counts(counts, start, start + size)
        pages = [ask(low, high - low) for (_, ask), (low, high) in zip(asks, windows.ranges, strict=True)]
        rows = [to_joint_rows(number, page.rows) for (number, _), page in zip(asks, pages, strict=True)]
        merged = self._merge(rows, order)[windows.skipped :][:size]
        return RowPage(sum(page.count for page in pages), merged)

    def _pages(self, windows: Windows, sort: str) -> list[Rows]:
        """The rows of each part in its window; where it lacks the column, all are equal and stay in order."""
        column = sort.removeprefix(DESCENDING)
        return [
            to_joint_rows(number, part.page(low, high, sort if not column or column in part.engine.head else ""))
            for number, (part, (low, high)) in enumerate(zip(self.parts, windows.ranges, strict=True))
            if low < high
        ]

    def _merge(self, rows: Sequence[Rows], order: Order, columns: Sequence[str] = ORDER_COLUMNS) -> Rows:
        filled = [own for own in rows if len(own)]
        if len(filled) < 2:  # each is in order
            return filled[0] if filled else np.zeros(0, dtype=np.int64)
        joint = np.concatenate(filled)
        return joint[order(pd.DataFrame(self.engine.take(joint, list(columns))))]

    def _keys(self, rows: Rows) -> pd.DataFrame:
        return pd.DataFrame(self.engine.take(rows, list(ORDER_COLUMNS)))

    @cached_property
    def _rows_before(self) -> Counts:
        """How many rows each part has before each pair of days, in order of days: [part, pair]; at last, all."""
        joint = self.engine.joint_combinations("when")
        counts = np.zeros((len(self.parts), len(joint.values) + 1), dtype=np.int64)
        for row, part, codes in zip(counts, self.parts, joint.codes, strict=True):
            row[1:][self.engine.places_of_days[codes]] = part.combination_counts("when")
        return np.cumsum(counts, axis=1)


def _asking(list_rows: Callable[..., RowPage]) -> Ask:
    return lambda start, size: list_rows(start=start, size=size)
