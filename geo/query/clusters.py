"""The selected rows that the map draws, in memory: spots along the space-filling curve, and rows known to an area."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from geo.query.area_sums import AreaSums
from geo.query.cell_sums import CellSums, Measures
from geo.query.incident_areas import IncidentAreas
from geo.query.map_view import MapView
from geo.query.point_index import BITS, COARSE_LEVEL, Keys, PointIndex, Rows, key_ranges

# With more spots than this the sums of coarse cells are made once for all views. By judgement: a pass over so many
# takes a few milliseconds.
SUMS_FROM_SPOTS = 50_000
MAX_STALE_CELLS = 10_000  # of a wider curve, whose sums are made anew where spots were left out; chosen by judgement


@dataclass(frozen=True, eq=False)
class SpotCurve:
    """Spots in the order of the curve, and what is summed of them.

    `wider`: the sums of the cells of COARSE_LEVEL over these spots and a few more, and the cells with those.
    """

    spots: PointIndex
    measures: Measures
    wider: tuple[CellSums, Keys] | None = None

    @cached_property
    def coarse(self) -> CellSums | None:
        """The sums of the cells of COARSE_LEVEL; None where there are few spots."""
        if len(self.spots.keys) <= SUMS_FROM_SPOTS:
            return None
        if self.wider is not None:
            sums, stale = self.wider
            return sums.replace(stale, self._sum_points(stale, COARSE_LEVEL))
        return CellSums.from_points(self.spots, COARSE_LEVEL, self.measures)

    def narrow(self, mask: NDArray[np.bool_]) -> "SpotCurve":
        """The spots of the rows under a mask of the table, where few are left out: most sums stay."""
        is_selected = mask.take(self.spots.rows)
        absent = np.unique(self.spots.keys[~is_selected] >> np.uint64(2 * (BITS - COARSE_LEVEL)))
        spots = PointIndex(self.spots.keys.compress(is_selected), self.spots.rows.compress(is_selected))
        sums = self.coarse if len(absent) <= MAX_STALE_CELLS else None
        return SpotCurve(spots, self.measures, None if sums is None else (sums, absent))

    @property
    def size_bytes(self) -> int:
        """Bytes held, including cached sums."""
        coarse = vars(self).get("coarse")
        return self.spots.keys.nbytes + self.spots.rows.nbytes + (coarse.size_bytes if coarse else 0)

    def positions(self, cells: Keys, level: int) -> NDArray[np.intp]:
        """The positions of the spots in some cells of a level, ascending as the cells are."""
        return _concatenate_ranges(*key_ranges(self.spots.keys, cells, level))

    def rows(self, cells: Keys, level: int) -> Rows:
        """The rows of the spots in some cells of a level."""
        return self.spots.rows.take(self.positions(cells, level))

    def groups(self, cells: Keys, level: int, groups: NDArray[np.intp]) -> NDArray[np.intp]:
        """The group of each of these rows: that of its cell."""
        starts, stops = key_ranges(self.spots.keys, cells, level)
        return np.repeat(groups, stops - starts)

    def sums(self, cells: Keys, level: int) -> CellSums:
        """The sums over those of some cells of a level that hold spots."""
        if self.coarse is None or level > COARSE_LEVEL:
            return self._sum_points(cells, level)
        shift = np.uint64(2 * (COARSE_LEVEL - level))
        first, stop = cells << shift, (cells + np.uint64(1)) << shift
        within = _concatenate_ranges(*map(self.coarse.cells.searchsorted, (first, stop)))
        return self.coarse.take(within).coarsen(level)

    def _sum_points(self, cells: Keys, level: int) -> CellSums:
        positions = self.positions(cells, level)
        part = PointIndex(self.spots.keys.take(positions), self.spots.rows.take(positions))
        return CellSums.from_points(part, level, self.measures)


@dataclass(frozen=True, eq=False)
class SelectedMarks:
    """The selected rows that the map draws: spots, and the rows that are known to an area. Rows are in no order."""

    curves: tuple[SpotCurve, ...]
    area_rows: Rows
    areas: IncidentAreas

    @property
    def measures(self) -> Measures:
        """What is summed of each row."""
        return self.curves[0].measures

    @property
    def size_bytes(self) -> int:
        """Bytes held, including cached sums."""
        return self.area_rows.nbytes + sum(curve.size_bytes for curve in self.curves)

    def narrow(self, mask: NDArray[np.bool_]) -> "SelectedMarks":
        """Those under a mask of the table, where few are left out."""
        curves = tuple(curve.narrow(mask) for curve in self.curves)
        return SelectedMarks(curves, self.area_rows[mask[self.area_rows]], self.areas)

    @property
    def rows(self) -> Rows:
        """All of them."""
        return np.concatenate([*(curve.spots.rows for curve in self.curves), self.area_rows])

    def spots_in(self, view: MapView) -> Rows:
        """The spots in a view."""
        measures, region = self.measures, view.region()
        return np.concatenate(
            [curve.spots.rows_in(region, measures.longitude, measures.latitude) for curve in self.curves]
        )

    def area_rows_in(self, view: MapView) -> Rows:
        """The rows that are known to an area whose box the view touches."""
        return self.area_rows[view.touches(self.areas.listed.boxes)[self.areas.codes.take(self.area_rows)]]

    def rows_of_area(self, area_id: str, *, with_parts: bool) -> Rows:
        """The rows that are known to an area; `with_parts` those of a country's provinces too."""
        numbers = self.areas.listed.numbers_of(area_id, with_parts=with_parts)
        return self.area_rows[np.isin(self.areas.codes.take(self.area_rows), numbers)]

    @cached_property
    def area_sums(self) -> AreaSums:
        """The rows of each area."""
        return AreaSums.from_rows(self.area_rows, self.areas.codes, self.measures)


def _concatenate_ranges(starts: NDArray[np.intp], stops: NDArray[np.intp]) -> NDArray[np.intp]:
    """The numbers from each start up to its stop, one range after the other."""
    lengths = stops - starts
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(lengths.sum())
