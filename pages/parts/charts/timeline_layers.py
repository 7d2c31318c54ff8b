"""The layers of the timeline's bars, each a chart of its own over the same axes."""

from typing import Any

import altair as alt
import pandas as pd

from geo.analysis.time_window import TimeWindow
from geo.analysis.timeline import Timeline
from geo.analysis.timeline_words import format_killed
from pages.parts.frame.theme import group_colours, neutral_colours

BRUSH = "brush"
DAY_FORMATS = {"day": "%-d %b %Y", "week": "%-d %b %Y", "month": "%b %Y", "year": "%Y", "decade": "%Y"}
MAX_LABELLED_BARS = 14  # with more, the chart chooses which dates to write; chosen by eye
LEGEND_COLUMNS = 2  # chosen by eye
AXIS_WIDTH: dict[str, Any] = {"minExtent": 46, "maxExtent": 46}  # the same in all charts, so that their dates align
UNCERTAIN_OPACITY = 0.55  # of incidents whose day is not known; chosen by eye
TITLES = {
    ("incidents", False): "incidents",
    ("incidents", True): "incidents so far",
    ("killed", False): "killed (best estimate)",
    ("killed", True): "killed so far (best estimate)",
}


def time_axis(field: str, window: TimeWindow, *, labels: bool = True) -> alt.X:
    """The days of a window from left to right; each date is written once."""
    starts = window.bar_starts()
    few: dict[str, Any] = {"values": [day.isoformat() for day in starts]} if len(starts) <= MAX_LABELLED_BARS else {}
    written = alt.Axis(format=DAY_FORMATS[window.scale.name], labelOverlap=True, **few)
    axis = written if labels else alt.Axis(labels=False, ticks=False)
    domain = [window.start.isoformat(), window.end.isoformat()]
    return alt.X(f"{field}:T", title=None, scale=alt.Scale(type="utc", nice=False, domain=domain), axis=axis)


def colour_by(timeline: Timeline, by: str, *, has_legend: bool) -> alt.Color:
    """The colour of each group: that of the map's legend for types. The legend names those that are shown."""
    groups = timeline.groups()
    legend_below = alt.Legend(
        title=None, orient="bottom", columns=LEGEND_COLUMNS, labelLimit=260, values=timeline.groups_in_window()
    )
    legend = legend_below if has_legend else None
    return alt.Color("group:N", scale=alt.Scale(domain=groups, range=group_colours(groups, by=by)), legend=legend)


def killed_tooltip(rows: pd.DataFrame) -> list[alt.Tooltip]:
    """The range of the killed, where the rows have it."""
    return [alt.Tooltip("killed:N", title="killed")] if "killed" in rows else []


def bars_layer(
    timeline: Timeline, bars: pd.DataFrame, window: TimeWindow, *, by: str, title: str, is_cumulative: bool
) -> alt.Chart:
    """The bars, stacked by group; over them one can drag."""
    certain = alt.Scale(domain=[True, False], range=[1, UNCERTAIN_OPACITY])
    rows = bars.assign(when=window.scale.describe_each(bars["start"]))
    rows = rows.assign(killed=format_killed(rows)) if timeline.measure == "killed" else rows
    tooltips = [
        alt.Tooltip("when:N", title="until the end" if is_cumulative else "when"),
        alt.Tooltip("group:N", title=by),
    ]
    chart: alt.Chart = (
        alt.Chart(rows)
        .mark_bar(orient="vertical")
        .encode(
            x=time_axis("start", window),
            x2="end:T",
            y=count_axis(timeline.value_column, title, is_stacked=True),
            color=colour_by(timeline, by, has_legend=True),
            opacity=alt.Opacity("to_the_day:O", scale=certain, legend=None),
            order=alt.Order("to_the_day:O", sort="descending"),
            tooltip=[*tooltips, alt.Tooltip("count:Q", title="incidents", format=",d"), *killed_tooltip(rows)],
        )
        .add_params(alt.selection_interval(name=BRUSH, encodings=["x"]))
    )
    return chart


def context_layer(context: Timeline, window: TimeWindow, title: str) -> alt.Chart:
    """What the same filters select without dates, pale behind the bars."""
    totals = context.totals().reset_index()
    totals = totals[window.overlaps(totals["start"], totals["start"])]
    _, pale = neutral_colours()
    chart: alt.Chart = (
        alt.Chart(totals.assign(end=window.scale.end(totals["start"])))
        .mark_bar(orient="vertical", color=pale)
        .encode(x=time_axis("start", window), x2="end:T", y=count_axis(context.value_column, title))
    )
    return chart


def range_layers(bars: pd.DataFrame, window: TimeWindow, title: str) -> list[alt.Chart]:
    """For each bar a line from the low to the high number; a triangle where it is open, a question mark for unknown."""
    sums = [name for name in bars if str(name).startswith("killed_")]
    totals = bars.groupby("start")[["count", *sums]].sum().reset_index()
    middle = totals["start"] + (window.scale.end(totals["start"]) - totals["start"]) / 2
    high = totals[["killed_high", "killed_best"]].max(axis="columns")
    totals = totals.assign(middle=middle, high=high, killed=format_killed(totals))
    strong, _ = neutral_colours()
    known, open_ = totals[totals["high"] > totals["killed_low"]], totals[(totals["killed_open"] > 0) & (high > 0)]
    unknown = totals[totals["killed_unknown"] == totals["count"]]
    x, tooltip = time_axis("middle", window), [alt.Tooltip("killed:N", title="killed, all")]
    y = count_axis("high", title)
    return [
        alt.Chart(known)
        .mark_rule(color=strong, strokeWidth=1.5)
        .encode(x=x, y=count_axis("killed_low", title), y2="high:Q", tooltip=tooltip),
        alt.Chart(open_)
        .mark_point(shape="triangle-up", filled=True, color=strong, size=28, yOffset=-4, opacity=1)
        .encode(x=x, y=y, tooltip=tooltip),
        alt.Chart(unknown).mark_text(text="?", color=strong, dy=-7).encode(x=x, y=y, tooltip=tooltip),
    ]


def average_layer(average: pd.DataFrame, window: TimeWindow, title: str) -> alt.Chart:
    """The moving average as a line through the middle of each bar."""
    middle = average["start"] + (window.scale.end(average["start"]) - average["start"]) / 2
    strong, _ = neutral_colours()
    chart: alt.Chart = (
        alt.Chart(average.assign(middle=middle))
        .mark_line(color=strong, strokeWidth=2)
        .encode(
            x=time_axis("middle", window),
            y=count_axis("average", title),
            tooltip=[alt.Tooltip("average:Q", title="average", format=",.2f")],
        )
    )
    return chart


def count_axis(field: str, title: str, *, is_stacked: bool = False) -> alt.Y:
    """Numbers from the bottom to the top, whole ones on the axis; all layers have one title, or they have none."""
    return alt.Y(
        f"{field}:Q",
        title=title,
        stack="zero" if is_stacked else None,
        axis=alt.Axis(tickMinStep=1, format=",d", **AXIS_WIDTH),
    )
