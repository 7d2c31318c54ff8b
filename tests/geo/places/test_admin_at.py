"""The country and province of one point are those that many points at once have."""

import numpy as np
from shapely import Point

from geo.core import boundaries
from geo.places.admin_at import admin_at


def test_a_point_is_where_the_table_of_points_has_it() -> None:
    source = np.random.default_rng(4)
    longitude = np.concatenate([source.uniform(-180, 180, 150), source.uniform(30, 75, 150), [73.0, 0.0]])
    latitude = np.concatenate([source.uniform(-80, 80, 150), source.uniform(10, 40, 150), [24.0, 0.0]])
    located = boundaries.locate_admin(longitude, latitude)
    expected = [
        tuple(name if isinstance(name, str) else None for name in names)
        for names in zip(located["country"], located["admin1"], strict=True)
    ]
    assert [admin_at(Point(x, y)) for x, y in zip(longitude, latitude, strict=True)] == expected
    assert len(set(expected)) > 40
