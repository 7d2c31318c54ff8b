import geopandas as gpd
import pytest

from geo.query.caveats import omission_notes, selection_caveats
from geo.query.index import Index
from geo.query.selection import Selection


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", []),
        ("actor=Iran", []),
        ("from=2020-01-01", ["Left out, for the source gives no date: 1 incident."]),
        ("from=2020-01-01&to=2024-12-31", ["Left out, for the source gives no date: 1 incident."]),
        ("from=2020-01-01&country=Pakistan&type=Riots", []),
        ("bbox=60,20,70,30", ["Left out, for the source gives no place that can be drawn: 1 incident."]),
        ("min_killed=1", ["Left out, for the source gives no number of people killed: 3 incidents."]),
    ],
)
def test_what_silence_leaves_out_is_counted(small: gpd.GeoDataFrame, query: str, told: list[str]) -> None:
    assert omission_notes(Index.from_table(small), Selection.from_query(query)) == told


def test_a_drawn_area_warns_that_areas_count_by_a_point() -> None:
    told = selection_caveats(Selection.from_query("bbox=60,20,70,30&around=60,20,5"))
    assert len(told) == 1
    assert "one point inside it" in told[0]
    assert selection_caveats(Selection.from_query("actor=Iran")) == []
