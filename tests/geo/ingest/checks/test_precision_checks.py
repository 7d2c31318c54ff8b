"""A name that is a province, a sea or “near X” is never exact, whatever the coordinates; a town's is."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.ingest.checks.area_names import interpret_name
from geo.ingest.checks.precision_checks import COARSENESS, cap_precision
from geo.ingest.import_result import Guess
from geo.ingest.provider import Crosswalk
from tests.thoroughness import count

GUESS = Guess("place", "place_name", 1.0, "")


def cap(rows: list[dict[str, str]], *, is_own_table: bool = False) -> Crosswalk:
    cells = pd.DataFrame(rows).astype("str")
    cells.index = pd.RangeIndex(2, 2 + len(rows))
    return cap_precision(Crosswalk(cells, {}, guesses=() if is_own_table else (GUESS,)))


def row(name: str, country: str, latitude: float, longitude: float) -> dict[str, str]:
    return {"place_name": name, "country": country, "latitude": str(latitude), "longitude": str(longitude)}


def precision(crosswalk: Crosswalk) -> list[str]:
    return list(crosswalk.cells["place_precision"].astype("str"))


@pytest.mark.parametrize(
    ("name", "country", "latitude", "longitude", "expected"),
    [
        ("Kech District", "Pakistan", 26.1523, 62.9217, "admin2"),
        ("Balochistan", "Pakistan", 28.4907, 65.0958, "admin1"),
        ("Pakistan", "Pakistan", 30.3753, 69.3451, "country"),
        ("Helmand", "Afghanistan", 31.3636, 63.9586, "admin1"),
        ("northern Balochistan", "Pakistan", 30.7523, 67.6217, "region"),
        ("Gulf of Oman", "", 24.5123, 58.7611, "sea_air"),
        ("Red Sea", "", 17.5123, 40.2123, "sea_air"),
        ("Off Yemen coast", "Yemen", 13.1234, 47.1234, "sea_air"),
        ("near Quetta", "Pakistan", 30.2512, 66.9723, "near"),
        ("5 km north of Turbat", "Pakistan", 26.0465, 63.0481, "near"),
        ("outskirts of Mosul", "Iraq", 36.3723, 43.1123, "near"),
        ("between Turbat and Panjgur", "Pakistan", 26.5123, 63.6123, "region"),
        ("Syria-Turkey border", "", 36.7123, 38.0123, "region"),
        ("Aleppo countryside", "Syria", 36.3123, 37.0123, "region"),
        ("Idlib Governorate", "Syria", 35.8123, 36.6123, "admin1"),
        ("Nationwide", "Iraq", 33.2232, 43.6793, "country"),
        ("Aleppo", "Syria", 35.9012, 37.9012, "admin1"),  # far from the town, in its province
        ("Georgia", "United States of America", 32.6574, -83.4412, "admin1"),
        ("gouvernorat d'Alep", "Syria", 36.2123, 37.1523, "admin1"),
        ("cerca de Tumaco", "Colombia", 1.7986, -78.8156, "near"),
        ("قرب الموصل", "Iraq", 36.34, 43.1312, "near"),
        ("استان سیستان و بلوچستان", "Iran", 28.5123, 60.6123, "admin1"),
        # Towns, though an area has the same name or their words are those of areas.
        ("Quetta", "Pakistan", 30.1798, 66.9751, "exact"),
        ("Kabul", "Afghanistan", 34.5281, 69.1723, "exact"),
        ("Aleppo", "Syria", 36.2021, 37.1343, "exact"),
        ("Kuwait City", "Kuwait", 29.3759, 47.9774, "exact"),
        ("Singapore", "Singapore", 1.2812, 103.8512, "exact"),
        ("Djibouti", "Djibouti", 11.5721, 43.1456, "exact"),
        ("Simi Valley", "United States of America", 34.2694, -118.7815, "exact"),
        ("Torkham border crossing", "Pakistan", 34.1212, 71.0912, "exact"),
        ("Turbat, Kech District", "Pakistan", 26.0012, 63.0485, "exact"),
        ("Southend-on-Sea", "United Kingdom", 51.5378, 0.7143, "exact"),
        ("Some unheard-of hamlet", "Pakistan", 26.1523, 62.9217, "exact"),
    ],
)
def test_what_a_name_allows(name: str, country: str, latitude: float, longitude: float, expected: str) -> None:
    assert precision(cap([row(name, country, latitude, longitude)])) == [expected]


def test_a_name_goes_before_what_a_hand_made_table_states_and_is_noted() -> None:
    capped = cap([row("Kech District", "Pakistan", 26.1523, 62.9217) | {"place_precision": "exact"}])
    assert precision(capped) == ["admin2"]
    assert capped.notes == ("1 row names a district (“Kech District”): known no closer, whatever the coordinates",)


def test_a_coarser_statement_stays() -> None:
    rows = [row("Quetta", "Pakistan", 30.1798, 66.9751) | {"place_precision": stated} for stated in ("country", "near")]
    assert precision(cap(rows)) == ["country", "near"]


def test_what_a_provider_states_stays_and_what_it_does_not_state_is_a_guess() -> None:
    stated = row("Balochistan", "Pakistan", 28.4907, 65.0958) | {"place_precision": "exact"}
    assert precision(cap([stated], is_own_table=True)) == ["exact"]
    guessed = cap(
        [row("Balochistan", "Pakistan", 28.4907, 65.0958), row("Turbat", "Pakistan", 26.0012, 63.0485)],
        is_own_table=True,
    )
    assert precision(guessed) == ["admin1", "exact"]
    (finding,) = guessed.findings
    assert list(finding.rows) == [2, 3]


def test_rows_that_name_only_a_division_are_known_to_it() -> None:
    rows = [
        {"admin1": "Balochistan", "admin2": "Kech", "latitude": "26.1523", "longitude": "62.9217"},
        {"admin1": "Balochistan", "admin2": "", "latitude": "28.4907", "longitude": "65.0958"},
    ]
    assert precision(cap(rows)) == ["admin2", "admin1"]


def test_a_division_under_several_points_may_be_that_of_sites() -> None:
    rows = [
        {"admin1": "Sindh", "latitude": latitude, "longitude": "67.0123"}
        for latitude in ("24.8612", "25.3961", "26.2441")
    ]
    assert precision(cap(rows)) == ["exact"] * 3


def test_rows_without_coordinates_and_rejected_rows_are_left_alone() -> None:
    cells = pd.DataFrame([row("Balochistan", "Pakistan", 28.4907, 65.0958), {"place_name": "Balochistan"}]).astype(
        "str"
    )
    assert precision(cap_precision(Crosswalk(cells, {}, guesses=(GUESS,))))[0] == "admin1"
    assert pd.isna(cap_precision(Crosswalk(cells, {}, guesses=(GUESS,))).cells["place_precision"].iloc[1])
    own = Crosswalk(cells, {})
    assert cap_precision(own, is_own_format=True) is own


@settings(max_examples=count(20, 60), deadline=None)
@given(st.text(max_size=300), st.sampled_from(["exact", "near", "admin2", "admin1", "region", "country"]))
def test_no_name_makes_a_place_more_precise(name: str, stated: str) -> None:
    (capped,) = precision(cap([row(name, "Pakistan", 26.1523, 62.9217) | {"place_precision": stated}]))
    assert capped == "sea_air" or COARSENESS[capped] >= COARSENESS[stated]


def test_long_names_are_read_at_once() -> None:
    for text in (" " * 10**6, "near " * 10**5, "((((" * 10**5, "border" * 10**5):
        interpret_name(text, "")
