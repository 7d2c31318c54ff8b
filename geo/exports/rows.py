"""Where an export takes its rows from: the result set of any engine, or a table in memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import geopandas as gpd
import pandas as pd

from geo.core.schema import COLUMN
from geo.exports.areas import count_by_area, count_rows_by_area
from geo.exports.cells import GEOMETRY
from geo.query.engine import ResultSet
from geo.query.filters.geometry import BBox


class ExportRows(Protocol):
    """What an exporter asks of the rows that it writes."""

    def __len__(self) -> int: ...

    @property
    def head(self) -> gpd.GeoDataFrame:
        """The columns with their dtypes, without rows."""

    @property
    def bounds(self) -> BBox | None:
        """The box around all rows that have coordinates, in degrees; None if none has."""

    def blank_columns(self) -> list[str]:
        """The columns beyond those of the dictionary in which no row has anything."""

    def area_counts(self) -> pd.Series:
        """How many rows are known to each area, by its identifier, in order."""

    def batches(self, first: int, size: int) -> Iterator[gpd.GeoDataFrame]:
        """All rows in order, `first` of them, then `size` at a time; nothing where there are none."""


@dataclass(frozen=True, eq=False)
class SelectedRows:
    """The rows of a selection."""

    results: ResultSet

    def __len__(self) -> int:
        return len(self.results)

    @property
    def head(self) -> gpd.GeoDataFrame:
        """The columns of the table, without rows."""
        return self.results.engine.head

    @property
    def bounds(self) -> BBox | None:
        """The box around them."""
        return self.results.bounds

    def blank_columns(self) -> list[str]:
        """Those in which none has anything; a dataset's columns are asked for together, and singly where any has."""
        groups = own_columns(self.results.engine.head).values()
        return [name for group in groups for name in self._blank_among(group)]

    def _blank_among(self, names: list[str]) -> list[str]:
        if self._is_blank(names):
            return names
        return [name for name in names if self._is_blank([name])] if len(names) > 1 else []

    def _is_blank(self, names: list[str]) -> bool:
        return self.results.count_missing(tuple(names)) == len(self.results)

    def area_counts(self) -> pd.Series:
        """How many are known to each area."""
        return count_by_area(self.results)

    def batches(self, first: int, size: int) -> Iterator[gpd.GeoDataFrame]:
        """All of them in order."""
        return self.results.batches(first, size)


@dataclass(frozen=True, eq=False)
class TableRows:
    """All rows of a table, in its order."""

    table: gpd.GeoDataFrame

    def __len__(self) -> int:
        return len(self.table)

    @property
    def head(self) -> gpd.GeoDataFrame:
        """The columns of the table, without rows."""
        return self.table.head(0)

    @property
    def bounds(self) -> BBox | None:
        """The box around them."""
        longitude, latitude = self.table["longitude"], self.table["latitude"]
        if not longitude.notna().any():
            return None
        return float(longitude.min()), float(latitude.min()), float(longitude.max()), float(latitude.max())

    def blank_columns(self) -> list[str]:
        """Those in which none has anything."""
        names = [name for group in own_columns(self.table).values() for name in group]
        return [name for name in names if self.table[name].isna().all()]

    def area_counts(self) -> pd.Series:
        """How many are known to each area."""
        return count_rows_by_area(self.table)

    def batches(self, first: int, size: int) -> Iterator[gpd.GeoDataFrame]:
        """All of them in order."""
        edges = [0, *range(first, len(self.table), size), len(self.table)] if len(self.table) else []
        return (self.table.iloc[start:stop] for start, stop in pairwise(edges))


@dataclass(frozen=True, eq=False)
class PageRows(SelectedRows):
    """The rows of a selection from `start` up to `stop`; bounds and areas are those of all of them."""

    start: int
    stop: int

    def batches(self, first: int, size: int) -> Iterator[gpd.GeoDataFrame]:
        """Those of the page in order."""
        stop = min(self.stop, len(self.results))
        edges = [*range(self.start, stop, size), stop]
        return (self.results.rows(*edge) for edge in pairwise(edges))


def own_columns(rows: gpd.GeoDataFrame) -> dict[str, list[str]]:
    """The columns beyond those of the dictionary, by the dataset that their names begin with: “acled.notes”."""
    groups: dict[str, list[str]] = {}
    for name in map(str, rows.columns):
        if name not in COLUMN and name != GEOMETRY:
            groups.setdefault(name.partition(".")[0], []).append(name)
    return groups
