"""Wordings and codes of countries lead to names that the map has, held to the lists of other packages."""

import csv
import importlib.util
import re
from pathlib import Path

import pycountry
import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from geo import places
from geo.core import boundaries
from geo.places import country_names
from geo.places.country_names import (
    FIPS,
    GW,
    IOC,
    ISO2,
    ISO3,
    M49,
    SCHEMES,
    SEPARATOR,
    country_of_any_code,
    country_of_code,
    read_country,
    spellings,
)  # fmt: skip
from geo.places.disambiguation import country_by_name
from geo.settings import data_dir

MAP = frozenset(boundaries.countries()["name"])
CONGOS = ("Democratic Republic of the Congo", "Republic of the Congo")
KOREAS = ("North Korea", "South Korea")
LANGUAGES = ("en", "fr", "es", "ar", "fa")


def rows(file: str) -> list[list[str]]:
    with (data_dir() / file).open(encoding="utf-8", newline="") as lines:
        _, *table = csv.reader(lines)
    return table


@pytest.mark.parametrize(
    ("file", "column"),
    [("country_names.csv", 1), ("country_wordings.csv", 1), ("country_codes.csv", 2), ("fips_countries.csv", 1)],
)
def test_every_country_is_one_of_the_map(file: str, column: int) -> None:
    assert {name for row in rows(file) for name in row[column].split(SEPARATOR) if name} <= MAP


@pytest.mark.parametrize("file", ["country_names.csv", "country_wordings.csv", "country_codes.csv"])
def test_every_row_is_there_once_and_has_a_source(file: str) -> None:
    keys = [tuple(row[:2]) for row in rows(file)]
    assert len(set(keys)) == len(keys)
    assert all(row[-1] for row in rows(file))


def test_no_wording_is_of_two_countries_unless_a_row_says_so() -> None:
    meanings: dict[tuple[str, ...], set[str]] = {}
    for wording, country, _source in rows("country_names.csv"):
        meanings.setdefault(country_names.wording_key(wording), set()).add(country)
    assert {key: names for key, names in meanings.items() if len(names) > 1} == {}


def iso_country(country: object) -> str | None:
    return country_of_code(ISO3, country.alpha_3)  # type: ignore[attr-defined]


@pytest.mark.parametrize("country", list(pycountry.countries), ids=lambda country: country.alpha_3)
def test_every_name_and_code_of_iso_3166_is_known(country: pycountry.db.Country) -> None:
    expected = iso_country(country)
    assert expected in MAP
    assert country_of_code(ISO2, country.alpha_2) == country_of_code(M49, country.numeric) == expected
    wordings = {getattr(country, field, country.name) for field in ("name", "official_name", "common_name")}
    wordings |= {wording.upper() for wording in wordings}
    assert {text for text in wordings if read_country(text).country != expected} <= {"Congo", "CONGO"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_cldr_is_known(language: str) -> None:
    territories = Locale.parse(language).territories
    wrong = {
        name: read_country(name)
        for code, name in territories.items()
        if (expected := country_of_code(ISO2, code)) and read_country(name).country != expected
    }
    assert {name: reading for name, reading in wrong.items() if reading.names != CONGOS} == {}


def converter_table() -> list[dict[str, str]]:
    """country_converter's own list; the package itself cannot load it beside pandas 3."""
    spec = importlib.util.find_spec("country_converter")
    assert spec is not None
    assert spec.origin is not None
    with (Path(spec.origin).parent / "country_data.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def test_country_converter_agrees_on_names_and_codes() -> None:
    wrong = []
    for row in converter_table():
        expected = country_of_code(ISO3, row["ISO3"])
        codes = [(IOC, row["IOC"]), (GW, row["GWcode"]), (M49, row["ISOnumeric"])]
        codes += [(ISO2, code) for code in re.findall("[A-Z]{2}", row["ISO2"])]
        found = [read_country(row[name]).country for name in ("name_short", "name_official")]
        found += [country_of_code(scheme, code) or "" for scheme, code in codes if code]
        wrong += [(row["ISO3"], name) for name in found if expected and name != expected]
    assert wrong == [("GUF", "")]  # its “Guiana” may be Guyana too


@pytest.mark.parametrize(
    ("wording", "country"),
    [
        ("Korea, Rep.", "South Korea"), ("Korea, Dem. People's Rep.", "North Korea"), ("S. Korea", "South Korea"),
        ("Congo, Dem. Rep.", CONGOS[0]), ("Congo, Rep.", CONGOS[1]), ("Congo - Kinshasa", CONGOS[0]),
        ("RDC", CONGOS[0]),
        ("Congo (Brazzaville)", CONGOS[1]), ("DR Congo (Zaire)", CONGOS[0]), ("Egypt, Arab Rep.", "Egypt"),
        ("Venezuela, RB", "Venezuela"), ("Venezuela (Bolivarian Republic of)", "Venezuela"), ("Yemen, Rep.", "Yemen"),
        ("Yemen (North Yemen)", "Yemen"), ("West Bank and Gaza", "Palestine"), ("oPt", "Palestine"),
        ("occupied Palestinian territory", "Palestine"), ("Iran (Islamic Republic of)", "Iran"), ("Iran, I.R.", "Iran"),
        ("Libyan Arab Jamahiriya", "Libya"), ("Syrian Arab Rep.", "Syria"), ("Türkiye, Rep. of", "Turkey"),
        ("TURKIYE", "Turkey"), ("Myanmar (Burma)", "Myanmar"), ("Bosnia & Herz.", "Bosnia and Herzegovina"),
        ("Zimbabwe (Rhodesia)", "Zimbabwe"), ("FYROM", "North Macedonia"), ("Macedonia, FYR", "North Macedonia"),
        ("Taiwan, Province of China", "Taiwan"), ("China, Taiwan Province of", "Taiwan"), ("China, Rep.", "Taiwan"),
        ("China, P.R.", "China"), ("Hong Kong SAR, China", "Hong Kong S.A.R."), ("Solomon Is.", "Solomon Islands"),
        ("N. Mariana Is.", "Northern Mariana Islands"), ("St. Kitts & Nevis", "Saint Kitts and Nevis"),
        ("Micronesia, Fed. Sts.", "Federated States of Micronesia"), ("Guinea, Equatorial", "Equatorial Guinea"),
        ("Guinea", "Guinea"), ("Côte d’Ivoire", "Ivory Coast"), ("Cote d`Ivoire", "Ivory Coast"),
        ("Kosovo (under UNSCR 1244)", "Kosovo"), ("Kosovo*", "Kosovo"), ("Eswatini (formerly Swaziland)", "eSwatini"),
        ("Upper Volta", "Burkina Faso"), ("Southern Rhodesia", "Zimbabwe"), ("Burma/Myanmar", "Myanmar"),
        ("République islamique d'Iran", "Iran"), ("États-Unis d'Amérique", "United States of America"),
        ("EE. UU.", "United States of America"), ("المملكة العربية السعودية", "Saudi Arabia"), ("سوريا", "Syria"),
        ("جمهوری اسلامی ایران", "Iran"), ("  united   states ", "United States of America"),
        ("KOREA (REPUBLIC OF)", "South Korea"), ("S. Sudan", "South Sudan"),
        ("Sudan, South", "South Sudan"), ("Korea, South", "South Korea"), ("eSwatini", "eSwatini"),
        ("Russia (Soviet Union)", "Russia"), ("Gambia (the)", "Gambia"), ("Netherlands, The", "Netherlands"),
    ],
)  # fmt: skip
def test_wordings(wording: str, country: str) -> None:
    assert read_country(wording).country == country


@pytest.mark.parametrize("wording", ["Soviet Union", "USSR", "Yugoslavia, FR", "Czechoslovakia (former)", "High seas"])
def test_what_is_no_country_of_today_is_known_as_none(wording: str) -> None:
    reading = read_country(wording)
    assert reading.is_known
    assert reading.names == ()


@pytest.mark.parametrize(
    ("wording", "countries"),
    [("Congo", CONGOS), ("Korea", KOREAS), ("Corée", KOREAS), ("Iran/Iraq", ("Iran", "Iraq")), ("Israel and Palestine",
     ("Israel", "Palestine")), ("Nigeria, Niger", ("Nigeria", "Niger"))],
)  # fmt: skip
def test_a_wording_of_two_countries_is_read_as_neither(wording: str, countries: tuple[str, ...]) -> None:
    assert read_country(wording).names == countries
    assert read_country(wording).country == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Atlantis",
        "Niger State",
        "Lagos",
        "Southern Africa",
        "Middle Africa",
        "Balochistan",
        "x" * 5000,
        "(",
        "Rep.",
    ],
)
def test_what_is_no_country_is_unknown(text: str) -> None:
    assert not read_country(text).is_known


