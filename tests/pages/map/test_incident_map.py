import geopandas as gpd
import pandas as pd
import pytest

from geo.core import incidents
from pages.parts.map.incident_map import summarize
from tests.tables import select

POINT, NEAR, DISTRICT, AREA = "day", "days", "week", "month"


@pytest.mark.parametrize(
    ("ids", "sentence"),
    [
        ([POINT], "1 on the map (1 exact)"),
        ([POINT, POINT], "2 on the map (2 exact)"),
        ([AREA], "1 on the map (1 as an area)"),
        ([POINT, NEAR, NEAR, DISTRICT], "4 on the map (1 exact, 2 near, 1 uncertain)"),
        ([POINT, AREA, AREA], "3 on the map (1 exact, 2 as areas)"),
    ],
)
def test_it_says_how_many_are_drawn_and_how(small: gpd.GeoDataFrame, ids: list[str], sentence: str) -> None:
    rows = pd.concat([small[small["incident_id"] == incident_id] for incident_id in ids], ignore_index=True)
    assert summarize(select(rows)) == sentence


@pytest.mark.parametrize(("number", "words"), [(1, "1 has no known place"), (2, "2 have no known place")])
def test_it_says_how_many_have_no_place(small: gpd.GeoDataFrame, number: int, words: str) -> None:
    unplaced = small[small["longitude"].isna()].head(1)
    sentence = summarize(select(pd.concat([unplaced] * number, ignore_index=True)))
    assert sentence == f"0 on the map · {words}"


def test_it_says_the_same_of_many(small: gpd.GeoDataFrame) -> None:
    points = pd.concat([small[small["incident_id"] == POINT]] * 2_500)
    rows = pd.concat([points, small[small["incident_id"] == AREA]], ignore_index=True)
    assert summarize(select(rows)) == "2,501 on the map (2,500 exact, 1 as an area)"


def test_of_nothing_it_says_so() -> None:
    assert summarize(select(incidents.empty())) == "No incidents to show."
