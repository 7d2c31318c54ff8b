"""Which rows an exclusion takes away: those that its name matches, and never one of which nothing is known."""

import urllib.parse

import duckdb
import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.query.filters import FILTERS, Control
from geo.query.index import Index
from geo.query.selection import Selection
from tests.tables import incident_table

COLUMNS = (
    "actor_a,actor_b,other_actors,event_type,sub_event_type,place_name,place_id,country,admin1,place_precision,dataset"
)
ROWS = incident_table(
    "guard,2024-01-16,29.4963,60.8629,IRGC,Army of Justice,,Battles,Armed clash,Zahedan,,Iran,Sistan and Baluchestan,"
    "exact,one",
    "third,2024-01-17,30.18,67.01,Police,,Iran; Nobody,Riots,,Quetta,,Pakistan,Balochistan,exact,one",
    "other,2024-01-18,33.3,44.4,Nobody,,,Battles,,Baghdad,,Iraq,Baghdad,exact,two",
    "blank,2024-01-19,,,,,,,,,,,,,",
    "bang,2024-01-20,0,0,!bang,,,Riots,Mob violence,!bang,,!bang,!bang,exact,!bang",
    "province,2024-01-21,27.5,60.6,Nobody,,,Riots,,Sistan and Baluchestan,,Iran,Sistan and Baluchestan,admin1,two",
    "iran,2024-01-22,32.4,53.7,Nobody,,,,,Iran,ne0:IRN,Iran,,country,",
    columns=COLUMNS,
)
EVERYTHING = list(ROWS["incident_id"])
CHOICES = [filter_ for filter_ in FILTERS if filter_.control is Control.CHOICES]
NAMES = st.text(max_size=12) | st.text("!\\ ab\u00a0", max_size=6)


def ids(query: str, rows: gpd.GeoDataFrame = ROWS) -> list[str]:
    """The rows of a query in memory, which are those of the index and of DuckDB."""
    selection = Selection.from_query(query)
    assert selection.problems == ()
    in_memory = list(selection.apply(rows)["incident_id"])
    with duckdb.connect() as connection:
        relation = connection.from_df(pd.DataFrame(rows.drop(columns="geometry")))
        assert sorted(selection.apply(relation).df()["incident_id"]) == sorted(in_memory)
    assert list(Index.from_table(rows).select(selection).rows()["incident_id"]) == in_memory
    return in_memory


def all_but(*left_out: str) -> list[str]:
    return [each for each in EVERYTHING if each not in left_out]


@pytest.mark.parametrize(
    ("query", "left_out"),
    [
        ("actor=!Iran", ["guard", "third"]),  # its bodies and the other actors too
        ("actor=!irgc", ["guard"]),
        ("actor=!Jaish al-Adl", ["guard"]),  # by an alias
        ('actor=!"IRGC"', ["guard"]),
        ("actor=!Iran&actor=!Nobody", ["guard", "third", "other", "province", "iran"]),
        ("actor=!not stated", ["blank"]),
        ("type=!Battles", ["guard", "other"]),
        ("type=!Armed clash", ["guard"]),
        ("country=!IRN", ["guard", "province", "iran"]),
        ("country=!Iran&country=!Pakistan", ["guard", "third", "province", "iran"]),
        ("admin1=!Baluchistan", ["third"]),
        ("place=!Zahedan", ["guard"]),
        ("place=!Iran", ["guard", "province", "iran"]),
        ("place=!30 km from Quetta", ["third"]),
        ("precision=!exact", ["guard", "third", "other", "bang"]),
        ("dataset=!one", ["guard", "third"]),
        ("date_precision=!day", EVERYTHING),
        ("place=!nowhere", []),
        ("actor=!!bang", ["bang"]),
        ("country=!!bang&dataset=!one", ["bang", "guard", "third"]),
    ],
)
def test_only_exclusions_leave_everything_else(query: str, left_out: list[str]) -> None:
    assert ids(query) == all_but(*left_out)


@pytest.mark.parametrize(
    ("query", "matches"),
    [
        ("actor=Iran&actor=!IRGC", ["third"]),
        ("actor=Nobody&actor=!Iran", ["other", "province", "iran"]),
        ("actor=not stated&actor=!Iran", ["blank"]),
        ("type=Battles&type=Riots&type=!Armed clash", ["third", "other", "bang", "province"]),
        ("country=Iran&place=!Zahedan", ["province", "iran"]),
        ("place=Iran&place=!Sistan and Baluchestan", ["iran"]),
        (r"actor=\!bang", ["bang"]),
        (r"place=\!bang&country=\!bang&admin1=\!bang&dataset=\!bang", ["bang"]),
    ],
)
def test_exclusions_take_away_from_what_is_included(query: str, matches: list[str]) -> None:
    assert ids(query) == matches


