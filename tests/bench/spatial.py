"""Selections by place and region, in processor time beside a count of the points alone.

The peer is what version 0.6 did, for which each incident was one point: the rows whose point lies in the region, in the
same index. It tested points by the region's expression, but those of a drawn area, which it tested by NumPy.
"""

import time
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
import pytest

from geo.query.filters import FILTER
from geo.query.filters.expressions import evaluate
from geo.query.filters.filter import Clause
from geo.query.filters.geometry import Box, Circle
from geo.query.filters.region import ExpressibleRegion
from geo.query.index import Index
from geo.query.selection import Selection
from tests.bench.figures import Figure

LIMIT = 1.5
REPEATS = 7
QUERIES = {
    "box": "bbox=60.5,24.5,68.5,31.5",
    "drawn area": "area=60,25,66,24,70,30,65,33,61,31",
    "radius": "around=66.97,30.18,300",
    "province": "place=Punjab",
    "region": "place=northern Iraq",
}


def figures(index: Index) -> Iterator[Figure]:
    """Each kind of region, certainly and possibly inside."""
    for name, query in QUERIES.items():
        for inside in ("certain", "possible"):
            selection = Selection.from_query(f"{query}&inside={inside}")
            seconds = _median_seconds(lambda selection=selection: index._mask(selection))  # type: ignore[misc]
            peer = _median_seconds(lambda selection=selection: _mask_of_points(index, selection))  # type: ignore[misc]
            yield Figure(f"{inside} inside a {name}, {len(index):,} rows", seconds * 1e3, "ms", seconds / peer, LIMIT)


def _mask_of_points(index: Index, selection: Selection) -> np.ndarray:
    ((key, value),) = selection.filters
    masks = [_mask_of_clause(index, clause) for clause in FILTER[key].clauses(value)]
    mask: np.ndarray = np.logical_or.reduce(masks)
    return mask


def _mask_of_clause(index: Index, clause: Clause) -> np.ndarray:
    if clause.region is None:
        return index.source.clause_mask(clause)
    mask = np.zeros(len(index), dtype=bool)
    with pytest.MonkeyPatch.context() as patch:
        for region in (Box, Circle):
            patch.setattr(region, "contains", _contains_by_expression)
        for curve in (index.source.points, index.source.imprecise):
            mask[curve.rows_in(clause.region, *index.source.coordinates)] = True
    return mask


def _contains_by_expression(region: ExpressibleRegion, longitude: np.ndarray, latitude: np.ndarray) -> np.ndarray:
    return evaluate(pd.DataFrame({"longitude": longitude, "latitude": latitude}), region.expression())


def _median_seconds(run: Callable[[], object]) -> float:
    seconds = []
    for _ in range(REPEATS):
        start = time.process_time()
        run()
        seconds.append(time.process_time() - start)
    return float(np.median(seconds))
