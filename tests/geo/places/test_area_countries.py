"""An area that is in no one country lies in those that it is said to lie in, however it is drawn."""

import csv
from pathlib import Path

import pytest

from geo.core import boundaries
from geo.errors import PlacesInvalid
from geo.places import Hints, area_countries, place_from_id, resolve_or_none
from geo.places.area_countries import countries_of_area, reaches_country
from geo.places.gazetteer import curated
from geo.settings import data_dir


@pytest.mark.parametrize(
    ("name", "countries", "others"),
    [
        ("Golan Heights", ["Israel", "Syria"], ["Lebanon", "Jordan"]),
        ("Caspian Sea", ["Iran", "Azerbaijan"], ["Turkey", "Iraq", "Uzbekistan"]),
        ("Black Sea", ["Turkey", "Ukraine"], ["Greece", "Poland"]),
        ("Sahara", ["Algeria", "Niger"], ["Nigeria", "Turkey"]),
        ("Syrian Desert", ["Syria", "Jordan"], ["Turkey", "Lebanon"]),
        ("Kashmir", ["India", "Pakistan"], ["Afghanistan", "Nepal"]),
        ("Horn of Africa", ["Somalia", "Ethiopia"], ["Yemen", "Kenya"]),
        ("Caucasus", ["Georgia", "Russia"], ["Iran", "Turkey"]),
        ("Crimea", ["Ukraine", "Russia"], ["Turkey", "Romania"]),
        ("northern Sahara", ["Algeria"], ["Kenya", "Turkey"]),
        ("Iran-Pakistan border", ["Iran", "Pakistan"], ["Afghanistan", "India"]),
        ("off Gwadar", ["Pakistan"], ["Iran", "Oman"]),
    ],
)
def test_an_area_holds_the_countries_in_which_it_lies(name: str, countries: list[str], others: list[str]) -> None:
    for country in countries:
        place = resolve_or_none(name, Hints(country=country))
        assert place is not None
        assert place.confidence > 0.5, country
    for country in others:
        place = resolve_or_none(name, Hints(country=country))
        assert place is None or place.confidence <= 0.5, country


def test_the_region_of_a_country_goes_before_an_area_that_only_reaches_into_it() -> None:
    place = resolve_or_none("Sahel", Hints(country="Burkina Faso"))
    assert place is not None
    assert (place.country, place.precision) == ("Burkina Faso", "admin1")
    wide = resolve_or_none("Sahel", Hints(country="Mali"))
    assert wide is not None
    assert wide.country is None


def test_every_row_is_of_a_curated_area_and_names_countries_that_we_draw() -> None:
    known = set(boundaries.countries()["name"])
    with (data_dir() / area_countries.FILE_NAME).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["place_id"] for row in rows}) == len(rows)
    for row in rows:
        assert row["place_id"] in curated.rows()
        assert set(row["countries"].split(area_countries.SEPARATOR)) <= known


def test_every_land_area_without_a_country_lies_in_those_of_its_row_or_its_members() -> None:
    for key, row in curated.rows().items():
        is_wide = row["kind"] in ("continent", "sea") or ":" in key
        if not row["country"] and not is_wide:
            assert countries_of_area(f"{curated.PREFIX}{key}"), key


def test_an_area_reaches_the_countries_of_its_row() -> None:
    for key in curated.rows():
        for country in countries_of_area(f"{curated.PREFIX}{key}") if ":" not in key else ():
            assert reaches_country(place_from_id(f"{curated.PREFIX}{key}"), country)


def test_a_damaged_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / area_countries.FILE_NAME).write_text("place_id,countries\nx,\n", encoding="utf-8")
    with pytest.raises(PlacesInvalid):
        area_countries.read_table(tmp_path)


@pytest.mark.parametrize("country", ["Afghanistan", "Pakistan"])
def test_a_border_crossing_is_of_both_countries(country: str) -> None:
    place = resolve_or_none("Torkham", Hints(country=country))
    assert place is not None
    assert place.country == country
    assert place.confidence > 0.5
    other = resolve_or_none("Torkham", Hints(country="Iran"))
    assert other is None or other.confidence <= 0.5
