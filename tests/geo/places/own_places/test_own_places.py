"""What several tables of one reader know together: as one table of all their rows would, and bounded."""

import pytest

from geo.core.geodesy import scalar_haversine_km
from geo.places.own_places import OwnPlaces, own_places
from geo.places.own_places.own_table import MAX_POINTS, OwnPoint
from tests.geo.places.own_places.own_rows import Row, make_rows, make_table

SOHR: Row = ("Sohr Kalay", "Pakistan", 66.9, 30.2)
NEARBY: Row = ("Sohr Kalay", "Pakistan", 67.0, 30.2)
BEYOND: Row = ("Sohr Kalay", "Pakistan", 67.2, 30.2)


def test_a_point_of_another_table_reaches_as_far_as_its_rows() -> None:
    far_km = scalar_haversine_km(66.9, 30.2, 67.0, 30.2) + scalar_haversine_km(67.0, 30.2, 67.2, 30.2)
    own = OwnPlaces((make_table(make_rows(SOHR, SOHR, SOHR)), make_table(make_rows(NEARBY, NEARBY, BEYOND))))
    (point,) = own.points_of("Sohr Kalay")
    assert (point.longitude, point.n_rows) == (66.9, 6)
    assert point.spread_km == pytest.approx(far_km, abs=0.1)


def test_an_exact_row_of_one_table_gives_the_point_beside_more_rows_of_another_that_are_only_near() -> None:
    near = make_table(make_rows(*[NEARBY] * 5, precision="near"))
    for tables in ((make_table(make_rows(SOHR)), near), (near, make_table(make_rows(SOHR)))):
        (point,) = OwnPlaces(tables).points_of("Sohr Kalay")
        assert (point.longitude, point.precision, point.n_rows) == (66.9, "exact", 6)


def test_the_commonest_point_is_first_whatever_its_precision() -> None:
    far: Row = ("Sohr Kalay", "Pakistan", 70.1, 33.2)
    own = OwnPlaces((make_table(make_rows(SOHR)), make_table(make_rows(far, far, precision="near"))))
    assert [point.longitude for point in own.points_of("Sohr Kalay")] == [70.1, 66.9]


def test_the_work_for_a_name_of_very_many_points_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    n_compared = 0

    def count_distance(one: OwnPoint, other: OwnPoint) -> float:
        nonlocal n_compared
        n_compared += 1
        return scalar_haversine_km(one.longitude, one.latitude, other.longitude, other.latitude)

    monkeypatch.setattr(own_places, "distance_km", count_distance)
    rows: list[Row] = [("Camp X", "Atlantis", -75 + number, 30.0) for number in range(100)]
    tables = tuple(make_table(make_rows(*rows[first : first + 5])) for first in range(0, 100, 5))
    assert len(OwnPlaces(tables).points_of("Camp X")) == MAX_POINTS
    assert n_compared <= 100 * MAX_POINTS
