"""What was stated of a name: which areas a province's name means, and that no answer contradicts it."""

import pytest

from geo.core import boundaries
from geo.places import Place, place_from_id, resolve
from geo.places.disambiguation import context_from_hints, country_by_name
from geo.places.gazetteer import country_lists, divisions
from geo.places.lookup import ELSEWHERE_AGREEMENT
from geo.places.stated_areas import StatedArea, province_like, stated_divisions
from geo.places.table_rows import read_rows
from geo.settings import data_dir

# country, province as lists of incidents write it: older and newer divisions, other spellings, with what they are
STATED = [
    *[("Kenya", county) for county in ("Turkana", "Rift Valley", "Tana River", "Muranga", "Nairobi City")],
    *[("DR Congo", province) for province in ("Ituri", "Haut-Uele", "Nord-Kivu", "Orientale")],
    *[("Burkina Faso", region) for region in ("Centre-Nord", "Est", "Sahel", "Soum")],
    *[("Nepal", region) for region in ("Madhesh", "Province 1", "Central", "Mid-West", "Bagmati Zone")],
    *[("France", region) for region in ("Occitanie", "Alsace", "Ile-de-France", "Gard")],
    *[("United Kingdom", region) for region in ("England", "East Midlands", "Kent")],
    *[("Italy", region) for region in ("Lombardia", "Sicily", "Milan")],
    *[("Sri Lanka", region) for region in ("Northern", "Jaffna")],
    *[("Sweden", "Norrbottens"), ("Colombia", "Bogota, D.C."), ("Myanmar", "Shan-South"), ("Palestine", "West Bank")],
    *[("South Korea", "Seoul Special City"), ("Sudan", "Darfur"), ("Philippines", "Bicol Region")],
]


@pytest.mark.parametrize(("country", "admin1"), STATED)
def test_old_and_new_divisions_are_known(country: str, admin1: str) -> None:
    assert context_from_hints(country, admin1, ()).is_province_stated


@pytest.mark.parametrize(("country", "admin1"), [("Kenya", "Bavaria"), ("France", "Qxyz"), ("Iraq", "")])
def test_what_is_no_division_of_the_country_is_not_known(country: str, admin1: str) -> None:
    assert not context_from_hints(country, admin1, ()).is_province_stated


def test_a_land_that_is_stated_as_a_country_is_its_province() -> None:
    place = resolve("Saint Denis", country="Reunion")
    assert place.admin1 == "Réunion"


@pytest.mark.parametrize(
    ("name", "country", "admin1", "within"),
    [
        ("Lodwar", "Kenya", "Turkana", "Rift Valley"),
        ("Nakuru", "Kenya", "Nakuru", "Rift Valley"),
        ("Dori", "Burkina Faso", "Sahel", "Séno"),
        ("Toulouse", "France", "Occitanie", "Haute-Garonne"),
        ("Leicester", "United Kingdom", "East Midlands", "Leicester"),
    ],
)
def test_a_town_in_the_stated_division_is_sure(name: str, country: str, admin1: str, within: str) -> None:
    place = resolve(name, country=country, admin1=admin1)
    assert (place.precision, place.admin1) == ("exact", within)
    assert place.agreement > ELSEWHERE_AGREEMENT
    assert place.is_supported


def test_a_division_is_a_place_with_its_identifier() -> None:
    place = resolve("Turkana")
    assert (place.kind, place.precision, place.country) == ("division", "admin1", "Kenya")
    assert place.shape is not None
    assert place.shape.covers(place.point)
    assert place_from_id(place.place_id).shape == place.shape


@pytest.mark.parametrize(("name", "country"), [("Sicily", "Italy"), ("Catalonia", "Spain"), ("Brittany", "France")])
def test_an_everyday_name_of_a_region_is_known_by_itself(name: str, country: str) -> None:
    place = resolve(name)
    assert (place.name, place.country, place.precision) == (name, country, "admin1")


def _is_doubtful(place: Place) -> bool:
    return place.agreement <= ELSEWHERE_AGREEMENT and "mentioned with it" not in place.because


@pytest.mark.parametrize(
    ("name", "country", "admin1"),
    [
        ("Iran", "Iraq", None),
        ("Tehran", "Iraq", None),
        ("near Kandahar", "Pakistan", None),
        ("northern Syria", "Iran", None),
        ("Kandahar", "Afghanistan", "Helmand"),
        ("Punjab", "Pakistan", "Sindh"),
        ("Paris", "France", "Corsica"),
        ("Mombasa", "Kenya", "Turkana"),
        ("Sahara", "Pakistan", None),
        ("Caribbean", "Iraq", None),
    ],
)
def test_what_is_stated_is_not_contradicted(name: str, country: str, admin1: str | None) -> None:
    assert _is_doubtful(resolve(name, country=country, admin1=admin1))


@pytest.mark.parametrize(
    ("name", "country", "admin1"),
    [
        ("Iraq", "Iraq", "Nineveh"),
        ("Arabian Sea", "Pakistan", None),
        ("Sahara", "Algeria", None),
        ("Damascus", "Syria", "Rif Dimashq"),
        ("El Paso", "United States", "Texas"),
    ],
)
def test_what_holds_or_borders_on_the_stated_area_is_not_doubtful(name: str, country: str, admin1: str | None) -> None:
    assert resolve(name, country=country, admin1=admin1).agreement > ELSEWHERE_AGREEMENT


