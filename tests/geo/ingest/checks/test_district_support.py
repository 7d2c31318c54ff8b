"""A point that the row's own district does not bear out is only near there."""

import pytest

from geo.ingest.checks.place_lookup import look_up
from geo.ingest.checks.place_queries import PlaceQuery


@pytest.mark.parametrize(
    ("name", "admin2", "admin1", "country", "precision"),
    [
        ("Saraqib", "Idlib", "Idlib", "Syria", "exact"),
        ("Springfield", "Sangamon County", "Illinois", "United States", "exact"),
        ("Springfield", "", "Illinois", "United States", "exact"),
        ("Springfield", "Zorblat County", "Illinois", "United States", "near"),
        ("Lokoja", "Lokoja", "Kogi", "Nigeria", "exact"),
        ("Lokoja", "Ankpa", "Kogi", "Nigeria", "near"),
        ("Tirunelveli", "Chennai", "Tamil Nadu", "India", "near"),
        ("Tirunelveli", "Tirunelveli", "Tamil Nadu", "India", "exact"),
    ],
)
def test_a_point_is_exact_where_the_district_bears_it_out(
    name: str, admin2: str, admin1: str, country: str, precision: str
) -> None:
    result = look_up(PlaceQuery(name, admin2, admin1, country))
    assert result.place is not None
    assert (result.column, result.precision) == ("place_name", precision)
    if precision == "near":
        assert admin2 in result.warning
        assert result.place.shape is not None
        assert result.place.shape.covers(result.place.point)


def test_the_point_itself_does_not_move() -> None:
    alone = look_up(PlaceQuery("Tirunelveli", "", "Tamil Nadu", "India")).place
    contradicted = look_up(PlaceQuery("Tirunelveli", "Chennai", "Tamil Nadu", "India")).place
    assert alone is not None
    assert contradicted is not None
    assert alone.point.equals(contradicted.point)
