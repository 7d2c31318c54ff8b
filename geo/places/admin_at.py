"""The country and the province of a point."""

import numpy as np
from shapely import Point

from geo.core import boundaries


def admin_at(point: Point) -> tuple[str | None, str | None]:
    """The country and the province that hold a point."""
    row = boundaries.locate_admin(np.array([point.x]), np.array([point.y])).iloc[0]
    return _text_or_none(row["country"]), _text_or_none(row["admin1"])


def _text_or_none(value: object) -> str | None:
    return value if isinstance(value, str) else None
