import pytest

from geo.analysis.killed_total import KilledTotal
from tests.tables import incident_table, select

COLUMNS = "killed_low,killed_best,killed_high,zero_means_unknown,duplicate_of"


def describe(*figures: str) -> str:
    """The total of incidents with these figures, such as “2,,4” for low, best and high."""
    lines = (f"i{number},2024-01-16,,,{figure}" for number, figure in enumerate(figures))
    return KilledTotal.of_results(select(incident_table(*lines, columns=COLUMNS))).describe()


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        ((), ""),
        ((",,,,",), "Number killed not stated"),
        ((",,,,", "0,0,0,true,"), "Number killed not stated"),
        (("0,0,0,,",), "Nobody killed"),
        (("1,1,1,,",), "1 killed"),
        ((",2,,,", "0,0,0,,"), "2 killed"),
        (("2,,4,,", ",,,,", ",7,,,", ",,,,", ",,,,"), "9 to 11 killed; 3 incidents not stated"),
        (("0,,4,,", ",,,,"), "Up to 4 killed; 1 incident not stated"),
        (("2,,4,,", "91,,,,"), "At least 93 killed"),
        (("1200,,,,", ",,,,"), "At least 1,200 killed; 1 incident not stated"),
    ],
    ids=str,
)
def test_a_total_is_a_range_in_words(figures: tuple[str, ...], sentence: str) -> None:
    assert describe(*figures) == sentence


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        ((",27,,2–27", ",1,,"), "3 to 28 killed"),
        ((",,,2–11", ",,,"), "2 to 11 killed; 1 incident not stated"),
        ((",,,0–11 or more",), "0 or more killed"),
        ((",27,,27–40 or more",), "At least 27 killed"),
    ],
    ids=str,
)
def test_a_total_reaches_over_what_parties_claim(figures: tuple[str, ...], sentence: str) -> None:
    lines = (f"i{number},2024-01-16,,,{figure}" for number, figure in enumerate(figures))
    rows = incident_table(*lines, columns="killed_low,killed_best,killed_high,killed_claimed")
    assert KilledTotal.of_results(select(rows)).describe() == sentence


def test_the_dead_of_linked_duplicates_are_added_up_once() -> None:
    rows = incident_table("a,2024-01-16,,,,2,,,", "b,2024-01-16,,,,2,,,a", columns=COLUMNS)
    total = KilledTotal.of_results(select(rows))
    assert (total.describe(), total.n_linked) == ("2 killed", 1)
    assert total.to_json() == {"text": "2 killed", "low": 2, "high": 2, "not_stated": 0, "linked_left_out": 1}


def test_a_table_without_an_engine_has_the_same_total() -> None:
    lines = (",27,,2–27,", "2,,4,,", ",,,2–11 or more,", ",,,,", ",9,,,i1")
    names = "killed_low,killed_best,killed_high,killed_claimed,duplicate_of"
    rows = incident_table(*(f"i{n},2024-01-16,,,{line}" for n, line in enumerate(lines)), columns=names)
    assert KilledTotal.of_table(rows) == KilledTotal.of_results(select(rows))
    assert KilledTotal.of_table(rows.head(0)).describe() == ""


def test_what_is_not_stated_is_null() -> None:
    assert KilledTotal(2, low=3, high=0, n_open=1).to_json()["high"] is None
    unstated = KilledTotal(2, low=0, high=0, n_unstated=2).to_json()
    assert (unstated["low"], unstated["high"], unstated["not_stated"]) == (None, None, 2)
