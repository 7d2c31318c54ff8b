"""What answers a selection: an engine holds an incident table wherever it lies, and gives the result set of each.

Everything that a page, a filter, an exporter or a route needs of the rows is a method of these two classes; none of
them knows where the rows are. How the answers of several tables become those of all of them is in
docs/decisions/0041: sums, minima and maxima, the first rows of an order, or rows merged in order.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.query.answers import NO_ROW, Counts, Grouping, Groups, NearestRows, RowPage, Rows, SpotCounts
from geo.query.area_sums import AreaSums
from geo.query.cell_sums import CellSums
from geo.query.facet_source import FacetSource
from geo.query.filters import Filter
from geo.query.filters.extents import Inside
from geo.query.filters.filter import Clause
from geo.query.filters.geometry import BBox
from geo.query.incident_areas import AreaList
from geo.query.map_view import MapView
from geo.query.marks_in_view import MarksInView
from geo.query.point_index import Keys, Tile
from geo.query.selection import Selection
from geo.query.time_bins import TimeBins
from geo.query.time_cube import TimeCounts, TimeCube, TimeStrip

__all__ = ["NO_ROW", "Counts", "Engine", "Grouping", "NearestRows", "ResultSet", "RowPage", "Rows", "SpotCounts"]

DateColumn = Literal["last_modified", "date_start", "date_end"]


class Engine(FacetSource):
    """An incident table, wherever it is: in order of `date_start`, `date_end` and `incident_id`, the undated last."""

    @property
    @abstractmethod
    def head(self) -> gpd.GeoDataFrame:
        """The columns of the table with their dtypes, without rows."""

    @abstractmethod
    def __len__(self) -> int: ...

    @abstractmethod
    def select(self, selection: Selection) -> "ResultSet":
        """The rows of a selection; results are cached while there is room."""

    @abstractmethod
    def without(self, rows: Rows) -> "Engine":
        """The same table without some rows, as if they had never been there; it may go on listing names of theirs."""

    @abstractmethod
    def categories(self, column: str) -> tuple[str, ...]:
        """The values of a categorical column, sorted; perhaps some that no row has. Their numbers are the codes."""

    @property
    @abstractmethod
    def areas(self) -> AreaList:
        """The areas that rows are known to; perhaps with some that no row is. Their numbers are the codes of areas."""

    @abstractmethod
    def find(self, incident_ids: Sequence[str]) -> Rows:
        """The row of each identifier, NO_ROW where the table has none."""

    @abstractmethod
    def take(self, rows: Rows, columns: Sequence[str] | None = None) -> gpd.GeoDataFrame | pd.DataFrame:
        """Rows in the order asked for, with all columns or some, and an index 0, 1, 2 …

        A GeoDataFrame where all columns are asked for or `geometry` is among them. None of `rows` is NO_ROW.
        """

    def total_counts(self, group: str) -> Counts:
        return self.select(Selection()).combination_counts(group)


class ResultSet(ABC):
    """The rows of a selection in an engine. Numbers of combinations, categories and areas are those of the engine."""

    @property
    @abstractmethod
    def engine(self) -> Engine:
        """The engine that it came from."""

    @property
    @abstractmethod
    def selection(self) -> Selection:
        """The selection; the rows may be fewer where the set was narrowed further."""

    @property
    def limits(self) -> tuple[str, ...]:
        """What a limit of the engine leaves out of the rows, a sentence each: a search reads so many texts."""
        return ()

    # Sets of rows

    @abstractmethod
    def matching(self, clauses: tuple[Clause, ...]) -> "ResultSet":
        """Those rows that match any of these clauses."""

    @abstractmethod
    def restrict(self, group: str, is_included: NDArray[np.bool_]) -> "ResultSet":
        """Those rows whose combination of a group is included: one entry a combination."""

    @abstractmethod
    def intersect(self, other: "ResultSet") -> "ResultSet":
        """Those rows that are in another result set of the same engine too."""

    @abstractmethod
    def without_coordinates(self) -> "ResultSet":
        """Those rows that have no coordinates."""

    @abstractmethod
    def contains(self, rows: Rows) -> NDArray[np.bool_]:
        """Whether each of these rows is selected; NO_ROW is not."""

    # Sums

    @abstractmethod
    def __len__(self) -> int: ...

    @abstractmethod
    def combination_counts(self, group: str) -> Counts:
        """How many rows have each combination of a group."""

    @abstractmethod
    def value_counts(self, column: str) -> pd.Series:
        """How many rows have each category of a column; missing values come last, under None."""

    @abstractmethod
    def cross_counts(self, group: str, column: str, class_of_category: NDArray[np.intp], n_classes: int) -> Counts:
        """How many rows have each combination of a group and each class of a column: [combination, class].

        `class_of_category` has a class from 0 to `n_classes` - 1 for each category and, last, for missing values.
        """

    @abstractmethod
    def pair_counts(self, first: str, second: str) -> Counts:
        """How many rows have each pair of values of two categorical columns, missing ones last: [first, second]."""

    @abstractmethod
    def casualty_sums(self, *groupings: Grouping) -> pd.DataFrame:
        """What the rows of each cell add up to: one row a cell that occurs, in order of its classes.

        The columns 0, 1 … are the class by each grouping; then CASUALTY_SUMS (geo/query/casualty_sums.py), int64.
        Without groupings one row for all.
        """

    def cell_counts(self, *groupings: Grouping) -> pd.DataFrame:
        """The same with the column `incidents` alone, which an engine may count in less time."""
        return self.casualty_sums(*groupings)[[*range(len(groupings)), "incidents"]]

    @abstractmethod
    def count_missing(self, columns: tuple[str, ...]) -> int:
        """How many rows are blank in all of these columns."""

    @abstractmethod
    def further_counts(self, filter_: Filter[Any], choices: Sequence[str], inside: Inside) -> Counts:
        """How many rows match each of these choices of a filter by more than their combination of its facet's group.

        That is, by where they lie or by columns outside the group, and not by their combination already:
        `facet_values.clauses_of_choice` has the clauses of both kinds. `inside`: how surely rows must lie in a place;
        the selection of the set does not say so where the filter was left out of it.
        """

    @abstractmethod
    def spot_counts(self) -> SpotCounts:
        """How the map draws the rows."""

    @abstractmethod
    def count_in_tile(self, tile: Tile) -> int:
        """How many exact and near points lie in a tile."""

    @abstractmethod
    def tile_grid(self, tile: Tile, depth: int) -> Counts:
        """The same in each of 2**depth by 2**depth cells of a tile: [row from the north, column from the west]."""

    @abstractmethod
    def extent_grid(self, depth: int) -> Counts:
        """All rows with coordinates in each of 2**depth by 2**depth cells of the world, [row, column]."""

    @abstractmethod
    def area_sums(self) -> AreaSums:
        """The rows that have coordinates and are known to an area, by that area."""

    # Minima and maxima

    @abstractmethod
    def date_range(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """The first and the last day on which one of the rows may have happened; missing if none has a date."""

    @abstractmethod
    def latest(self, column: DateColumn) -> pd.Timestamp:
        """The last day in a column; missing if none has one."""

    @property
    @abstractmethod
    def bounds(self) -> BBox | None:
        """The box around all rows that have coordinates, in degrees; None if none has."""

    # What a view of the map shows: spots are the exact, near and vague ones, cells those of the space-filling curve

    @abstractmethod
    def spot_sums(self, cells: Keys, level: int) -> CellSums:
        """The sums over those of some cells of a level that hold spots; `cells` ascend."""

    @abstractmethod
    def spot_rows(self, cells: Keys, level: int) -> Rows:
        """The spots in some cells of a level, in the table's order; `cells` ascend."""

    @abstractmethod
    def spot_times(self, cells: Keys, level: int, groups: Groups, n_groups: int, bins: TimeBins) -> TimeCounts:
        """How many dated spots begin and end in each bin, by the group of their cell, which is below `n_groups`.

        `cells` of a level ascend, `groups` has one entry a cell. The bins cover the days of the rows.
        """

    @abstractmethod
    def area_times(self, groups: Groups, n_groups: int, bins: TimeBins) -> TimeCounts:
        """The same of the rows that have coordinates and are known to an area: `groups` has one entry an area of the
        engine, -1 where its rows are not counted.
        """

    @abstractmethod
    def mark_rows(self, limit: int) -> Rows | None:
        """All rows that have coordinates, in the table's order; None where they are more than `limit`."""

    def marks_in_view(self, view: MapView, zoom: float) -> MarksInView:
        """What the map shows of a view: rows one by one in the table's order, clusters of the others, and areas."""
        return MarksInView.of_view(self, view, zoom)

    def time_strip(self) -> TimeStrip | None:
        """The rows over time; None where none has a date."""
        return TimeStrip.from_results(self)

    def time_cube(self, view: MapView, zoom: float) -> TimeCube | None:
        """What a view shows over time; None where no row of the whole set has a date."""
        return TimeCube.of_view(self, view, zoom)

    # Rows in order

    @abstractmethod
    def page(self, start: int, stop: int, sort: str = "") -> Rows:
        """The rows from `start` up to `stop` in the table's order, or by a column (geo/query/sorting.py)."""

    @abstractmethod
    def list_view(self, view: MapView, *, start: int, size: int) -> RowPage:
        """The rows in a view, the latest first and the undated last: points in it, and areas whose box it touches."""

    @abstractmethod
    def list_spots(self, view: MapView, *, start: int, size: int) -> RowPage:
        """The points and vague spots in a view: the table's order backwards."""

    @abstractmethod
    def list_area(self, area_id: str, *, with_parts: bool, start: int, size: int) -> RowPage:
        """The rows known to an area, `with_parts` to a country's provinces too: the table's order backwards."""

    @abstractmethod
    def nearest(self, longitude: float, latitude: float, *, within_km: float, size: int) -> NearestRows:
        """The exact and near points around a point, nearest first; of equally near ones, the last in order first."""

    @abstractmethod
    def batches(self, first: int, size: int) -> Iterator[gpd.GeoDataFrame]:
        """All rows in order, `first` of them, then `size` at a time; nothing where there are none."""

    def rows(self, start: int = 0, stop: int | None = None) -> gpd.GeoDataFrame:
        """The rows from `start` up to `stop`, or to the end, in the table's order with all columns."""
        return self.engine.take(self.page(start, len(self) if stop is None else stop))

    def facet_counts(self, filter_: Filter[Any], inside: Inside = Inside.CERTAIN) -> pd.Series:
        """How many rows match each choice of a filter: choice → count, in no order; choices are those of the table.

        `inside`: how surely rows must lie in a place that is a choice.
        """
        values = self.engine.facet_values(filter_, inside)
        counts = values.counts(self.combination_counts(values.group))
        if len(values.further):
            choices = [values.values[code] for code in values.further.tolist()]
            counts[values.further] += self.further_counts(filter_, choices, inside)
        return pd.Series(counts, index=values.index)
