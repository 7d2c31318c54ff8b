"""What the charts of the timeline draw of each measure, of dates and of vague days."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geo.analysis.time_scale import SCALE
from geo.analysis.timeline import build_timeline
from geo.analysis.timeline_curves import moving_average, running_totals
from pages.parts.charts.timeline_chart import BARS_PX, LEGEND_LINE_PX, TimelineView, draw_bars, height_px
from tests.pages.opening import open_page
from tests.tables import incident_table, select

LINES = [f"i{day},2021-03-{day:02d},27,62,Battles,{day},,{'' if day % 2 else 2 * day}" for day in range(1, 11)]
COLUMNS = "event_type,killed_low,killed_best,killed_high"


def spec(*lines: str, measure: str = "incidents", cumulative: bool = False, smooth: int = 0) -> dict[str, Any]:
    results = select(incident_table(*lines, columns=COLUMNS))
    timeline = build_timeline(results, scale=SCALE["day"], measure=measure)
    bars = running_totals(timeline).assign(to_the_day=True) if cumulative else timeline.bars_in_window()
    average = moving_average(timeline, results, bars=smooth or 2).head(10 if smooth else 0)
    view = TimelineView(timeline, "type", bars, cumulative, None, average, None)
    assert timeline.window is not None
    chart: dict[str, Any] = draw_bars(view, timeline.window).to_dict()
    return chart


def rows_of(chart: dict[str, Any], layer: int) -> list[dict[str, Any]]:
    """The data of a layer."""
    source = chart["layer"][layer].get("data") or chart["data"]  # that of a single layer is the chart's
    rows: list[dict[str, Any]] = chart["datasets"][source["name"]]
    return rows


def marks(chart: dict[str, Any]) -> list[str]:
    return [layer["mark"]["type"] for layer in chart["layer"]]


def test_the_legend_takes_no_room_from_the_bars() -> None:
    assert [height_px(["a"] * number) - BARS_PX for number in (0, 1, 2, 7)] == [
        0,
        LEGEND_LINE_PX,
        LEGEND_LINE_PX,
        4 * LEGEND_LINE_PX,
    ]


def test_every_day_is_written_once_and_every_bar_says_when() -> None:
    chart = spec(*LINES)
    values = chart["layer"][0]["encoding"]["x"]["axis"]["values"]
    assert len(values) == len(set(values)) == 10
    assert rows_of(chart, 0)[0]["when"] == "on 1 March 2021"
    assert {layer["encoding"]["y"]["title"] for layer in chart["layer"]} == {"incidents"}


def test_one_incident_is_one_bar_on_an_axis_of_days() -> None:
    chart = spec(LINES[4])
    assert len(rows_of(chart, 0)) == 1
    assert len(set(chart["layer"][0]["encoding"]["x"]["axis"]["values"])) == 8


def test_killed_have_a_line_from_low_to_high_and_a_mark_where_it_is_open_or_unknown() -> None:
    chart = spec(*LINES, "none,2021-03-11,27,62,Riots,,,", measure="killed")
    assert marks(chart) == ["bar", "rule", "point", "text"]
    assert [(row["killed_low"], row["high"]) for row in rows_of(chart, 1)] == [
        (2, 4),
        (4, 8),
        (6, 12),
        (8, 16),
        (10, 20),
    ]
    assert [row["killed"] for row in rows_of(chart, 2)] == [f"at least {low}" for low in (1, 3, 5, 7, 9)]
    assert [row["killed"] for row in rows_of(chart, 3)] == ["unknown"]
    assert {layer["encoding"]["y"]["title"] for layer in chart["layer"]} == {"killed (best estimate)"}


def test_running_totals_grow_to_the_sum() -> None:
    counts = [row["count"] for row in rows_of(spec(*LINES, cumulative=True), 0)]
    assert counts == list(range(1, 11))


def test_an_average_is_a_line_over_the_bars() -> None:
    chart = spec(*LINES, smooth=3)
    assert marks(chart) == ["bar", "line"]
    assert [row["average"] for row in rows_of(chart, 1)] == [1.0] * 8


@pytest.mark.parametrize("name", ['<img src=x onerror="alert(1)">', "{{7*7}}", "*bold*"])
def test_a_hostile_actor_is_data_and_nothing_else(name: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    results = select(incident_table(f"a,2021-03-01,27,62,{quoted}", columns="actor_a"))
    timeline = build_timeline(results, by="actor")
    view = TimelineView(
        timeline, "actor", timeline.bars_in_window(), False, None, moving_average(timeline, results, bars=2), None
    )
    assert timeline.window is not None
    chart = draw_bars(view, timeline.window).to_dict()
    assert [row["group"] for row in rows_of(chart, 0)] == [name]
    assert name in chart["layer"][0]["encoding"]["color"]["scale"]["domain"]


def open_timeline(**query: str) -> AppTest:
    return open_page("timeline.py", **query)


def captions(app: AppTest) -> str:
    return "\n".join(caption.value for caption in app.caption).replace("\\", "")


def test_chosen_dates_are_drawn_before_their_context_with_a_way_back() -> None:
    app = open_timeline(**{"from": "2024-01-15", "to": "2024-01-17"})
    assert "9 incidents by day, most on 16 January 2024" in captions(app)
    assert len(app.get("vega_lite_chart")) == 3  # bars, one span, all dates
    app.button(key="all dates").click().run()
    assert "from" not in app.query_params
    assert "to" not in app.query_params
    assert "all dates" not in [button.key for button in app.button]


def test_days_without_an_incident_leave_all_dates_and_a_way_back() -> None:
    app = open_timeline(**{"from": "2024-01-18", "to": "2024-01-19"})
    assert "No incident to draw." in [text.value for text in app.text]
    assert len(app.get("vega_lite_chart")) == 1
    app.button(key="all dates").click().run()
    assert "from" not in app.query_params


def test_every_option_draws_and_says_what_it_draws() -> None:
    app = open_timeline(count="killed", scale="year", smooth="3")
    assert "Killed by year: at least" in captions(app)
    assert "the average of 3 years" in captions(app)
    app.toggle(key="timeline cumulative").set_value(True).run()
    assert not app.exception
    assert "average" not in captions(app)
    assert app.query_params["cumulative"] in ("1", ["1"])


def test_an_average_that_cannot_be_drawn_is_said() -> None:
    app = open_timeline(smooth="60", **{"from": "2024-01-15", "to": "2024-01-17"})
    assert "No average: fewer than 60 days are complete." in captions(app)
