import geopandas as gpd
import pytest

from geo.query.caveats import count_possible, describe_possible, omission_notes
from geo.query.index import Index
from geo.query.selection import Selection


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
