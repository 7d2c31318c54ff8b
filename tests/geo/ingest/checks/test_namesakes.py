"""A column of towns is known by its header."""

import pytest

from geo.ingest.checks.namesakes import is_town_column


@pytest.mark.parametrize("header", ["City", "town/village", "Localité", "ciudad", "المدينة", "شهر", "event_city"])
def test_a_column_of_towns_is_known_by_its_words(header: str) -> None:
    assert is_town_column(header)


@pytest.mark.parametrize("header", ["", "Location", "place", "City or province", "capacity", "velocity"])
def test_other_columns_may_hold_areas(header: str) -> None:
    assert not is_town_column(header)
