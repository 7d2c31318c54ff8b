import geopandas as gpd
import pytest

from geo.analysis.time_scale import SCALE
from geo.analysis.timeline import build_timeline
from geo.analysis.timeline_words import describe_timeline
from geo.core import incidents
from tests.tables import incident_table, select

TOLLS = "killed_low,killed_best,killed_high"


def describe(*lines: str, scale: str = "day", columns: str = "", measure: str = "incidents") -> str:
    results = select(incident_table(*lines, columns=columns))
    return describe_timeline(build_timeline(results, scale=SCALE[scale], measure=measure))


def test_an_empty_timeline_says_so() -> None:
    assert describe_timeline(build_timeline(select(incidents.empty()))) == "No incident to draw."


def test_the_description_says_what_the_chart_shows(small: gpd.GeoDataFrame) -> None:
    words = describe_timeline(build_timeline(select(small), scale=SCALE["year"]))
    assert "9 incidents by year, most in 2024 (" in words
    assert "1 incident without a date is not included." in words
    assert "whose day is not known" in words


def test_incidents_wider_than_a_bar_are_described_for_one_and_for_two() -> None:
    lines = ["a,2024-01-01,,,2024-01-31", "b,2024-01-05,,,2024-01-20"]
    one, two = (describe(*lines[:number], columns="date_end") for number in (1, 2))
    assert one == "1 incident cannot be placed in a single day and is drawn as a line."
    assert two == "2 incidents cannot be placed in a single day and are drawn as lines."


@pytest.mark.parametrize(
    ("scale", "phrase"),
    [
        ("day", "on 15 January 2024"),
        ("week", "in the week of 15 January 2024"),
        ("month", "in January 2024"),
        ("year", "in 2024"),
        ("decade", "in the 2020s"),
    ],
)
def test_where_the_incidents_are_is_said_for_one_for_one_bar_and_for_a_peak(scale: str, phrase: str) -> None:
    one, two, other = "a,2024-01-15,27,62", "b,2024-01-15,27,62", "c,2003-07-01,27,62"
    assert describe(one, scale=scale) == f"1 incident, {phrase}."
    assert describe(one, two, scale=scale) == f"2 incidents, all {phrase}."
    assert describe(one, two, other, scale=scale).startswith(f"3 incidents by {scale}, most {phrase} (2).")


def test_without_a_peak_none_is_named() -> None:
    words = describe("a,2024-01-15,27,62", "b,2024-01-16,27,62")
    assert words == "2 incidents by day, never more than one in a day."


def test_what_lies_outside_is_counted() -> None:
    crisis = [f"{name},2019-02-2{day},27,62" for day in (6, 7, 8) for name in (f"a{day}", f"b{day}")]
    one = describe_timeline(build_timeline(select(incident_table("x,1999-05-01,27,62", *crisis))))
    assert "Shown: 22 February 2019 to 1 March 2019, the busiest time; 1 incident lies outside." in one
    two = describe_timeline(build_timeline(select(incident_table("x,1999-05-01,,", "y,1998-05-01,,", *crisis))))
    assert "2 incidents lie outside." in two
    assert "outside" not in describe_timeline(build_timeline(select(incident_table(*crisis))))


def test_killed_are_ranges_and_the_unknown_are_counted() -> None:
    words = describe("a,2024-01-15,,,2,3,5", "b,2024-01-16,,,,,", columns=TOLLS, measure="killed")
    assert words == "Killed by day: at least 2 (1 incident unknown). Most on 15 January 2024: 2–5."
    assert describe("a,2024-01-15,,,,,", columns=TOLLS, measure="killed") == "Killed by day: unknown."


def test_the_killed_of_incidents_wider_than_a_bar_are_said() -> None:
    words = describe("a,2024-01-01,,,2024-01-31,7,7,7", columns=f"date_end,{TOLLS}", measure="killed")
    assert words == "1 incident cannot be placed in a single day and is drawn as a line; killed in it: 7."
