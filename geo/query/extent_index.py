"""The rows of a table by where they lie, so that a region tests few of them: points, circles by size, and areas.

Circles of about one size share a space-filling curve: only those in cells that the border comes as near as their
radius are tested one by one. Areas are far fewer than the rows that are known to them, and each is tested once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.place_radius import circle_radii_km
from geo.places.areas import AREA_COLUMNS, AREA_PRECISIONS, Area
from geo.query.filters.extents import (
    UNKNOWN,
    Inside,
    area_boxes,
    areas_inside,
    find_areas,
    has_precision,
)
from geo.query.filters.region import Boxes, Region
from geo.query.point_index import PointIndex, Rows

# The circles of a group have radii from half of the largest up to it.
UNKNOWN_SIZE, POINTS, FIRST_SIZE = 0, 1, 2
MIN_EXPONENT = -10  # of two: circles of less than a metre are one group


@dataclass(frozen=True, eq=False)
class CircleGroup:
    """Rows with circles of about one size, at most `max_km`; not a number where nothing says how large they are.

    `precisions`: those that its rows have.
    """

    max_km: float
    curve: PointIndex
    precisions: frozenset[str]

    def may_hold(self, inside: Inside, precisions: tuple[str, ...]) -> bool:
        """Whether a row can be one of these precisions, or any if there are none, and lie inside as surely as asked."""
        is_in_scope = not precisions or not self.precisions.isdisjoint(precisions)
        return is_in_scope and not (inside is Inside.CERTAIN and np.isnan(self.max_km))


@dataclass(frozen=True, eq=False)
class ExtentIndex:
    """The rows that have coordinates: circles in groups, and those with an area by its number in `areas`.

    The circle of a row has the radius `radii_km[radius_codes[row]]`: far fewer radii than rows.
    `area_rows` has the rows of one area after the other, which begin at `area_starts`; the last entry is the end.
    `area_precisions` has those of each area's rows, `area_boxes` the box around each area.
    """

    precisions: pd.Series
    radii_km: NDArray[np.float64]
    radius_codes: NDArray[np.unsignedinteger]
    longitude: NDArray[np.float64]
    latitude: NDArray[np.float64]
    circles: tuple[CircleGroup, ...]
    areas: tuple[Area, ...]
    area_rows: Rows
    area_starts: NDArray[np.intp]
    area_precisions: tuple[frozenset[str], ...]
    area_boxes: Boxes

    @classmethod
    def from_table(cls, table: pd.DataFrame, curves: Sequence[PointIndex]) -> "ExtentIndex":
        """Index a table; the curves hold all rows that have coordinates."""
        longitude, latitude = (table[name].to_numpy() for name in ("longitude", "latitude"))
        precisions = table["place_precision"]
        coarse = np.flatnonzero(precisions.isin(AREA_PRECISIONS).to_numpy() & np.isfinite(longitude))
        codes, areas = find_areas(pd.DataFrame(table[list(AREA_COLUMNS)]).iloc[coarse])
        order = np.argsort(codes, kind="stable")
        area_rows, starts = coarse[order].astype(np.int32), np.searchsorted(codes[order], np.arange(len(areas) + 1))
        has_area = np.zeros(len(table), dtype=bool)
        has_area[area_rows[starts[0] :]] = True
        of_area = _precisions_by_area(codes[order][starts[0] :], precisions.iloc[area_rows[starts[0] :]], len(areas))
        radius_km = circle_radii_km(precisions, table["radius_km"])
        radius_codes, radii_km = pd.factorize(radius_km, use_na_sentinel=False)
        return cls(
            precisions,
            radii_km,
            radius_codes.astype(np.min_scalar_type(len(radii_km))),
            longitude,
            latitude,
            _group_circles(radius_km, precisions, has_area, curves),
            areas,
            area_rows,
            starts,
            tuple(of_area),
            area_boxes(areas),
        )

    def rows_in(self, region: Region, inside: Inside, precisions: tuple[str, ...] = ()) -> Rows:
        """The rows that lie in a region, of these precisions only if there are any, in no order."""
        by_kind = (self._rows_by_circle(region, inside, precisions), self._rows_by_area(region, inside, precisions))
        rows = np.concatenate(by_kind)
        return rows[has_precision(self.precisions.iloc[rows], precisions)] if precisions else rows

    def _rows_by_area(self, region: Region, inside: Inside, precisions: tuple[str, ...]) -> Rows:
        numbers = np.arange(len(self.areas))
        if precisions:
            numbers = np.flatnonzero([not own.isdisjoint(precisions) for own in self.area_precisions])
        areas = [self.areas[number] for number in numbers.tolist()]
        numbers = numbers[areas_inside(areas, self.area_boxes[numbers], region, inside)]
        slices = (self.area_rows[self.area_starts[number] : self.area_starts[number + 1]] for number in numbers)
        return np.concatenate([np.empty(0, dtype=np.int32), *slices])

    def _rows_by_circle(self, region: Region, inside: Inside, precisions: tuple[str, ...]) -> Rows:
        parts = [np.empty(0, dtype=np.int32)]
        for group in self.circles:
            if group.may_hold(inside, precisions):
                margin_km = float(np.nan_to_num(group.max_km))
                clear, doubtful = group.curve.split(region, self.longitude, self.latitude, margin_km)
                parts += [clear, doubtful[self._lie_inside(doubtful, region, inside)]]
        return np.concatenate(parts)

    def _lie_inside(self, rows: Rows, region: Region, inside: Inside) -> NDArray[np.bool_]:
        radii = self.radii_km[self.radius_codes[rows]]
        test = region.covers_circles if inside is Inside.CERTAIN else region.overlaps_circles
        answers: NDArray[np.bool_] = test(self.longitude[rows], self.latitude[rows], radii)
        return answers


def _group_circles(
    radius_km: NDArray[np.float64], precisions: pd.Series, has_area: NDArray[np.bool_], curves: Sequence[PointIndex]
) -> tuple[CircleGroup, ...]:
    """The rows of the curves without an area, by the size of their circles; each group in the order of its curve."""
    exponents = np.maximum(np.frexp(np.nan_to_num(radius_km))[1], MIN_EXPONENT) - MIN_EXPONENT + FIRST_SIZE
    numbers = np.where(np.isnan(radius_km), UNKNOWN_SIZE, np.where(radius_km > 0, exponents, POINTS)).astype(np.uint8)
    groups = []
    for curve in curves:
        of_curve = numbers[curve.rows]
        with_circle = ~has_area[curve.rows]
        for number in np.flatnonzero(np.bincount(of_curve[with_circle])).tolist():
            is_member = with_circle & (of_curve == number)
            members = PointIndex(curve.keys.compress(is_member), curve.rows.compress(is_member))
            groups.append(CircleGroup(_max_km(number), members, _distinct(precisions, members.rows)))
    return tuple(groups)


def _precisions_by_area(
    area_codes: NDArray[np.intp], precisions: pd.Series, n_areas: int
) -> tuple[frozenset[str], ...]:
    """The precisions that the rows of each area have."""
    distinct: list[set[str]] = [set() for _ in range(n_areas)]
    pairs = pd.DataFrame({"area": area_codes, "precision": precisions.array}).drop_duplicates()
    for area, precision in zip(pairs["area"], pairs["precision"].astype("str"), strict=True):
        distinct[area].add(precision)
    return tuple(map(frozenset, distinct))


def _distinct(precisions: pd.Series, rows: Rows) -> frozenset[str]:
    """The precisions that rows have."""
    return frozenset(precisions.iloc[rows].astype("str").fillna(UNKNOWN).unique())


def _max_km(number: int) -> float:
    if number <= POINTS:
        return 0.0 if number == POINTS else np.nan
    return 2.0 ** (number - FIRST_SIZE + MIN_EXPONENT)
