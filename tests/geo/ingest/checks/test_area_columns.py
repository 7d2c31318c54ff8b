"""A name in a column of provinces, districts or countries means the area, and never the point of a town."""

import pytest

from geo.ingest.checks.place_lookup import look_up
from geo.ingest.checks.place_queries import PlaceQuery
from geo.places import chances


@pytest.mark.parametrize("place_name", ["", "Blorpville", "Unknown", "Lisbon"])
@pytest.mark.parametrize(
    ("admin1", "country"),
    [
        ("Herat", "Afghanistan"),
        ("Homs", "Syria"),
        ("Kaduna", "Nigeria"),
        ("Kharkiv", "Ukraine"),
        ("Belgorod", "Russia"),
        ("Kirkuk", "Iraq"),
    ],
)
def test_a_province_that_is_called_like_its_seat_is_the_province(place_name: str, admin1: str, country: str) -> None:
    result = look_up(PlaceQuery(place_name, "", admin1, country))
    assert result.place is not None
    assert (result.place.kind, result.place.country, result.precision) == ("province", country, "admin1")
    assert result.place.shape is not None
    assert result.place.radius_km > 20
    assert result.place.confidence == chances.chance("country", "area")
    assert not place_name or result.warning


@pytest.mark.parametrize(("admin1", "country"), [("Lashkar Gah", "Afghanistan"), ("Gwadar", "Pakistan")])
def test_a_town_in_a_column_of_provinces_is_its_district_or_surroundings(admin1: str, country: str) -> None:
    result = look_up(PlaceQuery("", "", admin1, country))
    assert result.place is not None
    assert result.place.precision in ("admin2", "near")
    assert result.place.radius_km > 5
    assert chances.word_of(result.place.confidence) == "possible"
    assert "no province of that name is known" in result.warning


@pytest.mark.parametrize(
    ("admin2", "admin1", "country"),
    [
        ("Binnish", "Idlib", "Syria"),
        ("Dabaab", "Garissa", "Kenya"),
        ("Konna", "Mopti", "Mali"),
        ("Bama", "", "Nigeria"),
    ],
)
def test_a_town_in_a_column_of_districts_is_a_district(admin2: str, admin1: str, country: str) -> None:
    result = look_up(PlaceQuery("", admin2, admin1, country))
    assert result.place is not None
    assert result.place.precision != "exact"
    assert result.precision == result.place.precision
    assert result.place.shape is not None


@pytest.mark.parametrize("word", ["Java", "Paris", "Kabul", "Springfield"])
@pytest.mark.parametrize("place_name", ["", "Marketplace Blorp"])
def test_a_town_is_no_country(word: str, place_name: str) -> None:
    result = look_up(PlaceQuery(place_name, "", "", word))
    assert result.place is None or result.place.kind in ("province", "region")
    assert result.place is None or result.precision != "country"
    assert result.warning


@pytest.mark.parametrize(
    ("place_name", "admin1", "word", "country"),
    [
        ("Bukavu", "", "Congo", "Democratic Republic of the Congo"),
        ("Bunia", "Ituri", "Congo", "Democratic Republic of the Congo"),
        ("Pointe-Noire", "", "Congo", "Republic of the Congo"),
        ("Busan", "", "Korea", "South Korea"),
        ("Kaesong", "", "Korea", "North Korea"),
        ("Duhok", "", "Kurdistan", "Iraq"),
        ("Sanandaj", "", "Kurdistan", "Iran"),
        ("Edinburgh", "", "Scotland", "United Kingdom"),
        ("Bamako", "", "Africa", "Mali"),
        ("Basra", "", "Iran/Iraq", "Iraq"),
    ],
)
def test_the_names_beside_a_word_for_several_countries_settle_it(
    place_name: str, admin1: str, word: str, country: str
) -> None:
    result = look_up(PlaceQuery(place_name, "", admin1, word))
    assert result.place is not None
    assert (result.place.country, result.column) == (country, "place_name")


@pytest.mark.parametrize(
    ("query", "countries"),
    [
        (("", "", "", "Congo"), ("Democratic Republic of the Congo", "Republic of the Congo")),
        (("Blorpville", "", "", "Congo"), ("Democratic Republic of the Congo", "Republic of the Congo")),
        (("Brazzaville", "", "North Kivu", "Congo"), ("Democratic Republic of the Congo", "Republic of the Congo")),
        (("", "", "", "Korea"), ("North Korea", "South Korea")),
        (("", "", "", "Iran/Iraq"), ("Iran", "Iraq")),
    ],
)
def test_a_word_for_two_countries_that_nothing_settles_names_both(
    query: tuple[str, str, str, str], countries: tuple[str, str]
) -> None:
    result = look_up(PlaceQuery(*query))
    assert result.place is None
    assert all(country in result.warning for country in countries)


@pytest.mark.parametrize("word", ["Africa", "Asia", "Kurdistan", "Scotland", "Middle East", "West Bank"])
def test_a_wider_area_among_countries_is_a_region_with_its_radius(word: str) -> None:
    result = look_up(PlaceQuery("", "", "", word))
    assert result.place is not None
    assert result.precision == result.place.precision != "country"
    assert result.place.radius_km > 10
    assert result.warning
    assert not result.is_certain


@pytest.mark.parametrize("word", ["Nigeria", "Georgia", "Puerto Rico", "Burma", "DRC", "South Korea", "Palestine"])
def test_a_country_stays_a_country_without_a_word(word: str) -> None:
    result = look_up(PlaceQuery("", "", "", word))
    assert result.place is not None
    assert (result.place.kind, result.precision, result.warning) == ("country", "country", "")


@pytest.mark.parametrize(("admin2", "country"), [("Haifa", "Israel"), ("Torkham", "Pakistan")])
def test_surroundings_of_a_town_in_a_column_of_districts_have_a_warning(admin2: str, country: str) -> None:
    result = look_up(PlaceQuery("", admin2, "", country))
    assert "taken as its surroundings" in result.warning
    assert not result.is_certain


@pytest.mark.parametrize("country", ["Mexico", "Luxembourg"])
def test_a_province_that_is_called_like_its_country_is_the_province(country: str) -> None:
    result = look_up(PlaceQuery("", "", country, country))
    assert result.place is not None
    assert (result.place.kind, result.precision, result.column) == ("province", "admin1", "admin1")


@pytest.mark.parametrize("word", ["Kalimantan", "Kivu", "Transylvania"])
def test_a_region_of_one_country_stays_a_region_among_countries(word: str) -> None:
    result = look_up(PlaceQuery("", "", "", word))
    assert result.precision == "region"
    assert result.warning