@pytest.mark.parametrize("filter_", CHOICES, ids=lambda filter_: filter_.key)
def test_a_row_of_which_nothing_is_known_stays(filter_: object) -> None:
    key = filter_.key  # type: ignore[attr-defined]
    name = getattr(filter_, "vocabulary", ())[:1] or ("Iran",)
    blank = ROWS.iloc[3:4].assign(place_precision=None, date_precision=None)
    assert ids(f"{key}=!{name[0]}", blank) == ["blank"]


def test_what_lies_there_only_possibly_stays_unless_it_is_asked_to_go() -> None:
    assert ids("place=!Zahedan") == all_but("guard")
    assert ids("place=!Zahedan&inside=possible") == all_but("guard", "province", "iran")
    assert ids("place=!Sistan and Baluchestan&inside=possible") == all_but("guard", "province", "iran")


@pytest.mark.parametrize(
    ("query", "normal_form"),
    [
        ("actor=!Army of Justice", "actor=!Jaish+al-Adl"),
        ("actor=Pakistan&actor=!irgc", "actor=!Islamic+Revolutionary+Guard+Corps&actor=Pakistan"),
        ("actor=%21+Iran+", "actor=!Iran"),
        ("country=!PAK&country=!Pakistan", "country=!Pakistan"),
        ("precision=!EXACT", "precision=!exact"),
        (r"dataset=\!x&dataset=!!x2", r"dataset=!!x2&dataset=%5C!x"),
    ],
)
def test_an_exclusion_is_written_in_one_form(query: str, normal_form: str) -> None:
    selection = Selection.from_query(query)
    assert selection.problems == ()
    assert selection.to_query() == normal_form
    assert Selection.from_query(normal_form) == selection


@pytest.mark.parametrize(
    ("query", "normal_form", "name"),
    [
        ("actor=Iran&actor=!Iran", "actor=!Iran", "Iran"),
        ("actor=Iran&actor=Pakistan&actor=!iran", "actor=!Iran&actor=Pakistan", "Iran"),
        ("country=IRN&country=!Islamic Republic of Iran", "country=!Iran", "Iran"),
        ("type=battles&type=!Battles", "type=!Battles", "battles"),
        (r"dataset=\!x&dataset=!!x", "dataset=!!x", "!x"),
    ],
)
def test_of_a_name_named_both_ways_the_exclusion_stays_and_is_reported(query: str, normal_form: str, name: str) -> None:
    selection = Selection.from_query(query)
    assert selection.to_query() == normal_form
    (problem,) = selection.problems
    assert (problem.key, problem.value) == (query.partition("=")[0], name)
    assert "either" in problem.accepted


@pytest.mark.parametrize(
    "query", ["actor=!", "actor=!%20", "country=!%00x", f"place=!{'x' * 301}", "precision=!near by"]
)
def test_an_exclusion_of_nothing_usable_is_refused(query: str) -> None:
    selection = Selection.from_query(query)
    assert selection == Selection()
    (problem,) = selection.problems
    assert problem.accepted


@given(st.lists(st.tuples(st.booleans(), NAMES), max_size=4), st.sampled_from(["actor", "country", "place", "dataset"]))
def test_any_name_is_read_as_it_was_written(marks: list[tuple[bool, str]], key: str) -> None:
    query = urllib.parse.urlencode([(key, f"!{name}" if excluded else name) for excluded, name in marks])
    selection = Selection.from_query(query)
    again = Selection.from_query(selection.to_query())
    assert again == selection
    assert again.problems == ()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("actor=!Jaish al-Adl", "not involving Jaish al-Adl"),
        ("actor=!Jaish al-Adl&actor=!Iran", "not involving Iran or Jaish al-Adl"),
        ("actor=!A&actor=!B&actor=!C", "not involving A or B or C"),
        ("actor=Iran&actor=!IRGC", "involving Iran but not Islamic Revolutionary Guard Corps"),
        ("actor=!not stated", "with a stated actor"),
        ("actor=!not stated&actor=!Iran", "not involving Iran and with a stated actor"),
        ("actor=Iran&actor=!not stated&actor=!PLA", "involving Iran but not PLA and with a stated actor"),
        ("type=!Battles", "of any type but Battles"),
        ("type=!Battles&type=!Riots", "of any type but Battles or Riots"),
        ("type=Battles&type=!Armed clash", "of type Battles but not Armed clash"),
        ("country=!Iran", "not in Iran"),
        ("country=!Iran&from=2024-01-16", "not in Iran, from 16 January 2024"),
        ("admin1=!Balochistan", "not in the province of Balochistan"),
        ("place=!Quetta", "not at Quetta"),
        ("place=!Quetta&inside=possible", "certainly not at Quetta"),
        ("place=Pakistan&place=!Quetta&inside=possible", "certainly or possibly at Pakistan but certainly not Quetta"),
        ("precision=!admin1&precision=!unknown", "whose place is not known to the province or unknown"),
        ("date_precision=!year", "whose date is not known to the year"),
        ("dataset=!one", "not from the dataset one"),
    ],
)  # fmt: skip
def test_it_is_said_in_plain_english(query: str, sentence: str) -> None:
    assert Selection.from_query(query).describe() == f"Incidents {sentence}."
