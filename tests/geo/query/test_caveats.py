import geopandas as gpd
import pytest

from geo.query.caveats import count_possible, describe_caveats, describe_possible, omission_notes, unstated_notes
from geo.query.index import Index
from geo.query.selection import Selection
from tests.tables import incident_table

LOOSE = incident_table(
    "exact,2024-01-16,29.4963,60.8629,Zahedan,Iran,Sistan and Baluchestan,exact,Battles,Armed clash,IRGC,one",
    "province,2024-01-16,27.5,60.6,,Iran,Sistan and Baluchestan,admin1,Battles,,Police,",
    "country,2024-01-16,32.4,53.7,,Iran,,country,Riots,,,one",
    "nowhere,2024-01-16,,,,,,unknown,,,,",
    "spot,2024-01-16,0,-30,,,,exact,,,Nobody,two",
    "quetta,2024-01-16,30.18,67.01,Quetta,Pakistan,Balochistan,exact,Battles,Armed clash,Iran,two",
    columns="place_name,country,admin1,place_precision,event_type,sub_event_type,actor_a,dataset",
)


@pytest.mark.parametrize(
    ("query", "notes"),
    [
        ("", []),
        ("actor=Iran", []),
        ("from=2020-01-01", ["1 incident without a date is not included."]),
        ("from=2020-01-01&to=2024-12-31", ["1 incident without a date is not included."]),
        ("from=2020-01-01&country=Pakistan&type=Riots", []),
        ("bbox=60,20,70,30", ["1 incident without a place that can be drawn is not included."]),
        ("min_killed=1", ["3 incidents without a number of people killed are not included."]),
    ],
)
def test_rows_without_a_required_value_are_counted(small: gpd.GeoDataFrame, query: str, notes: list[str]) -> None:
    assert omission_notes(Index.from_table(small), Selection.from_query(query)) == notes


@pytest.mark.parametrize(
    ("query", "sentences"),
    [
        ("", []),
        ("actor=Iran", []),
        ("bbox=-30,-30,-20,-20", []),
        ("bbox=60,24,71,33&type=Riots", []),
        ("bbox=64,25,67,29&date_precision=month", ["1 more may lie inside: it is known only to a wider area."]),
        ("bbox=62,25,67,29", ["2 more may lie inside: they are known only to a wider area."]),
        ("bbox=62,25,67,29&inside=possible", ["2 of these may lie inside: they are known only to a wider area."]),
    ],
)
def test_what_may_lie_inside_is_counted(small: gpd.GeoDataFrame, query: str, sentences: list[str]) -> None:
    index, selection = Index.from_table(small), Selection.from_query(query)
    assert describe_possible(index, selection) == sentences
    assert (count_possible(index, selection) > 0) == bool(sentences)


@pytest.mark.parametrize(
    ("query", "notes"),
    [
        ("actor=Iran", []),
        ("actor=!Iran", ["Includes 2 incidents whose actor is not stated."]),
        ("actor=!Iran&actor=!Police", ["Includes 2 incidents whose actor is not stated."]),
        ("actor=!Iran&type=Riots", ["Includes 1 incident whose actor is not stated."]),
        ("actor=!Iran&type=Battles", []),
        ("actor=!Iran&actor=!not stated", []),
        ("type=!Riots", ["Includes 2 incidents whose type is not stated."]),
        (
            "type=!Armed clash",
            ["Includes 2 incidents whose type is not stated.", "Includes 1 incident whose sub-type is not stated."],
        ),
        ("type=Battles&type=!Armed clash", ["Includes 1 incident whose sub-type is not stated."]),
        ("type=!Battles&type=!Armed clash", ["Includes 2 incidents whose type is not stated."]),
        ("country=!Pakistan", ["Includes 2 incidents whose country is not stated."]),
        ("country=Iran&country=!Pakistan", []),
        ("admin1=!Balochistan", ["Includes 3 incidents whose province is not stated."]),
        ("dataset=!two", ["Includes 2 incidents whose dataset is not stated."]),
        ("precision=!exact", ["Includes 1 incident whose place precision is not stated."]),
        ("precision=!unknown", []),
        ("date_precision=!year", []),
        ("place=!Quetta", ["Includes 1 incident whose place is not stated."]),
        (
            "place=!Zahedan",
            [
                "Includes 2 incidents that may lie in an excluded place: they are known only to a wider area.",
                "Includes 1 incident whose place is not stated.",
            ],
        ),
        (
            "place=!Zahedan&inside=possible",
            [
                "2 incidents that may lie elsewhere are not included: they are known only to a wider area.",
                "Includes 1 incident whose place is not stated.",
            ],
        ),
        ("place=!Zahedan&country=Pakistan", []),
        (
            "place=!Iran",
            ["Includes 1 incident whose place is not stated.", "Includes 1 incident whose country is not stated."],
        ),
        (
            "place=!Sistan and Baluchestan&type=Riots",
            ["Includes 1 incident that may lie in an excluded place: it is known only to a wider area."],
        ),
        (
            "bbox=58,25,64,32&place=!Quetta",
            [
                "1 more may lie inside: it is known only to a wider area.",
                "1 incident without a place that can be drawn is not included.",
            ],
        ),
        (
            "bbox=58,25,64,32&place=!Zahedan&type=Battles",
            ["Includes 1 incident that may lie in an excluded place: it is known only to a wider area."],
        ),
    ],
)
def test_what_an_exclusion_cannot_judge_is_counted(query: str, notes: list[str]) -> None:
    assert describe_caveats(Index.from_table(LOOSE), Selection.from_query(query)) == notes


@pytest.mark.parametrize("query", ["actor=!Iran", "place=!Iran", "type=!Armed clash", "place=!Balochistan"])
def test_the_rows_that_nothing_can_be_said_of_are_those_of_the_selection(query: str) -> None:
    everything_known = LOOSE[LOOSE["incident_id"].isin(["exact", "quetta"])]
    assert unstated_notes(Index.from_table(everything_known), Selection.from_query(query)) == []
    assert unstated_notes(Index.from_table(LOOSE.head(0)), Selection.from_query(query)) == []
