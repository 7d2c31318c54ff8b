"""The timeline's charts: bars that one can drag over, the spans of what is known less precisely, and all dates."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from geo.analysis.time_window import TimeWindow
from geo.analysis.timeline import Timeline
from geo.analysis.timeline_words import describe_timeline, format_killed
from geo.core.formatting import format_date
from geo.query.selection import Selection
from pages.parts.charts import timeline_layers
from pages.parts.charts.chart import show_chart
from pages.parts.charts.timeline_layers import (
    AXIS_WIDTH,
    BRUSH,
    LEGEND_COLUMNS,
    UNCERTAIN_OPACITY,
    colour_by,
    time_axis,
)
from pages.parts.frame import state
from pages.parts.frame.theme import neutral_colours

MAX_SPANS = 24  # lanes, by judgement: more would push the list of incidents out of the window
LANE_PX, SPANS_PX = 9, 40  # a lane; the title, the axis and the padding
LEGEND_LINE_PX = 20  # chosen by eye
BARS_PX = 280  # including the axis and padding; chosen by eye
OVERVIEW_PX = 112
# Vega's own picture would have no title, filters, sources or date; that of the page has them (docs/decisions/0039).
NO_MENU = {"embedOptions": {"actions": False}}


@dataclass(frozen=True, eq=False)
class TimelineView:
    """What the timeline's charts draw: the bars, and what stands behind and above them.

    `bars`: what the bars are as high as, in the columns of a timeline's bars; running totals where `is_cumulative`.
    `context`: the same incidents without the selection's dates, in the same bars; None where it has none. `average`:
    columns start and average, over `n_averaged` bars. `overview`: all dates; None where the bars show them.
    """

    timeline: Timeline
    by: str
    bars: pd.DataFrame
    is_cumulative: bool
    context: Timeline | None
    average: pd.DataFrame
    overview: Timeline | None
    n_averaged: int = 0


def draw_timeline(view: TimelineView, selection: Selection) -> None:
    """Draw the bars, the wider spans below them, and all dates; dragging over bars filters by date."""
    timeline = view.timeline
    if timeline.window is None:
        st.text(describe_timeline(timeline))
    else:
        _show_bars(view, timeline.window, selection)
    if view.overview is not None and view.overview.window is not None:
        _show_overview(view, view.overview, view.overview.window, selection)


def _show_bars(view: TimelineView, window: TimeWindow, selection: Selection) -> None:
    timeline = view.timeline
    key = f"bars {selection.to_query()} {view.by} {timeline.measure} {timeline.scale.name}"
    height = height_px(timeline.groups_in_window())
    event = show_chart(
        lambda: draw_bars(view, window).properties(height=height, usermeta=NO_MENU),
        ("bars", *_name_of(view, selection)), key=key, on_select="rerun", alt=describe_timeline(timeline),
    )  # fmt: skip
    _apply_brush(event, selection, key)
    spans = timeline.spans_in_window()
    if len(spans):
        show_chart(
            lambda: _draw_spans(spans, timeline, view.by), ("spans", *_name_of(view, selection)),
            alt="Incidents whose dates reach beyond one bar, a line each",
        )  # fmt: skip


def _name_of(view: TimelineView, selection: Selection) -> tuple[object, ...]:
    """All that the charts of a view depend on."""
    timeline = view.timeline
    options = (view.by, timeline.measure, timeline.scale.name, view.is_cumulative, view.n_averaged)
    return selection.to_query(), *options


def _show_overview(view: TimelineView, overview: Timeline, window: TimeWindow, selection: Selection) -> None:
    key = f"all dates {selection.to_query()}"
    event = show_chart(
        lambda: _draw_overview(overview, window, view.timeline.window), ("all dates", *_name_of(view, selection)),
        key=key, on_select="rerun", alt=f"All dates: {describe_timeline(overview)}",
    )  # fmt: skip
    _apply_brush(event, selection, key)


def height_px(groups: list[str]) -> int:
    """The height of the bars' chart, with room for the legend, which Streamlit counts as part of the height."""
    return BARS_PX + LEGEND_LINE_PX * -(-len(groups) // LEGEND_COLUMNS)


def draw_bars(view: TimelineView, window: TimeWindow) -> alt.LayerChart | alt.FacetChart:
    """The bars over their context, the ranges of the killed, and the average."""
    timeline, bars = view.timeline, view.bars
    title = timeline_layers.TITLES[timeline.measure, view.is_cumulative]
    layers = [
        *([timeline_layers.context_layer(view.context, window, title)] if view.context is not None else []),
        timeline_layers.bars_layer(timeline, bars, window, by=view.by, title=title, is_cumulative=view.is_cumulative),
        *(timeline_layers.range_layers(bars, window, title) if timeline.measure == "killed" else []),
        *([timeline_layers.average_layer(view.average, window, title)] if len(view.average) else []),
    ]
    return alt.layer(*layers)


def _draw_spans(spans: pd.DataFrame, timeline: Timeline, by: str) -> alt.Chart:
    lanes, window = _assign_lanes(spans, timeline), timeline.window
    assert window is not None
    lanes = lanes.assign(
        start=lanes["date_start"].clip(lower=window.start),
        end=(lanes["date_end"] + pd.Timedelta(days=1)).clip(upper=window.end),
    )
    tooltips = [
        alt.Tooltip("when:N", title="known to"),
        alt.Tooltip("group:N", title=by),
        alt.Tooltip("count:Q", title="incidents"),
    ]
    chart: alt.Chart = (
        alt.Chart(lanes)
        .mark_bar(height=5, cornerRadius=2, opacity=UNCERTAIN_OPACITY)
        .encode(
            x=time_axis("start", window, labels=False),
            x2="end:T",
            y=alt.Y("lane:N", title=None, axis=alt.Axis(labels=False, ticks=False, **AXIS_WIDTH)),
            color=colour_by(timeline, by, has_legend=False),
            tooltip=[*tooltips, *timeline_layers.killed_tooltip(lanes)],
        )
        .properties(
            height=SPANS_PX + LANE_PX * len(lanes), usermeta=NO_MENU, title=_small_title("Dates known less exactly")
        )
    )
    return chart


def _draw_overview(overview: Timeline, window: TimeWindow, focus: TimeWindow | None) -> alt.Chart:
    """All dates in grey, those that the bars above show darker."""
    totals = overview.totals().reset_index()
    ends = overview.scale.end(totals["start"])
    is_in_focus = focus.overlaps(totals["start"], ends - pd.Timedelta(days=1)) if focus else False
    when = overview.scale.describe_each(totals["start"])
    strong, pale = neutral_colours()
    chart: alt.Chart = (
        alt.Chart(totals.assign(end=ends, focus=is_in_focus, when=when))
        .mark_bar(orient="vertical")
        .encode(
            x=time_axis("start", window),
            x2="end:T",
            y=alt.Y("count:Q", title=None, axis=alt.Axis(tickMinStep=1, tickCount=2, format=",d", **AXIS_WIDTH)),
            color=alt.Color("focus:N", scale=alt.Scale(domain=[True, False], range=[strong, pale]), legend=None),
            tooltip=[alt.Tooltip("when:N", title="when"), alt.Tooltip("count:Q", title="incidents", format=",d")],
        )
        .add_params(alt.selection_interval(name=BRUSH, encodings=["x"]))
        .properties(height=OVERVIEW_PX, usermeta=NO_MENU, title=_small_title(f"All dates, by {window.scale.name}"))
    )
    return chart


def _small_title(text: str) -> alt.TitleParams:
    return alt.TitleParams(text, anchor="start", frame="group", fontSize=12, fontWeight="normal", offset=4)


def _assign_lanes(spans: pd.DataFrame, timeline: Timeline) -> pd.DataFrame:
    largest = spans.nlargest(MAX_SPANS, "count").sort_values("date_start", kind="stable")
    when = [format_date(span.date_start, span.date_end, "days") for span in largest.itertuples()]
    lanes = largest.assign(when=when, lane=[f"{position:03d}" for position in range(len(largest))])
    return lanes.assign(killed=format_killed(lanes)) if timeline.measure == "killed" else lanes


def _apply_brush(event: Any, selection: Selection, key: str) -> None:
    ends = next(iter(event.selection.get(BRUSH, {}).values()), None)
    if ends and state.is_new_event(state.BRUSH, [key, *ends]):
        first, last = sorted(_parse_day(end) for end in ends)
        state.set_selection(selection.with_filter("from", first).with_filter("to", last))
        st.rerun()


def _parse_day(milliseconds: float) -> date:
    return datetime.fromtimestamp(milliseconds / 1000, tz=UTC).date()
