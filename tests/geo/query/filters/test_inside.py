"""Certainly inside or possibly: what is known of a place is a point, a circle or an area, and must lie inside."""

import duckdb
import geopandas as gpd
import pandas as pd
import pytest

from geo.query.caveats import count_possible
from geo.query.facets import facet_counts
from geo.query.filters import FILTER
from geo.query.index import Index
from geo.query.selection import Selection
from tests.tables import incident_table

COLUMNS = "place_name,place_id,country,admin1,place_precision,radius_km"
ROWS = incident_table(
    "exact,2024-01-16,29.4963,60.8629,Zahedan,,Iran,Sistan and Baluchestan,exact,",
    "near,2024-01-16,29.4963,60.8629,near Zahedan,,Iran,Sistan and Baluchestan,near,",
    "near60,2024-01-16,29.4963,60.8629,around Zahedan,,Iran,Sistan and Baluchestan,near,60",
    "district,2024-01-16,28.22,61.21,Khash,,Iran,Sistan and Baluchestan,admin2,",
    "province,2024-01-16,27.5,60.6,Sistan and Baluchestan,,Iran,Sistan and Baluchestan,admin1,",
    "southeast,2024-01-16,29.48,58.06,southeastern Iran,part:southeast:ne0:IRN,Iran,,region,",
    "iran,2024-01-16,32.4,53.7,Iran,ne0:IRN,Iran,,country,",
    "capital,2024-01-16,30.19,67.0,Quetta,,Pakistan,Balochistan,admin1,",
    "pakistan,2024-01-16,30.0,69.4,Pakistan,ne0:PAK,Pakistan,,country,",
    "unstated,2024-01-16,29.6,60.9,somewhere,,Iran,Sistan and Baluchestan,,",
    "unknown,2024-01-16,29.7,60.8,somewhere else,,Iran,Sistan and Baluchestan,unknown,",
    "ship,2024-01-16,25.0,58.0,a ship,,,,sea_air,40",
    "nowhere,2024-01-16,,,no place,,Iran,,country,",
    "fiji,2024-01-16,-17.5,179.8,a village,,Fiji,,near,60",
    columns=COLUMNS,
)


def ids_in_memory(query: str, rows: gpd.GeoDataFrame = ROWS) -> set[str]:
    return set(Selection.from_query(query).apply(rows)["incident_id"])


def ids_by_duckdb(query: str, rows: gpd.GeoDataFrame = ROWS) -> set[str]:
    with duckdb.connect() as connection:
        relation = connection.from_df(pd.DataFrame(rows.drop(columns="geometry")))
        return set(Selection.from_query(query).apply(relation).df()["incident_id"])


def ids_by_index(query: str, rows: gpd.GeoDataFrame = ROWS) -> set[str]:
    return set(Index.from_table(rows).select(Selection.from_query(query)).rows()["incident_id"])


def more_ids(query: str) -> set[str]:
    """The incidents that lie inside possibly only."""
    return ids_in_memory(f"{query}&inside=possible") - ids_in_memory(query)


AROUND_ZAHEDAN = "around=60.8629,29.4963,50"
IN_IRAN = {"exact", "near", "near60", "district", "province", "southeast", "unstated", "unknown"}
PLACED = set(ROWS["incident_id"]) - {"nowhere"}


# Zahedan lies 24.5 km from Pakistan and Balochistan, by Natural Earth's border.
@pytest.mark.parametrize(
    ("query", "certain", "possible_only"),
    [
        (
            AROUND_ZAHEDAN,
            {"exact", "near", "unstated", "unknown"},
            {"near60", "province", "southeast", "iran", "capital", "pakistan"},
        ),
        ("around=60.8629,29.4963,20", {"exact", "unstated"}, {"near", "near60", "province", "southeast", "iran"}),
        ("around=58,25,10", set(), {"ship"}),
        ("bbox=44,25,64,40", IN_IRAN | {"iran"}, {"ship", "capital", "pakistan"}),
        ("bbox=45,24,64,40", IN_IRAN | {"ship"}, {"iran", "capital", "pakistan"}),
        (
            "area=60,20,80,20,80,40,60,40",
            {"exact", "near", "near60", "district", "unstated", "unknown", "capital", "pakistan"},
            {"province", "southeast", "iran"},
        ),
        ("bbox=-180,-90,180,90", PLACED, set()),
        ("around=0,0,20038", PLACED, set()),
        ("bbox=-180,-20,-179.9,-15", set(), {"fiji"}),
        ("bbox=179,-20,-179,-15", {"fiji"}, set()),
        ("bbox=170,-20,180,-15", set(), {"fiji"}),
        ("area=179,-20,181,-20,181,-15,179,-15", {"fiji"}, set()),
        ("place=Balochistan", {"capital"}, {"near", "near60", "pakistan"}),
        ("place=Pakistan", {"capital", "pakistan"}, {"near", "near60"}),
        ("place=southeastern Iran", IN_IRAN - {"near", "near60"}, {"near", "near60", "iran"}),
    ],
)
def test_a_place_is_certainly_or_possibly_inside(query: str, certain: set[str], possible_only: set[str]) -> None:
    assert ids_in_memory(query) == certain
    assert more_ids(query) == possible_only
    for full in (query, f"{query}&inside=possible"):
        assert ids_by_index(full) == ids_by_duckdb(full) == ids_in_memory(full)
    assert count_possible(Index.from_table(ROWS), Selection.from_query(query)) == len(possible_only)


