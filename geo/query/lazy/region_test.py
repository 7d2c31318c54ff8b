"""The rows that lie in a region: those of areas by the code of the area, circles and points by where the curve runs.

Cells of the curve that lie clearly inside are ranges of keys. The rows of cells that the border comes near are read,
few columns of them, and tested one by one as in memory, so that both agree to the last row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import narwhals as nw
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo.query.answers import Rows
from geo.query.filters.extents import Inside, area_boxes, areas_inside, has_precision
from geo.query.filters.region import Region
from geo.query.lazy.codebook import Codebook
from geo.query.lazy.curve_cover import CellWeights, cover_region, stretches_of
from geo.query.lazy.joined_tests import AllOf, AnyOf, NoneOf, key_ranges, passes_all, passes_any, passes_not
from geo.query.lazy.row_test import EVERYTHING, ExpressionTest, Flags, RowTest, code_test, key_test, number_test
from geo.query.packed.columns import CIRCLE_KM, EXTENT_AREA, GROUP_COLUMN, KEY, NO_COORDINATES, ROW, SPOT
from geo.query.point_index import PointIndex

POINTS_KM = 0.0
# Circles are covered by size: those of a group have a radius above one limit and up to the next, in km. By judgement:
# the usual circles around a place and a district are 25 and 30 km.
SIZE_LIMITS_KM = (POINTS_KM, 32.0, 128.0, 512.0, 20_100.0)
CANDIDATE_COLUMNS = (ROW, KEY, "longitude", "latitude", CIRCLE_KM)


@dataclass(frozen=True, eq=False)
class RegionTest(RowTest):
    """Rows that lie in a region as surely as asked, of these precisions only if there are any."""

    region: Region
    inside: Inside
    precisions: tuple[str, ...]

    def expression(self, flags: Flags) -> nw.Expr:
        raise TypeError("a region is resolved before it becomes an expression")

    @property
    def read_columns(self) -> frozenset[str]:
        return frozenset(CANDIDATE_COLUMNS)


class RowReader(Protocol):
    """What reads rows of a packed folder."""

    @property
    def widest_km(self) -> float:
        """The radius of the widest circle that a row lies in; 0 without any."""

    def read(self, test: RowTest, columns: Sequence[str]) -> pa.Table:
        """Some columns of the rows that pass a test without regions, in no order."""


@dataclass(frozen=True, eq=False)
class RegionResolver:
    """Replaces the regions of a test by codes, ranges and rows."""

    codebook: Codebook
    weights: CellWeights
    reader: RowReader

    def resolve(self, test: RowTest) -> RowTest:
        """The same test without regions; what a row must pass beside one spares most of the rows near its border."""
        return self._resolve(test, EVERYTHING)

    def _resolve(self, test: RowTest, beside: RowTest) -> RowTest:
        if isinstance(test, RegionTest):
            return self._rows_inside(test, beside)
        if isinstance(test, AllOf):
            plain = passes_all(each for each in test.tests if not has_region(each))
            narrowed = passes_all([beside, plain])
            return passes_all([plain, *(self._resolve(each, narrowed) for each in test.tests if has_region(each))])
        if isinstance(test, AnyOf):
            return passes_any(self._resolve(each, beside) for each in test.tests)
        if isinstance(test, NoneOf):
            return passes_not(self._resolve(test.test, beside))
        return test

    def _rows_inside(self, test: RegionTest, beside: RowTest) -> RowTest:
        scope = self._of_precision(test.precisions)
        inside = [self._by_area(test), *self._by_circle(test, passes_all([beside, scope]))]
        return passes_all([scope, passes_any(inside)])

    def _of_precision(self, precisions: tuple[str, ...]) -> RowTest:
        if not precisions:
            return EVERYTHING
        mask = has_precision(self.codebook.combinations("what")["place_precision"], precisions)
        return code_test(GROUP_COLUMN["what"], mask, has_missing=False)

    def _by_area(self, test: RegionTest) -> RowTest:
        """Rows that have coordinates and whose area lies inside."""
        areas = self.codebook.extent_areas
        answers = areas_inside(areas, area_boxes(areas), test.region, test.inside) if areas else np.zeros(0, dtype=bool)
        lies_inside = code_test(EXTENT_AREA, np.append(answers, False), has_missing=True)
        return passes_all([lies_inside, passes_not(code_test(SPOT, _is_spot(NO_COORDINATES), has_missing=False))])

    def _by_circle(self, test: RegionTest, beside: RowTest) -> list[RowTest]:
        """Rows without an area whose circle or point lies inside: those of clear cells, and those tested one by one."""
        without_area = _with_area_code(-1, len(self.codebook.extent_areas))
        clear, doubtful = [], []
        for of_size, margin_km in _sizes(test.inside, self.reader.widest_km):
            cover = cover_region(test.region, margin_km, self.weights)
            clear.append(passes_all([key_test(cover.clear), of_size, without_area]))
            doubtful.append(passes_all([key_test(cover.doubtful), of_size, without_area]))
        near = passes_any(doubtful)
        rows = self._test_rows(test, near, beside)
        if not len(rows):
            return clear
        return [*clear, passes_all([key_test(stretches_of(key_ranges(near))), number_test(rows)])]

    def _test_rows(self, test: RegionTest, candidates: RowTest, beside: RowTest) -> Rows:
        """Those of some rows along the curve that lie inside."""
        inside = [np.zeros(0, dtype=np.int64)]
        for stretch in stretches_of(key_ranges(candidates)):
            within = passes_all([key_test(stretch[None]), candidates, beside])
            table = self.reader.read(within, CANDIDATE_COLUMNS)
            rows, keys, longitude, latitude, radius_km = (
                table[name].to_numpy(zero_copy_only=False) for name in CANDIDATE_COLUMNS
            )
            inside.append(rows[lie_inside(test, keys, longitude, latitude, radius_km.astype(np.float64))])
        return np.concatenate(inside)


def lie_inside(
    test: RegionTest,
    keys: NDArray[np.int64],
    longitude: NDArray[np.float64],
    latitude: NDArray[np.float64],
    radius_km: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """Whether each circle lies inside; far from the border one of a cell decides for all."""
    answers = np.zeros(len(keys), dtype=bool)
    circles = test.region.covers_circles if test.inside is Inside.CERTAIN else test.region.overlaps_circles
    for first_km, last_km in [
        (np.nan, np.nan),
        (-1.0, POINTS_KM),
        *pairwise(SIZE_LIMITS_KM),
    ]:
        is_member = np.isnan(radius_km) if np.isnan(first_km) else (radius_km > first_km) & (radius_km <= last_km)
        rows = np.flatnonzero(is_member).astype(np.int32)
        if not len(rows) or (np.isnan(first_km) and test.inside is Inside.CERTAIN):
            continue
        order = rows[np.argsort(keys[rows], kind="stable")]
        curve = PointIndex(keys[order].astype(np.uint64), order)
        margin_km = float(np.nan_to_num(max(last_km, 0.0)))
        clear, doubtful = curve.split(test.region, longitude, latitude, margin_km)
        answers[clear] = True
        answers[doubtful] = circles(longitude[doubtful], latitude[doubtful], radius_km[doubtful])
    return answers


def has_region(test: RowTest) -> bool:
    """Whether there is a region in a test."""
    if isinstance(test, AllOf | AnyOf):
        return any(map(has_region, test.tests))
    return has_region(test.test) if isinstance(test, NoneOf) else isinstance(test, RegionTest)


def _sizes(inside: Inside, widest_km: float) -> list[tuple[RowTest, float]]:
    """The circles of each size up to the widest, and the margin that they need, in km.

    Those of unknown size are points where possibly is enough.
    """
    radius = nw.col(CIRCLE_KM)
    columns = frozenset({CIRCLE_KM})
    points = radius <= POINTS_KM if inside is Inside.CERTAIN else (radius <= POINTS_KM) | radius.is_null()
    sizes: list[tuple[RowTest, float]] = [(ExpressionTest(points, columns), 0.0)]
    for above, limit in pairwise(SIZE_LIMITS_KM):
        if above < widest_km:  # without such circles no border needs their margin
            sizes.append((ExpressionTest((radius > above) & (radius <= limit), columns), min(limit, widest_km)))
    return sizes


def _is_spot(kind: int) -> NDArray[np.bool_]:
    mask: NDArray[np.bool_] = np.arange(4) == kind
    return mask


def _with_area_code(code: int, n_areas: int) -> RowTest:
    mask = np.zeros(n_areas + 1, dtype=bool)
    mask[code] = True
    return code_test(EXTENT_AREA, mask, has_missing=True)