def test_codes_of_schemes_that_contradict_each_other() -> None:
    assert [country_of_code(scheme, "AU") for scheme in (ISO2, FIPS)] == ["Australia", "Austria"]
    assert [country_of_code(scheme, "BRN") for scheme in (ISO3, IOC)] == ["Brunei", "Bahrain"]
    assert country_of_code(IOC, "SUI") == "Switzerland"
    assert country_of_code(FIPS, "IZ") == country_of_code(M49, "368.0") == country_of_code(GW, "645") == "Iraq"
    assert country_of_code(M49, "004") == "Afghanistan"
    assert country_of_code(ISO3, "YUG") is None
    assert [country_of_any_code(code) for code in ("irn", "PK", "GER", "QQQ")] == ["Iran", "Pakistan", "Germany", None]


def test_every_scheme_has_codes() -> None:
    assert min(len(country_names.codes_by_scheme()[scheme]) for scheme in SCHEMES) > 190


@given(st.sampled_from(sorted(MAP)))
def test_every_spelling_of_a_country_is_read_as_it(country: str) -> None:
    assert read_country(country).country == country
    codes = {code.lower() for scheme in (ISO3, ISO2) for code in country_names.codes_by_scheme()[scheme]}
    assert {name for name in spellings(country) if name not in codes and read_country(name).country != country} == set()


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert set(read_country(text).names) <= MAP


@pytest.mark.parametrize(
    ("wording", "country"),
    [("Korea, Rep.", "South Korea"), ("FYROM", "North Macedonia"), ("Taiwan, Province of China", "Taiwan"),
     ("Solomon Is.", "Solomon Islands"), ("Moldova, Republic of", "Moldova"), ("Iran (Islamic Republic of)", "Iran")],
)  # fmt: skip
def test_a_wording_of_a_country_is_no_place_elsewhere(wording: str, country: str) -> None:
    place = places.resolve(wording)
    assert (place.kind, place.country) == ("country", country)
    assert country_by_name(wording) == country


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Gaza", "province"), ("Georgia", "country"), ("Paris, Texas", "town"), ("Atlanta, Georgia", "town"),
     ("Northern Ireland", "region"), ("Niger State", "province"), ("Kinshasa, Congo, Dem. Rep.", "town")],
)  # fmt: skip
def test_other_places_stay_what_they_are(name: str, kind: str) -> None:
    assert places.resolve(name).kind == kind
