"""Where an export takes its rows from: the result set of any engine, or a table in memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import geopandas as gpd
import pandas as pd

from geo.exports.areas import count_by_area, count_rows_by_area
from geo.query.engine import ResultSet
from geo.query.filters.geometry import BBox


class ExportRows(Protocol):
    """What an exporter asks of the rows that it writes."""

    @property
    def head(self) -> gpd.GeoDataFrame:
        """The columns with their dtypes, without rows."""

    @property
    def bounds(self) -> BBox | None:
        """The box around all rows that have coordinates, in degrees; None if none has."""

    def area_counts(self) -> pd.Series:
        """How many rows are known to each area, by its identifier, in order."""

    def batches(self, first: int, size: int) -> Iterator[gpd.GeoDataFrame]:
        """All rows in order, `first` of them, then `size` at a time; nothing where there are none."""


@dataclass(frozen=True, eq=False)
class SelectedRows:
    """The rows of a selection."""

    results: ResultSet

    @property
    def head(self) -> gpd.GeoDataFrame:
        """The columns of the table, without rows."""
        return self.results.engine.head

    @property
    def bounds(self) -> BBox | None:
        """The box around them."""
        return self.results.bounds

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
