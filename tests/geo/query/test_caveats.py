import geopandas as gpd
import pytest

from geo.query.caveats import omission_notes
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
