import geopandas as gpd
import pandas as pd
import pytest

from geo.analysis.time_scale import SCALE, SCALES, TimeScale
from geo.analysis.timeline import GROUPINGS, MAX_GROUPS, MEASURES, OTHER_ACTORS, build_timeline, choose_scale
from tests.tables import incident_table, select


@pytest.mark.parametrize("by", GROUPINGS)
@pytest.mark.parametrize("scale", SCALES, ids=lambda scale: scale.name)
def test_every_incident_is_counted_once(small: gpd.GeoDataFrame, scale: TimeScale, by: str) -> None:
    timeline = build_timeline(select(small), by=by, scale=scale)
    assert timeline.bars["count"].sum() + timeline.spans["count"].sum() + timeline.n_undated == len(small)


def test_a_bar_counts_only_what_lies_inside_it(small: gpd.GeoDataFrame) -> None:
    timeline = build_timeline(select(small), scale=SCALES[0])
    assert (timeline.bars["end"] - timeline.bars["start"] == pd.Timedelta(days=1)).all()
    wide = {(span.date_start.isoformat()[:10], span.date_end.isoformat()[:10]) for span in timeline.spans.itertuples()}
    assert {("2023-12-01", "2023-12-31"), ("2019-01-01", "2019-12-31"), ("2024-01-10", "2024-01-14")} <= wide


@pytest.mark.parametrize(
    ("query", "scale"),
    [
        ("from=2024-01-15", "day"),
        ("from=2024-01-01", "day"),
        ("from=2023-01-01", "week"),
        ("from=2019-01-01", "month"),
    ],
)
def test_the_scale_suits_the_span(small: gpd.GeoDataFrame, query: str, scale: str) -> None:
    assert choose_scale(select(small, query)).name == scale


def test_more_than_a_century_is_counted_by_decades() -> None:
    long = incident_table(*(f"i{year},{year}-05-01,27,62" for year in range(1891, 2024)))
    assert choose_scale(select(long)).name == "decade"
    assert SCALES[-1].describe(SCALES[-1].start(long["date_start"]).min()) == "in the 1890s"


@pytest.mark.parametrize("scale", SCALES, ids=lambda scale: scale.name)
@pytest.mark.parametrize("day", ["0001-01-01", "0950-06-07", "1066-10-14", "9999-12-31"])
def test_far_days_have_their_bar(scale: TimeScale, day: str) -> None:
    bars = build_timeline(select(incident_table(f"a,{day},27,62")), scale=scale).bars
    assert list(bars["count"]) == [1]
    assert bars["start"].iloc[0] <= pd.Timestamp(day) < bars["end"].iloc[0]


@pytest.mark.parametrize(
    ("scale", "day", "start", "end"),
    [
        ("day", "2024-01-17", "2024-01-17", "2024-01-18"),
        ("week", "2024-01-17", "2024-01-15", "2024-01-22"),
        ("week", "2024-01-21", "2024-01-15", "2024-01-22"),
        ("week", "2024-01-22", "2024-01-22", "2024-01-29"),
        ("month", "2024-02-29", "2024-02-01", "2024-03-01"),
        ("year", "2024-12-31", "2024-01-01", "2025-01-01"),
        ("decade", "2019-12-31", "2010-01-01", "2020-01-01"),
    ],
)
def test_a_bar_begins_where_its_calendar_says(scale: str, day: str, start: str, end: str) -> None:
    bar = build_timeline(select(incident_table(f"a,{day},27,62")), scale=SCALE[scale]).bars.iloc[0]
    assert (bar["start"], bar["end"]) == (pd.Timestamp(start), pd.Timestamp(end))


def test_the_smaller_actors_share_a_group_and_aliases_one() -> None:
    lines = [f"{name}{copy},2024-01-16,,,{name}" for name in "abcdefghij" for copy in range(2 if name < "i" else 1)]
    timeline = build_timeline(
        select(incident_table(*lines, "x,2024-01-16,,,IRGC", "y,2024-01-16,,,Pasdaran", columns="actor_a")), by="actor"
    )
    counted = timeline.bars.groupby("group")["count"].sum()
    assert len(counted) == MAX_GROUPS + 1
    assert counted.sum() == len(lines) + 2
    assert counted[OTHER_ACTORS] == counted.sum() - 2 * MAX_GROUPS
    assert timeline.groups()[0] == OTHER_ACTORS


def test_the_extent_holds_every_dated_incident(small: gpd.GeoDataFrame) -> None:
    first, last = build_timeline(select(small)).extent()
    assert first <= small["date_start"].min()
    assert last > small["date_end"].max()


TOLLS = [
    "a,2021-03-01,27,62,Battles,2,3,5,",
    "b,2021-03-01,27,62,Battles,,4,,",
    "c,2021-03-01,27,62,Battles,,,,",
    "d,2021-03-01,27,62,Riots,0,0,0,true",
    "e,2021-03-02,27,62,Riots,7,,,",
    "f,2021-03-03,27,62,Riots,,,9,",
]
TOLL_COLUMNS = "event_type,killed_low,killed_best,killed_high,zero_means_unknown"


def test_killed_are_summed_as_ranges_and_the_unknown_are_counted() -> None:
    results = select(incident_table(*TOLLS, columns=TOLL_COLUMNS))
    bars = build_timeline(results, scale=SCALE["day"], measure="killed").bars
    columns = ["group", "count", "killed_low", "killed_best", "killed_high", "killed_open", "killed_unknown"]
    assert bars[columns].to_numpy().tolist() == [
        ["Battles", 3, 6, 7, 9, 1, 1],
        ["Riots", 1, 0, 0, 0, 1, 1],
        ["Riots", 1, 7, 7, 0, 1, 0],
        ["Riots", 1, 0, 0, 9, 0, 0],
    ]


@pytest.mark.parametrize("by", GROUPINGS)
@pytest.mark.parametrize("scale", SCALES, ids=lambda scale: scale.name)
def test_both_measures_have_the_same_bars(small: gpd.GeoDataFrame, scale: TimeScale, by: str) -> None:
    counted, killed = (build_timeline(select(small), by=by, scale=scale, measure=measure) for measure in MEASURES)
    pd.testing.assert_frame_equal(killed.bars[counted.bars.columns], counted.bars)
    pd.testing.assert_frame_equal(killed.spans[counted.spans.columns], counted.spans)
    assert killed.n_undated == counted.n_undated


def test_what_the_window_shows_and_what_lies_outside_add_up() -> None:
    crisis = [f"{name},2019-02-2{day},27,62" for day in (6, 7, 8) for name in (f"a{day}", f"b{day}")]
    timeline = build_timeline(select(incident_table("x,1999-05-01,27,62", "y,,27,62", *crisis)))
    assert (timeline.scale.name, timeline.count_outside(), timeline.n_undated) == ("day", 1, 1)
    assert timeline.bars_in_window()["count"].sum() == 6
    assert timeline.bars["count"].sum() == 7
