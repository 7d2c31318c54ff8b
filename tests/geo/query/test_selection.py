from urllib.parse import urlencode

import geopandas as gpd
import narwhals as nw
import pandas as pd
import pytest

from geo.query.filters import FILTER, FILTERS
from geo.query.parameters import parse_query
from geo.query.selection import IN_UTF8, MAX_FIELDS, Selection

ORDER = [filter_.key for filter_ in FILTERS]
SENTENCES = [
    ("", "All incidents."),
    ("actor=Army+of+Justice", "Incidents involving Jaish al-Adl."),
    ("actor=Iran&actor=Pakistan", "Incidents involving Iran or Pakistan."),
    ("from=2024-01-16&to=2024-02-01", "Incidents from 16 January 2024 to 1 February 2024."),
    ("to=2024-02-01&q=x", "Incidents to 1 February 2024, that mention “x”."),
    (
        "precision=admin1&precision=near",
        "Incidents whose place is known to the province or approximate, within about 25 km.",
    ),
    ("date_precision=days", "Incidents whose date is known to a few days."),
    ("min_killed=1000&contested=1", "Incidents with at least 1,000 killed, that are contested."),
    ("q={{7*191}}<b>", "Incidents that mention “{{7*191}}<b>”."),
    ("bbox=-10,-5,10,5", "Incidents in the box 5.00° S 10.00° W to 5.00° N 10.00° E."),
    ("around=64,27,12.5", "Incidents within 12.5 km of 27.00° N 64.00° E."),
]


@pytest.mark.parametrize(("query", "sentence"), SENTENCES)
def test_a_selection_describes_itself(query: str, sentence: str) -> None:
    assert Selection.from_query(query).describe() == sentence


@pytest.mark.parametrize(
    ("query", "normal_form"),
    [
        ("?actor=Iran", "actor=Iran"),
        ("actor=JAISH+UL-ADL&actor=Army%20of%20Justice", "actor=Jaish+al-Adl"),
        ("type=battles&type=RIOTS", "type=battles&type=RIOTS"),
        ("precision=EXACT&precision=exact", "precision=exact"),
        ("min_killed=007", "min_killed=7"),
        ("bbox=60.0,25.000001,68,31", "bbox=60,25,68,31"),
        ("to=2024-01-16&actor=Iran", "actor=Iran&to=2024-01-16"),
        ("q=a%26b%3Dc%2Bd", "q=a%26b%3Dc%2Bd"),
        ("q=++spaces++", "q=spaces"),
    ],
)
def test_a_query_is_written_in_one_form(query: str, normal_form: str) -> None:
    selection = Selection.from_query(query)
    assert selection.problems == ()
    assert set(selection.to_query().split("&")) == set(normal_form.split("&"))
    assert Selection.from_query(selection.to_query()).to_query() == selection.to_query()


@pytest.mark.parametrize(
    ("bad", "key"),
    [
        ("from=yesterday", "from"), ("to=2024-02-30", "to"), ("acter=Iran", "acter"), ("country=", "country"),
        ("min_killed=-1", "min_killed"), ("min_killed=1&min_killed=2", "min_killed"), ("contested=0", "contested"),
        ("precision=exact&precision=roughly", "precision"), ("bbox=1,2,3", "bbox"), ("bbox=0,5,1,-5", "bbox"),
        ("bbox=180,-5,-180,5", "bbox"), ("area=0,0,1,1", "area"), ("around=0,0,0", "around"), ("q=a%00b", "q"),
    ],
)  # fmt: skip
def test_one_bad_value_never_loses_the_others(bad: str, key: str) -> None:
    selection = Selection.from_query(f"actor=Iran&{bad}&type=Riots")
    assert selection == Selection.from_query("actor=Iran&type=Riots")
    assert [problem.key for problem in selection.problems] == [key]
    assert selection.problems[0].value
    assert selection.problems[0].accepted
    assert str(selection.problems[0]).startswith(f"{key}: ")


def test_an_end_before_the_start_is_dropped() -> None:
    selection = Selection.from_query("from=2024-02-01&to=2024-01-01")
    assert selection.to_query() == "from=2024-02-01"
    assert [problem.key for problem in selection.problems] == ["to"]
    assert Selection.from_query("from=2024-02-01&to=2024-02-01").problems == ()


