import geopandas as gpd
import pytest

from geo.core import incidents
from geo.query.facets import all_facet_counts, facet_counts
from geo.query.filters import FILTER, FILTERS, Control
from geo.query.index import Index
from geo.query.selection import Selection
from tests.tables import incident_table

COUNTS = [
    ("type", "", "Battles", 3),
    ("type", "", "Explosions/Remote violence", 2),
    ("type", "", "Suicide bomb", 1),
    ("type", "actor=Nobody", "Battles", 2),
    ("actor", "", "Iran", 4),
    ("actor", "", "Jaish al-Adl", 5),
    ("actor", "", "Islamic Revolutionary Guard Corps", 2),
    ("actor", "", "Jundullah", 1),
    ("actor", "type=Battles", "Nobody", 2),
    ("actor", "type=Battles", "Iran", 1),
    ("place", "", "Quetta", 1),
    ("place", "", "Balochistan", 3),
    ("precision", "", "exact", 4),
    ("precision", "country=Pakistan", "exact", 2),
    ("date_precision", "", "year", 2),
    ("dataset", "", "two", 4),
    ("contested", "", "1", 1),
]


@pytest.mark.parametrize(("key", "query", "value", "count"), COUNTS)
def test_a_choice_is_counted_under_the_other_filters(
    small: gpd.GeoDataFrame, key: str, query: str, value: str, count: int
) -> None:
    assert facet_counts(Index.from_table(small), Selection.from_query(query), FILTER[key])[value] == count


@pytest.mark.parametrize(
    ("key", "query"),
    [
        ("actor", "actor=Iran"),
        ("type", "type=Riots"),
        ("contested", "contested=1"),
        ("actor", "actor=!Iran"),
        ("place", "place=!Quetta"),
        ("type", "type=Battles&type=!Armed clash"),
    ],
)
def test_a_filter_does_not_narrow_its_own_choices(small: gpd.GeoDataFrame, key: str, query: str) -> None:
    own = facet_counts(Index.from_table(small), Selection.from_query(query), FILTER[key])
    assert own.to_dict() == facet_counts(Index.from_table(small), Selection(), FILTER[key]).to_dict()


@pytest.mark.parametrize(
    ("query", "key", "value", "count"),
    [
        ("country=Atlantis", "country", "Atlantis", 0),
        ("country=pakistan&country=Atlantis", "country", "Atlantis", 0),
        ("place=Baluchistan", "place", "Baluchistan", 3),
        ("place=Baluchistan&type=Riots", "place", "Baluchistan", 1),
        ("place=!Baluchistan", "place", "Baluchistan", 3),
        ("place=!Baluchistan&type=!Riots", "place", "Baluchistan", 2),
        ("country=!Atlantis", "country", "Atlantis", 0),
        ("actor=!Army of Justice&from=2024-01-01", "actor", "Jaish al-Adl", 2),
        (r"dataset=\!one", "dataset", "!one", 0),
    ],
)
def test_a_selected_choice_stays_listed(small: gpd.GeoDataFrame, query: str, key: str, value: str, count: int) -> None:
    assert facet_counts(Index.from_table(small), Selection.from_query(query), FILTER[key])[value] == count


def test_the_most_frequent_stands_first_and_equals_by_name(small: gpd.GeoDataFrame) -> None:
    counts = facet_counts(Index.from_table(small), Selection(), FILTER["actor"])
    assert list(counts.items()) == sorted(counts.items(), key=lambda item: (-item[1], item[0]))


@pytest.mark.parametrize("key", ["type", "precision", "date_precision"])
def test_a_vocabulary_keeps_its_order(small: gpd.GeoDataFrame, key: str) -> None:
    counts = list(facet_counts(Index.from_table(small), Selection(), FILTER[key]).index)
    assert len(counts) > 2
    assert counts == [name for name in FILTER[key].vocabulary if name in counts]  # type: ignore[attr-defined]


def test_names_that_differ_in_case_only_are_one() -> None:
    rows = incident_table(
        "a,2024-01-16,,,Iran,IRGC",
        "b,2024-01-17,,,IRAN,irgc",
        "c,2024-01-18,,,iran,Nobody",
        columns="country,actor_a",
    )
    assert facet_counts(Index.from_table(rows), Selection(), FILTER["country"]).to_dict() == {"Iran": 3}
    assert facet_counts(Index.from_table(rows), Selection(), FILTER["actor"])["Islamic Revolutionary Guard Corps"] == 2


@pytest.mark.parametrize("key", ["place", "country", "admin1", "actor", "dataset"])
def test_the_spelling_of_a_choice_is_the_commonest_then_the_first_by_alphabet(key: str) -> None:
    column = {"place": "place_name", "actor": "actor_a"}.get(key, key)
    spellings = ["XYZZY bar", "xyzzy Bar", "Xyzzy bar", "Xyzzy bar", "XYZZY BAR", "Plugh", "PLUGH"]
    rows = [f"i{number},2024-01-{number + 1:02},,,{text}" for number, text in enumerate(spellings)]
    for lines in (rows, rows[::-1]):
        counts = facet_counts(Index.from_table(incident_table(*lines, columns=column)), Selection(), FILTER[key])
        assert {"Xyzzy bar": 5, "PLUGH": 2}.items() <= counts.to_dict().items()


def test_an_incident_counts_once_for_an_actor_that_it_names_twice() -> None:
    rows = incident_table("a,2024-01-16,,,IRGC,Iran,Pasdaran; Iran", columns="actor_a,actor_b,other_actors")
    assert facet_counts(Index.from_table(rows), Selection(), FILTER["actor"]).to_dict() == {
        "Iran": 1,
        "Islamic Revolutionary Guard Corps": 1,
    }


def test_all_counts_are_those_of_each_filter(small: gpd.GeoDataFrame) -> None:
    selection = Selection.from_query("from=2023-01-01")
    facets = all_facet_counts(Index.from_table(small), selection)
    assert set(facets) == {filter_.key for filter_ in FILTERS if filter_.control in (Control.CHOICES, Control.FLAG)}
    for key, counts in facets.items():
        assert counts.to_dict() == facet_counts(Index.from_table(small), selection, FILTER[key]).to_dict()


def test_an_empty_table_has_no_choices() -> None:
    assert {
        key: len(counts)
        for key, counts in all_facet_counts(Index.from_table(incidents.empty()), Selection()).items()
        if len(counts)
    } == {}
