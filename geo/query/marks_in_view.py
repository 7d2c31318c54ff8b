"""What lies in a view of the map: incidents one by one where few are in view, else clusters; and the areas.

Spots are clustered by the cells of the space-filling curve that are about 64 pixels wide at the zoom, so that a pan
changes no cluster. A spot is a point, or the middle of a district or of a circle of unknown precision; the precisions
of a cluster tell them apart. Rows known only to an area are no spots. Measured in docs/decisions/0031.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from geo.query.answers import Rows
from geo.query.area_sums import AreaSums
from geo.query.cell_sums import CellSums
from geo.query.incident_areas import NO_AREA, AreaList
from geo.query.map_view import MapView
from geo.query.point_index import Keys

MAX_INCIDENTS = 500  # in view that are sent one by one: docs/decisions/0031
MAX_AREAS = 150  # in view; where there are more, provinces are counted to their countries: docs/decisions/0031
CELL_LEVELS = 2  # a tile is halved so often into cells: 256 / 2**2 = 64 pixels
MAX_LEVEL = 24  # cells of zoom 22 at most


class HasAreas(Protocol):
    """The engine of what `MarksInView.of_view` reads."""

    @property
    def areas(self) -> AreaList:
        """The areas by their number."""


class HasMarks(Protocol):
    """What `MarksInView.of_view` reads of a result set (geo/query/engine.py)."""

    @property
    def engine(self) -> HasAreas:
        """The engine that it came from."""

    def spot_sums(self, cells: Keys, level: int) -> CellSums:
        """The sums over some cells."""

    def spot_rows(self, cells: Keys, level: int) -> Rows:
        """The rows in some cells."""

    def area_sums(self) -> AreaSums:
        """The rows by area."""


@dataclass(frozen=True, eq=False)
class AreasInView:
    """The areas that a view touches; where they are many, each in its country (`by_country`)."""

    sums: AreaSums
    by_country: bool

    @classmethod
    def of_view(cls, sums: AreaSums, areas: AreaList, view: MapView) -> "AreasInView":
        """Those of all areas that a view touches."""
        touched = _touched(sums, areas, view)
        if len(touched) <= MAX_AREAS:
            return cls(touched, by_country=False)
        return cls(_touched(sums.by_country(areas), areas, view), by_country=True)

    def groups(self, areas: AreaList) -> NDArray[np.intp]:
        """The position of the sum that the rows of each of all areas are counted to, -1 where they are to none."""
        position_of = np.full(len(areas), NO_AREA, dtype=np.intp)
        position_of[self.sums.areas] = np.arange(len(self.sums))
        if self.by_country:
            has_country = areas.countries != NO_AREA
            position_of[has_country] = position_of[areas.countries[has_country]]
        return position_of


@dataclass(frozen=True, eq=False)
class MarksInView:
    """What a view shows: `rows` one by one in the table's order, the other spots as `clusters`, and `areas`.

    `n_spots`: how many incidents the rows and the clusters are.
    """

    n_spots: int
    rows: Rows
    clusters: CellSums
    areas: AreaSums

    @classmethod
    def of_view(cls, results: HasMarks, view: MapView, zoom: float) -> "MarksInView":
        """What a view shows of a result set at a zoom, which may lie between two whole ones."""
        cells, level = cells_of_view(view, zoom)
        sums = results.spot_sums(cells, level)
        n_spots = int(sums.counts.sum())
        is_single = (sums.counts == 1) | (n_spots <= MAX_INCIDENTS)
        rows = results.spot_rows(sums.cells[is_single], level)
        areas = AreasInView.of_view(results.area_sums(), results.engine.areas, view).sums
        return cls(n_spots, rows, sums.take(np.flatnonzero(~is_single)), areas)


def cells_of_view(view: MapView, zoom: float) -> tuple[Keys, int]:
    """The cells of about 64 pixels at a zoom that a view touches, and their level."""
    return view.cells(min(max(round(zoom), 0) + CELL_LEVELS, MAX_LEVEL))


def _touched(sums: AreaSums, areas: AreaList, view: MapView) -> AreaSums:
    return sums.take(np.flatnonzero(view.touches(areas.boxes[sums.areas])))
