"""What lies in a view of the map: incidents one by one where few are in view, else clusters; and the areas.

Spots are clustered by the cells of the space-filling curve that are about 64 pixels wide at the zoom, so that a pan
changes no cluster. A spot is a point, or the middle of a district or of a circle of unknown precision; the precisions
of a cluster tell them apart. Rows known only to an area are no spots. Measured in docs/decisions/0031.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from geo.query.area_sums import AreaSums
from geo.query.cell_sums import CellSums, Measures
from geo.query.incident_areas import IncidentAreas
from geo.query.map_view import MapView
from geo.query.point_index import COARSE_LEVEL, Keys, PointIndex, Rows, key_ranges

MAX_INCIDENTS = 500  # in view that are sent one by one: docs/decisions/0031
MAX_AREAS = 150  # in view; where there are more, provinces are counted to their countries: docs/decisions/0031
CELL_LEVELS = 2  # a tile is halved so often into cells: 256 / 2**2 = 64 pixels
MAX_LEVEL = 24  # cells of zoom 22 at most
# With more spots than this the sums of coarse cells are made once for all views. By judgement: a pass over so many
# takes a few milliseconds.
SUMS_FROM_SPOTS = 50_000


@dataclass(frozen=True, eq=False)
class MarksInView:
    """What a view shows: `rows` of the table one by one, the other spots as `clusters`, and `areas`.

    `n_spots`: how many incidents the rows and the clusters are.
    """

    n_spots: int
    rows: Rows
    clusters: CellSums
    areas: AreaSums


@dataclass(frozen=True, eq=False)
class SpotCurve:
    """Spots in the order of the curve, and what is summed of them."""

    spots: PointIndex
    measures: Measures

    @cached_property
    def coarse(self) -> CellSums | None:
        """The sums of the cells of COARSE_LEVEL; None where there are few spots."""
        if len(self.spots.keys) <= SUMS_FROM_SPOTS:
            return None
        return CellSums.from_points(self.spots, COARSE_LEVEL, self.measures)

    @property
    def size_bytes(self) -> int:
        """Bytes held, including cached sums."""
        coarse = vars(self).get("coarse")
        return self.spots.keys.nbytes + self.spots.rows.nbytes + (coarse.size_bytes if coarse else 0)

    def positions(self, cells: Keys, level: int) -> NDArray[np.intp]:
        """The positions of the spots in some cells of a level, ascending as the cells are."""
        return _concatenate_ranges(*key_ranges(self.spots.keys, cells, level))

    def count(self, cells: Keys, level: int) -> int:
        """How many spots lie in some cells of a level."""
        starts, stops = key_ranges(self.spots.keys, cells, level)
        return int((stops - starts).sum())

    def rows(self, cells: Keys, level: int) -> Rows:
        """The rows of the spots in some cells of a level."""
        return self.spots.rows.take(self.positions(cells, level))

    def sums(self, cells: Keys, level: int) -> CellSums:
        """The sums over those of some cells of a level that hold spots."""
        if self.coarse is None or level > COARSE_LEVEL:
            positions = self.positions(cells, level)
            part = PointIndex(self.spots.keys.take(positions), self.spots.rows.take(positions))
            return CellSums.from_points(part, level, self.measures)
        shift = np.uint64(2 * (COARSE_LEVEL - level))
        first, stop = cells << shift, (cells + np.uint64(1)) << shift
        within = _concatenate_ranges(*map(self.coarse.cells.searchsorted, (first, stop)))
        return self.coarse.take(within).coarsen(level)


@dataclass(frozen=True, eq=False)
class SelectedMarks:
    """The selected rows that the map draws: spots, and the rows that are known to an area."""

    curves: tuple[SpotCurve, ...]
    area_rows: Rows
    areas: IncidentAreas

    @property
    def measures(self) -> Measures:
        """What is summed of each row."""
        return self.curves[0].measures

    @property
    def n_spots(self) -> int:
        """How many of the rows are spots."""
        return sum(len(curve.spots.rows) for curve in self.curves)

    @property
    def size_bytes(self) -> int:
        """Bytes held, including cached sums."""
        return self.area_rows.nbytes + sum(curve.size_bytes for curve in self.curves)

    def in_view(self, view: MapView, zoom: float) -> MarksInView:
        """What a view shows at a zoom, which may lie between two whole ones."""
        cells, level = cells_of_view(view, zoom)
        n_spots, areas = sum(curve.count(cells, level) for curve in self.curves), self.areas_in_view(view)
        if n_spots <= MAX_INCIDENTS:
            return MarksInView(n_spots, self._rows(cells, level), CellSums.empty(level, self.measures), areas)
        sums = CellSums.merge([curve.sums(cells, level) for curve in self.curves])
        is_single = sums.counts == 1
        rows = self._rows(sums.cells[is_single], level)
        return MarksInView(n_spots, rows, sums.take(np.flatnonzero(~is_single)), areas)

    def areas_in_view(self, view: MapView) -> AreaSums:
        """The areas that a view touches; where they are many, each in its country."""
        return self._touched(self._country_sums if self.counts_by_country(view) else self.area_sums, view)

    def counts_by_country(self, view: MapView) -> bool:
        """Whether a view has so many areas that each is counted to its country."""
        return len(self._touched(self.area_sums, view)) > MAX_AREAS

    def rows_in(self, view: MapView) -> Rows:
        """The spots in a view, the latest first: rows of the table, which is in the order of dates."""
        return np.sort(np.concatenate(self.spots_in(view)))[::-1]

    def spots_in(self, view: MapView) -> list[Rows]:
        """The rows of the spots in a view, in no order: those of each curve."""
        measures, region = self.measures, view.region()
        return [curve.spots.rows_in(region, measures.longitude, measures.latitude) for curve in self.curves]

    def area_rows_in(self, view: MapView) -> Rows:
        """The rows that are known to an area whose box the view touches."""
        return self.area_rows[view.touches(self.areas.boxes)[self.areas.codes.take(self.area_rows)]]

    def rows_of_area(self, area_id: str, *, with_parts: bool = False) -> Rows:
        """The rows that are known to an area, the latest first; `with_parts` those of a country's provinces too."""
        numbers = [number for number, area in enumerate(self.areas.areas) if area.area_id == area_id]
        codes = self.areas.codes.take(self.area_rows)
        is_inside = np.isin(codes, numbers) | (with_parts & np.isin(self.areas.countries[codes], numbers))
        return self.area_rows[is_inside][::-1]

    def _touched(self, sums: AreaSums, view: MapView) -> AreaSums:
        return sums.take(np.flatnonzero(view.touches(self.areas.boxes[sums.areas])))

    def _rows(self, cells: Keys, level: int) -> Rows:
        return np.concatenate([curve.rows(cells, level) for curve in self.curves])

    @cached_property
    def area_sums(self) -> AreaSums:
        """The incidents of each area."""
        return AreaSums.from_rows(self.area_rows, self.areas, self.measures)

    @cached_property
    def _country_sums(self) -> AreaSums:
        return self.area_sums.by_country(self.areas)


def cells_of_view(view: MapView, zoom: float) -> tuple[Keys, int]:
    """The cells of about 64 pixels at a zoom that a view touches, and their level."""
    return view.cells(min(max(round(zoom), 0) + CELL_LEVELS, MAX_LEVEL))


def _concatenate_ranges(starts: NDArray[np.intp], stops: NDArray[np.intp]) -> NDArray[np.intp]:
    """The numbers from each start up to its stop, one range after the other."""
    lengths = stops - starts
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(lengths.sum())