def test_a_province_alone_decides_between_namesakes() -> None:
    place = resolve("El Paso", admin1="Texas")
    assert (place.admin1, place.country) == ("Texas", "United States of America")


def test_a_town_that_the_outlines_put_beyond_the_border_is_in_the_stated_country() -> None:
    place = resolve("Kobani", country="Syria")
    assert place.country == "Syria"


@pytest.mark.parametrize("place_id", sorted(divisions.rows()))
def test_a_division_lies_in_its_country(place_id: str) -> None:
    row, outline = divisions.rows()[place_id], divisions.outline(place_id)
    assert outline is not None
    country = boundaries.country_shape(row["country"])
    assert country is not None
    assert country.covers(outline.representative_point())
    assert row["source"]


def test_a_name_is_the_division_that_it_is_spelt_most_like() -> None:
    entry = province_like("Nineva", "Iraq")
    assert entry is not None
    assert entry.name == "Nineveh"
    assert province_like("Qxyz", "Iraq") is None


def test_an_area_without_an_outline_holds_nothing_but_itself() -> None:
    entry = context_from_hints("Kenya", "Turkana", ()).stated_areas[0]
    unknown = StatedArea("Nowhere", "Kenya", "div:none")
    [town] = [other for other in divisions.index()["turkana"] if other.place_id == entry.place_id]
    assert not unknown.holds(town)
    assert entry.holds(town)


@pytest.mark.parametrize(
    ("country", "admin1", "town"),
    [
        ("Mali", "Taoudénit", "Taoudenni"),
        ("Ghana", "Savannah", "Damongo"),
        ("Algeria", "Ouled Djellal", "Ouled Djellal"),
        ("Libya", "Nalut", "Nalut"),
        ("Ethiopia", "Sidama", "Hawassa"),
        ("Burkina Faso", "Yaadga", "Ouahigouya"),
        ("Indonesia", "Highland Papua", "Wamena"),
        ("Yemen", "Suqutra", "Hadibu"),
        ("Kazakhstan", "Abai", "Semey"),
        ("Palestine", "Khan Younis", "Khan Yunis"),
        ("Somalia", "Jubaland", "Kismayo"),
    ],
)
def test_newer_provinces_hold_their_seat(country: str, admin1: str, town: str) -> None:
    context = context_from_hints(country, admin1, ())
    assert context.is_province_stated
    place = resolve(town, country=country, admin1=admin1)
    assert place.country == country
    assert place.agreement > ELSEWHERE_AGREEMENT


@pytest.mark.parametrize(
    ("country", "admin1", "province"),
    [
        ("Russia", "Tatarstan, Respublika", "Republic of Tatarstan"),
        ("Spain", "Murcia, Región de", "Murcia"),
        ("Sierra Leone", "Western Area (Freetown)", "Western Area"),
        ("Belarus", "Hrodna / Grodno", "Grodno"),
        ("Sweden", "Kronobergs län [SE-07]", "Kronoberg"),
    ],
)
def test_a_province_is_read_as_lists_of_countries_write_it(country: str, admin1: str, province: str) -> None:
    areas = stated_divisions(admin1, country)
    assert province in {entry.name for entry in areas}


@pytest.mark.parametrize(
    ("name", "country"),
    [
        *(("Nara", "Japan"), ("Savannah", "United States of America"), ("Boma", "Democratic Republic of the Congo")),
        ("Sidama", "Ethiopia"),
    ],
)
def test_a_division_that_is_called_like_a_city_elsewhere_is_not_meant_by_itself(name: str, country: str) -> None:
    assert resolve(name).country == country


@pytest.mark.parametrize(
    ("name", "country", "admin1", "own_country"),
    [
        ("San Juan", "United States", "Puerto Rico", "Puerto Rico"),
        ("San Juan", "United States", "Texas", "United States of America"),
        ("Nablus", "Israel", "West Bank", "Palestine"),
        ("Pristina", "Serbia", "Kosovo", "Kosovo"),
        ("Kowloon", "China", "Hong Kong", "Hong Kong S.A.R."),
        ("Nouméa", "France", "Nouvelle-Calédonie", "New Caledonia"),
    ],
)
def test_what_a_list_counts_to_a_country_does_not_contradict_it(
    name: str, country: str, admin1: str, own_country: str
) -> None:
    place = resolve(name, country=country, admin1=admin1)
    assert place.country == own_country
    assert place.agreement > ELSEWHERE_AGREEMENT
    assert country_by_name(country) in place.because


def test_what_no_list_counts_to_a_country_is_doubtful() -> None:
    assert resolve("Haifa", country="Palestine").agreement == ELSEWHERE_AGREEMENT
    assert resolve("Belgrade", country="Kosovo").agreement == ELSEWHERE_AGREEMENT


def test_each_country_of_the_lists_is_drawn() -> None:
    rows = list(read_rows(data_dir() / country_lists.FILE_NAME, country_lists.COLUMNS))
    names = {name for row in rows for name in (row["country"], row["includes"])}
    assert len(rows) >= 20
    assert not [name for name in names if boundaries.country_shape(name) is None]