def test_a_part_of_a_country_lies_in_it() -> None:
    assert {"southeast", "province", "iran", "nowhere"} <= ids_in_memory("place=Iran")


def test_a_row_known_to_the_country_may_be_in_each_town_of_it() -> None:
    assert "iran" not in ids_in_memory("place=Zahedan")
    assert {"province", "southeast", "iran"} <= more_ids("place=Zahedan")
    assert "pakistan" not in more_ids("place=Zahedan")


@pytest.mark.parametrize("query", ["inside=possible", "inside=certain", "country=Iran&inside=possible"])
def test_inside_alone_changes_nothing(query: str) -> None:
    assert ids_in_memory(query) == ids_in_memory(query.replace("inside=possible", "").replace("inside=certain", ""))
    assert "inside" not in Selection.from_query(query).to_query()


def test_only_possible_stands_in_the_address() -> None:
    possible = Selection.from_query(f"{AROUND_ZAHEDAN}&inside=POSSIBLE")
    assert possible.to_query().endswith("inside=possible")
    assert Selection.from_query(f"{AROUND_ZAHEDAN}&inside=certain").to_query() == AROUND_ZAHEDAN
    assert possible.without("around") == Selection()


def test_it_says_so_in_words() -> None:
    described = Selection.from_query(f"{AROUND_ZAHEDAN}&type=Battles&inside=possible").describe()
    assert "certainly or possibly within 50 km of" in described
    assert "possibly of type" not in described


@pytest.mark.parametrize("text", ["", "maybe", "1", "possible,certain"])
def test_other_values_are_refused_by_name(text: str) -> None:
    (problem,) = Selection.from_query(f"{AROUND_ZAHEDAN}&inside={text}").problems
    assert "certain or possible" in str(problem)


def test_it_stands_once() -> None:
    (problem,) = Selection.from_query("inside=certain&inside=possible").problems
    assert problem.key == "inside"


@pytest.mark.parametrize("inside", ["certain", "possible"])
def test_a_choice_of_a_place_counts_what_it_leaves(inside: str) -> None:
    selection = Selection.from_query(f"bbox=40,10,80,45&inside={inside}")
    index = Index.from_table(ROWS)
    counts = facet_counts(index, selection, FILTER["place"])
    assert len(counts) >= 8
    for name, count in counts.items():
        assert count == len(selection.with_filter("place", (str(name),)).apply(ROWS)), name


def test_a_sliver_along_a_common_border_is_no_overlap() -> None:
    sindh, iran = "sindh,2024-01-16,26,68.8,Sindh,,Pakistan,Sindh,admin1,", "iran,2024-01-16,32,53,Iran,,Iran,,country,"
    rows = incident_table(sindh, iran, columns=COLUMNS)
    assert ids_in_memory("place=Balochistan&inside=possible", rows) == set()


def test_an_area_without_an_outline_lies_in_its_country() -> None:
    rows = incident_table("x,2024-01-16,32,53,the reed beds,,Iran,,region,", columns=COLUMNS)
    assert ids_in_memory("bbox=40,20,70,45", rows) == {"x"}
    assert ids_in_memory("bbox=52,31,54,33", rows) == set()
    assert ids_in_memory("bbox=45,36,46,37&inside=possible", rows) == {"x"}


def test_an_area_of_which_nothing_is_known_is_never_certainly_inside() -> None:
    rows = incident_table("x,2024-01-16,0,-30,the reed beds,,,,region,", columns=COLUMNS)
    assert ids_in_memory("bbox=-40,-10,-20,10", rows) == set()
    assert ids_in_memory("bbox=-40,-10,-20,10&inside=possible", rows) == {"x"}
    assert ids_by_index("bbox=-40,-10,-20,10&inside=possible", rows) == {"x"}
    assert ids_by_index("bbox=-40,-10,-20,10", rows) == ids_by_duckdb("bbox=-40,-10,-20,10", rows) == set()