def test_too_many_parameters_are_refused_whole() -> None:
    selection = Selection.from_query("&".join(["actor=Iran"] * (MAX_FIELDS + 1)))
    assert selection == Selection()
    assert [problem.key for problem in selection.problems] == ["query"]
    assert Selection.from_query("&".join(["actor=Iran"] * 100)).to_query() == "actor=Iran"


@pytest.mark.parametrize("query", ["from=" + "&from=".join(["x" * 5000] * 3), f"{'k' * 5000}={'v' * 5000}"])
def test_a_refusal_does_not_repeat_everything(query: str) -> None:
    problems = Selection.from_query(query).problems
    assert len(problems) == 1
    assert len(problems[0].key) + len(problems[0].value) < 1000


def test_the_order_of_setting_filters_does_not_matter() -> None:
    first = Selection().with_filter("q", "x").with_filter("actor", ("Iran",)).with_filter("contested", True)
    second = Selection().with_filter("contested", True).with_filter("actor", ("Iran",)).with_filter("q", "x")
    assert (first, hash(first)) == (second, hash(second))
    assert [key for key, _ in first.values] == sorted(("q", "actor", "contested"), key=ORDER.index)


def test_problems_take_no_part_in_equality() -> None:
    assert Selection.from_query("actor=Iran&x=1") == Selection.from_query("actor=Iran")
    assert hash(Selection.from_query("actor=Iran&x=1")) == hash(Selection.from_query("actor=Iran"))


def test_filters_are_set_and_removed() -> None:
    both = Selection.from_query("actor=Iran&q=x")
    assert both.get("actor") == ("Iran",)
    assert both.get("country") is None
    assert both.with_filter("q", None) == both.without("q") == Selection.from_query("actor=Iran")
    assert both.with_filter("q", "y").get("q") == "y"
    assert both.without("actor", "q", "country") == Selection()
    assert both == Selection.from_query("actor=Iran&q=x")


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("actor=Jaish+ul-Adl&from=2024-01-01", ["days", "day"]),
        ("country=Iran&type=Armed+clash", ["days"]),
        ("bbox=170,-20,-170,-10", ["east", "west"]),
        ("min_killed=27", ["year", "month"]),
        ("contested=1", ["day"]),
        ("q=IRGC", ["year", "day"]),  # in a text, and as the Guard by another name
        ("country=Atlantis", []),
    ],
)
def test_it_keeps_the_matching_rows_in_their_order(small: gpd.GeoDataFrame, query: str, ids: list[str]) -> None:
    before = small.copy()
    assert list(Selection.from_query(query).apply(small)["incident_id"]) == ids
    pd.testing.assert_frame_equal(pd.DataFrame(small), pd.DataFrame(before))


def test_an_empty_selection_shows_everything(small: gpd.GeoDataFrame) -> None:
    assert Selection().predicate(nw.from_native(small)) is None
    assert Selection().apply(small) is small
    assert Selection.from_query("nothing=here").apply(small) is small


def test_every_key_has_one_filter() -> None:
    assert len(FILTER) == len(FILTERS)


@pytest.mark.parametrize("query", ["q=%ff", "q=strike%c3", "actor=%ed%a0%80", "country=Iran&%fe=1", "q=%80%81"])
def test_bytes_that_are_no_text_are_a_problem_and_no_search_for_nothing(query: str) -> None:
    selection = Selection.from_query(query)
    assert [problem.accepted for problem in selection.problems] == [IN_UTF8]
    assert selection.get("q") is None
    assert [problem.to_dict() for problem in parse_query(query).problems] == [selection.problems[0].to_dict()]
    selection.problems[0].value.encode()  # can be shown


@pytest.mark.parametrize("text", ["Caf\ufffd", "Sistān", "ضاحية", "a\u2028b"])
def test_a_text_that_is_replaced_already_is_a_text(text: str) -> None:
    selection = Selection.from_query(urlencode({"q": text}))
    assert selection.problems == ()
    assert Selection.from_query(selection.to_query()) == selection
