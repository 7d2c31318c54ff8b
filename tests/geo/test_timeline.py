import geopandas as gpd
import pandas as pd
import pytest

from geo import incidents
from geo.selection import Selection
from geo.timeline import GROUPINGS, SCALES, Scale, scale_for, timeline


@pytest.mark.parametrize("by", GROUPINGS)
@pytest.mark.parametrize("scale", SCALES, ids=lambda scale: scale.name)
def test_every_incident_is_counted_once(small: gpd.GeoDataFrame, scale: Scale, by: str) -> None:
    told = timeline(small, by=by, scale=scale)
    assert told.bars["count"].sum() + told.spans["count"].sum() + told.undated == len(small)


def test_a_bar_never_holds_what_may_lie_outside_it(small: gpd.GeoDataFrame) -> None:
    told = timeline(small, scale=SCALES[0])
    assert (told.bars["end"] - told.bars["start"] == pd.Timedelta(days=1)).all()
    wide = {(span.date_start.isoformat()[:10], span.date_end.isoformat()[:10]) for span in told.spans.itertuples()}
    assert {("2023-12-01", "2023-12-31"), ("2019-01-01", "2019-12-31"), ("2024-01-10", "2024-01-14")} <= wide


@pytest.mark.parametrize(
    ("query", "scale"),
    [
        ("from=2024-01-15", "day"),
        ("from=2024-01-01", "day"),
        ("from=2023-01-01", "week"),
        ("from=2019-01-01", "month"),
        ("", "year"),
    ],
)
def test_the_scale_suits_the_span(small: gpd.GeoDataFrame, query: str, scale: str) -> None:
    assert scale_for(Selection.from_query(query).apply(small)).name == scale


def test_a_century_is_told_by_decades(small: gpd.GeoDataFrame) -> None:
    long = small.assign(date_start=small["date_start"].mask(small["incident_id"] == "year", pd.Timestamp("1893-05-01")))
    assert scale_for(long).name == "decade"
    assert "the 1890s" in SCALES[-1].name_of(SCALES[-1].start(long["date_start"]).min())


def test_nothing_is_told_as_nothing() -> None:
    told = timeline(incidents.empty())
    assert told.describe() == "No incident to draw."
    assert told.groups() == []


def test_the_words_tell_what_the_picture_shows(small: gpd.GeoDataFrame) -> None:
    words = timeline(small, scale=SCALES[3]).describe()
    assert "9 incidents by year" in words
    assert "in 2024" in words
    assert "1 incident without any date" in words
    assert "whose day is not known" in words
