"""Where the map opens: the view that holds the most incidents that fit closely, and what lies outside it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.core import boundaries
from geo.core.schema import POINT_PRECISIONS
from geo.mapping import longitude_arcs, selection_outline
from geo.mapping.incident_properties import areas_of_table
from geo.places.areas import AREA_COLUMNS, Area, area_from_id
from geo.query import point_index
from geo.query.engine import ResultSet, Rows
from geo.query.filters.geometry import BBox

Floats = NDArray[np.float64]
# Above so many incidents, cells stand for them: a view then takes as long for a million. Measured: 4 ms for as many.
MAX_SINGLE = 20_000
GRID_DEPTH = 8  # 256 by 256 cells for the world, 1.4° wide
# Above so many incidents known only to an area, their points stand for their areas: one hardly matters among so many.
MAX_AREAS = 2000
MAX_OUTSIDE_SHARE = 0.2  # of the incidents; by judgement
# An incident is left outside if that brings the map closer by more than this many zoom levels for each hundredth of the
# incidents left outside: one of twelve for half a level, one of a hundred for a sixteenth. By judgement.
LEVELS_PER_SHARE = 6.0
MIN_LEVELS = 0.6  # by which leaving incidents outside must bring the map closer at all; by judgement
ASPECTS = (1.7, 0.9)  # width by height of the map on a desk and on a phone: a view has to suit both
MIN_WIDTH = 2.5  # degrees: about what a frame of 1,000 pixels shows at the closest zoom that a view opens at, 9
MAX_COUNTRIES = 2  # named among what lies outside, as many as fit into a line
MAX_LATITUDE = 85.05  # of Web Mercator
# A view wider than this reaches land nearly everywhere: Point Nemo, the farthest place from land, is 24° off.
MAX_SEA_DEGREES = 50.0
ROW_COLUMNS = ("longitude", "latitude", *AREA_COLUMNS)
CHAIN = "chain"  # the filter of one chain: all of it is shown, for a part of a chain tells little
ROUNDING = 1e-6  # degrees: more than turning a longitude around the globe and back changes it by


@dataclass(frozen=True)
class Extents:
    """Boxes with the incidents in each: [west, south, east, north] a row, east of ±180 where they cross it.

    `points`: longitude and latitude of where each is marked; `n_incidents`: how many each stands for; `countries`: the
    country of each, missing where it is unknown, or None where a box stands for many.
    """

    boxes: Floats
    points: Floats
    n_incidents: NDArray[np.int64]
    countries: pd.Series | None


def opening_view(results: ResultSet) -> dict[str, Any]:
    """Where the map of a result opens: JSON values only.

    `bounds`: west, south, east and north in degrees, past 180 where they cross the antimeridian; None where there is
    nothing to show. They are those of what the selection names on the map (a drawn area, a circle, a place), or else
    hold most incidents. `all`: the same of all incidents. `outside`: lines such as “1 in Switzerland”, as hostile as
    the names of countries, on the incidents whose mark lies outside the bounds. `n_incidents`: all of the result, with
    a place or without.
    """
    extents = _extents(results)
    outline_boxes = [*selection_outline.bounding_boxes(results.selection)]
    everything = longitude_arcs.union([*outline_boxes, *extents.boxes.tolist()])
    if results.selection.get(CHAIN):
        return _to_json(results, everything, everything, [])
    if outline_boxes or everything is None:
        return _to_json(results, longitude_arcs.union(outline_boxes), everything, [])
    bounds = _close_bounds(extents, everything)
    return _to_json(results, bounds, everything, _outside_lines(extents, _is_outside(extents, bounds)))


def _to_json(results: ResultSet, bounds: BBox | None, everything: BBox | None, outside: list[str]) -> dict[str, Any]:
    return {
        "bounds": _with_land(bounds) if bounds else None,
        "all": everything,
        "outside": [{"label": line} for line in outside],
        "n_incidents": len(results),
    }


def _close_bounds(extents: Extents, everything: BBox) -> BBox:
    """The bounds that hold the most extents that fit closely: a few far off are left outside, or none.

    The extents are taken in from the median outwards. Of all bounds on the way, those win that are closest after
    LEVELS_PER_SHARE for what they leave outside.
    """
    weights = extents.n_incidents.astype(np.float64)
    middle = longitude_arcs.mean_longitude(extents.points[:, 0], weights)
    boxes = longitude_arcs.turn_around(extents.boxes, middle)
    flat = _to_mercator(boxes)
    order = np.argsort(_distances(flat, weights), kind="stable")
    levels = _zoom_levels(_growing_bounds(flat[order])) - _zoom_levels(_to_mercator(np.array([everything])))
    share_outside = 1 - np.cumsum(weights[order]) / weights.sum()
    value = np.where(share_outside <= MAX_OUTSIDE_SHARE, levels - LEVELS_PER_SHARE * share_outside, -np.inf)
    best = int(np.argmax(value))
    return longitude_arcs.bounds(boxes[order[: best + 1]]) if levels[best] >= MIN_LEVELS else everything


def _distances(flat: Floats, weights: Floats) -> Floats:
    """How far a frame around the median has to reach to hold each box, in degrees of longitude."""
    x, y = (_weighted_median((flat[:, low] + flat[:, low + 2]) / 2, weights) for low in (0, 1))
    reach = np.abs(flat - np.array([x, y, x, y]))
    tall = float(np.sqrt(np.prod(ASPECTS)))
    distances: Floats = np.max(reach * np.array([1, tall, 1, tall]), axis=1)
    return distances


def _weighted_median(values: Floats, weights: Floats) -> float:
    order = np.argsort(values, kind="stable")
    cumulative = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(cumulative, cumulative[-1] / 2)])


def _growing_bounds(boxes: Floats) -> Floats:
    """The bounds of the first box, the first two, the first three …"""
    lows, highs = np.minimum.accumulate(boxes[:, :2]), np.maximum.accumulate(boxes[:, 2:])
    return np.concatenate([lows, highs], axis=1)


def _zoom_levels(flat: Floats) -> Floats:
    """How close a frame shows boxes of the projection, in zoom levels, as the mean of both ASPECTS."""
    width, height = flat[:, 2] - flat[:, 0], flat[:, 3] - flat[:, 1]
    levels = [-np.log2(np.maximum(np.maximum(width, height * aspect), MIN_WIDTH)) for aspect in ASPECTS]
    mean: Floats = np.mean(levels, axis=0)
    return mean


def _to_mercator(boxes: Floats) -> Floats:
    """The boxes with their latitudes as in Web Mercator, in degrees of longitude at the equator."""
    latitudes = np.radians(np.clip(boxes[:, [1, 3]], -MAX_LATITUDE, MAX_LATITUDE))
    south, north = np.degrees(np.arcsinh(np.tan(latitudes))).T
    return np.stack([boxes[:, 0], south, boxes[:, 2], north], axis=1)


def _is_outside(extents: Extents, bounds: BBox) -> NDArray[np.bool_]:
    """Whether the mark of each extent lies outside the bounds."""
    west, south, east, north = bounds
    longitude, latitude = extents.points.T
    from_west = (longitude - west + ROUNDING) % longitude_arcs.FULL_TURN
    outside: NDArray[np.bool_] = (
        (from_west > east - west + 2 * ROUNDING) | (latitude < south - ROUNDING) | (latitude > north + ROUNDING)
    )
    return outside


def _outside_lines(extents: Extents, outside: NDArray[np.bool_]) -> list[str]:
    """How many incidents lie outside in which countries; only how many, where boxes stand for many incidents."""
    total = int(extents.n_incidents[outside].sum())
    if not total:
        return []
    if extents.countries is None:
        return [f"{total:,} elsewhere"]
    # By name first, so that of two countries with as many incidents the same one is always named.
    by_name = extents.countries[outside].astype("str").value_counts().sort_index(kind="stable")
    counts = by_name.sort_values(ascending=False, kind="stable")
    largest = counts if len(counts) <= MAX_COUNTRIES + 1 and counts.sum() == total else counts.iloc[:MAX_COUNTRIES]
    rest = total - int(largest.sum())
    lines = [f"{count:,} in {country}" for country, count in largest.items()]
    return [*lines, f"{rest:,} elsewhere"] if rest else lines


def _with_land(bounds: BBox) -> BBox:
    """The bounds, or where they would show nothing but sea, those that reach to the nearest land."""
    west, south, east, north = bounds
    middle = shapely.Point(longitude_arcs.wrap((west + east) / 2), (south + north) / 2)
    if max(east - west, north - south) > MAX_SEA_DEGREES:
        return bounds
    land = boundaries.countries()
    if len(land.sindex.query(middle.buffer(max(MIN_WIDTH, east - west, north - south) / 2), predicate="intersects")):
        return bounds
    nearest = land.geometry.iloc[land.sindex.nearest(middle, return_all=False)[1][0]]
    shore = shapely.get_point(shapely.shortest_line(nearest, middle), 0)
    turn = (west + east) / 2 - middle.x
    return longitude_arcs.union([bounds, (shore.x + turn, shore.y, shore.x + turn, shore.y)]) or bounds


def _extents(results: ResultSet) -> Extents:
    rows = results.mark_rows(MAX_SINGLE)
    return _cell_extents(results) if rows is None else _row_extents(results, rows)


def _row_extents(results: ResultSet, rows: Rows) -> Extents:
    """One box an incident with coordinates: its point, or the bounds of its area."""
    table = results.engine.take(rows, ROW_COLUMNS)
    points = table[["longitude", "latitude"]].to_numpy(dtype=np.float64)
    boxes = np.concatenate([points, points], axis=1)
    imprecise = np.flatnonzero(~table["place_precision"].isin(POINT_PRECISIONS))
    if len(imprecise) <= MAX_AREAS:
        boxes[imprecise] = _area_boxes(table.iloc[imprecise], boxes[imprecise])
    return Extents(boxes, points, np.ones(len(rows), dtype=np.int64), table["country"])


def _area_boxes(table: pd.DataFrame, default: Floats) -> Floats:
    """The bounds of the area of each row, or the default where no area is known."""
    return np.array(
        [
            _area_bounds(area.area_id) if area else box
            for area, box in zip(areas_of_table(table), default.tolist(), strict=True)
        ]
    ).reshape(-1, 4)


@lru_cache(maxsize=8192)
def _area_bounds(area_id: str) -> BBox:
    return outline_bounds(area_from_id(area_id))


def outline_bounds(area: Area) -> BBox:
    """The bounds of an area, past ±180 where it lies on both sides of the antimeridian."""
    parts = shapely.get_parts(area.outline)
    bounds = longitude_arcs.union(shapely.bounds(parts))
    assert bounds is not None  # an outline has a part at least
    return bounds


def _cell_extents(results: ResultSet) -> Extents:
    """One box a cell of the world with any point in it."""
    grid = results.extent_grid(GRID_DEPTH)
    row, column = np.nonzero(grid)
    boxes = point_index.cell_boxes(point_index.interleave(column, row), GRID_DEPTH)
    return Extents(boxes, (boxes[:, :2] + boxes[:, 2:]) / 2, grid[row, column], None)
