"""Moving averages and running totals, beside those of pandas."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis.time_scale import SCALE, SCALES
from geo.analysis.timeline import MEASURES, Timeline, build_timeline
from geo.analysis.timeline_curves import SUGGESTED_AVERAGES, moving_average, running_totals
from geo.core import incidents
from geo.query.engine import ResultSet
from tests.tables import incident_table, select

# Days of one spring, some without incidents; deaths unknown for some.
LINES = [
    f"i{number},2021-0{3 + number % 3}-{1 + number * 7 % 28:02d},27,62,{'' if number % 4 else number}"
    for number in range(40)
]


def results(query: str = "") -> ResultSet:
    return select(incident_table(*LINES, columns="killed_best"), query)


def by_pandas(selected: ResultSet, timeline: Timeline) -> pd.Series:
    """The value of every bar from the first incident of the atlas to the last."""
    rows = selected.rows(0, len(selected))
    values = rows["killed_best"].fillna(0) if timeline.measure == "killed" else pd.Series(1, index=rows.index)
    starts = timeline.scale.start(rows["date_start"])
    every_start = timeline.scale.starts(rows["date_start"].min(), rows["date_start"].max() + pd.Timedelta(days=1))
    return values.groupby(starts).sum().reindex(every_start, fill_value=0).astype("int64")


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("bars", [2, 3, 7])
def test_the_average_is_that_of_pandas(bars: int, measure: str) -> None:
    timeline = build_timeline(results(), scale=SCALE["day"], measure=measure)
    average = moving_average(timeline, results(), bars=bars)
    expected = by_pandas(results(), timeline).rolling(bars).mean().dropna()
    pd.testing.assert_series_equal(
        average.set_index("start")["average"], expected, check_names=False, check_freq=False, check_index_type=False
    )


def test_the_first_and_the_last_bar_count_only_where_all_their_days_do() -> None:
    # The atlas covers 1 March to 31 May; the selection 3 March to 20 May, and so the weeks from 8 March to 16 May.
    selected = results("from=2021-03-03&to=2021-05-20")
    timeline = build_timeline(selected, scale=SCALE["week"])
    average = moving_average(timeline, selected, bars=2)
    assert average["start"].min() == pd.Timestamp("2021-03-15")
    assert average["start"].max() == pd.Timestamp("2021-05-10")


def test_no_average_is_drawn_of_fewer_bars_than_it_spans() -> None:
    timeline = build_timeline(results(), scale=SCALE["month"])
    assert moving_average(timeline, results(), bars=12).empty
    assert moving_average(build_timeline(select(incidents.empty())), select(incidents.empty()), bars=2).empty


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("scale", SCALES, ids=lambda scale: scale.name)
def test_the_last_running_total_is_that_of_all_bars(scale: object, measure: str) -> None:
    timeline = build_timeline(results(), scale=scale, measure=measure)  # type: ignore[arg-type]
    totals = running_totals(timeline)
    last = totals[totals["start"] == totals["start"].max()]
    assert last[timeline.value_column].sum() == timeline.bars[timeline.value_column].sum()
    assert last["count"].sum() == timeline.bars["count"].sum()


def test_running_totals_count_what_lies_before_the_window() -> None:
    crisis = [f"{name},2019-02-2{day},27,62" for day in (6, 7, 8) for name in (f"a{day}", f"b{day}")]
    timeline = build_timeline(select(incident_table("x,1999-05-01,27,62", *crisis)))
    totals = running_totals(timeline).groupby("start")["count"].sum()
    assert list(totals) == [1, 1, 1, 1, 3, 5, 7, 7]


def test_an_empty_timeline_has_no_running_totals() -> None:
    assert running_totals(build_timeline(select(incidents.empty()))).empty


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.tuples(st.integers(0, 500), st.sampled_from(["", "Battles", "Riots"])), min_size=1, max_size=20),
    st.sampled_from(SCALES),
    st.integers(2, 9),
)
def test_curves_agree_with_pandas_for_any_days(cells: list[tuple[int, str]], scale: object, bars: int) -> None:
    start = pd.Timestamp("2021-01-01")
    lines = [
        f"i{number},{(start + pd.Timedelta(days=day)).date()},,,{kind}" for number, (day, kind) in enumerate(cells)
    ]
    selected = select(incident_table(*lines, columns="event_type"))
    timeline = build_timeline(selected, scale=scale)  # type: ignore[arg-type]
    totals = running_totals(timeline)
    by_group = totals.pivot(index="start", columns="group", values="count")
    counted = timeline.bars.pivot_table(index="start", columns="group", values="count", aggfunc="sum")
    earlier = counted[counted.index < totals["start"].min()].sum()
    expected = (counted.reindex(by_group.index).fillna(0).cumsum() + earlier.reindex(counted.columns)).astype("int64")
    pd.testing.assert_frame_equal(by_group, expected, check_names=False, check_index_type=False)
    average = moving_average(timeline, selected, bars=bars).set_index("start")["average"]
    whole = by_pandas(selected, timeline).rolling(bars).mean()
    pd.testing.assert_series_equal(average, whole[average.index], check_names=False, check_freq=False)


def test_every_scale_suggests_averages_that_the_address_accepts() -> None:
    assert set(SUGGESTED_AVERAGES) == set(SCALE)
