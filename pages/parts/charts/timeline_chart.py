"""The timeline's charts: bars for incidents that surely lie in one bar, and spans for those known less precisely."""

from datetime import UTC, date, datetime
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from geo.analysis.timeline import Timeline
from geo.core.formatting import format_date
from geo.query.selection import Selection
from pages.parts.frame import state
from pages.parts.frame.theme import group_colours

BRUSH = "brush"
MAX_SPANS = 60  # lanes of 12 px: about as high as a window
DAY_FORMATS = {"day": "%-d %b %Y", "week": "%-d %b %Y", "month": "%b %Y", "year": "%Y", "decade": "%Y"}
LEGEND_COLUMNS, LEGEND_LINE_PX = 2, 20  # chosen by eye
LEGEND = alt.Legend(title=None, orient="bottom", columns=LEGEND_COLUMNS, labelLimit=260)
BARS_PX = 260  # including the axis and padding; chosen by eye
UTC_SCALE = alt.Scale(type="utc", nice=False)
AXIS_WIDTH: dict[str, Any] = {"minExtent": 46, "maxExtent": 46}  # the same in both charts, so that their dates align
UNCERTAIN_OPACITY = 0.55  # of incidents whose day is not known; chosen by eye


def draw_timeline(timeline: Timeline, selection: Selection, *, by: str) -> None:
    """Draw the bars, over which the user can drag to filter by date, and below them the wider spans."""
    groups = timeline.groups()
    if len(timeline.bars):
        key = f"bars {selection.to_query()} {by} {timeline.scale.name}"
        event = st.altair_chart(_draw_bars(timeline, by, groups), key=key, on_select="rerun", alt=timeline.describe())
        _apply_brush(event, selection, key)
    if len(timeline.spans):
        st.altair_chart(_draw_spans(timeline, by, groups), alt="Incidents whose date range is wider than one bar")


def height_px(groups: list[str]) -> int:
    """The height of the bars' chart, with room for the legend, which Streamlit counts as part of the height."""
    return BARS_PX + LEGEND_LINE_PX * -(-len(groups) // LEGEND_COLUMNS)


def _draw_bars(timeline: Timeline, by: str, groups: list[str]) -> alt.Chart:
    days = alt.Axis(format=DAY_FORMATS[timeline.scale.name], labelOverlap=True)
    certain = alt.Scale(domain=[True, False], range=[1, UNCERTAIN_OPACITY])
    bars: alt.Chart = (
        alt.Chart(_with_extent(timeline, groups))
        .mark_bar(orient="vertical")
        .encode(
            x=alt.X("start:T", title=None, scale=UTC_SCALE, axis=days),
            x2="end:T",
            y=alt.Y("count:Q", title="incidents", stack="zero", axis=alt.Axis(tickMinStep=1, format="d", **AXIS_WIDTH)),
            color=_colour(groups, by, legend=LEGEND),
            opacity=alt.Opacity("to_the_day:O", scale=certain, legend=None),
            order=alt.Order("to_the_day:O", sort="descending"),
            tooltip=[alt.Tooltip("utcyearmonthdate(start):T", title="from", format="%-d %B %Y"), *_tooltips(by)],
        )
        .add_params(alt.selection_interval(name=BRUSH, encodings=["x"]))
        .properties(height=height_px(groups))
    )
    return bars


def _draw_spans(timeline: Timeline, by: str, groups: list[str]) -> alt.Chart:
    lanes = _assign_lanes(timeline.spans)
    edges = [day.isoformat() for day in timeline.extent()]
    spans: alt.Chart = (
        alt.Chart(lanes)
        .mark_bar(height=5, cornerRadius=2, opacity=UNCERTAIN_OPACITY)
        .encode(
            x=alt.X(
                "date_start:T",
                title=None,
                scale=alt.Scale(type="utc", domain=edges),
                axis=alt.Axis(labels=False, ticks=False),
            ),
            x2="date_end:T",
            y=alt.Y("lane:N", title="wider", axis=alt.Axis(labels=False, ticks=False, **AXIS_WIDTH)),
            color=_colour(groups, by, legend=None),
            tooltip=[alt.Tooltip("when:N", title="known to"), *_tooltips(by)],
        )
        .properties(height=max(60, 12 * len(lanes)))
    )
    return spans


def _with_extent(timeline: Timeline, groups: list[str]) -> pd.DataFrame:
    """The bars and an empty one at either end of the timeline, so that both charts cover the same dates."""
    edges = [
        {"start": day, "end": day, "group": groups[0], "to_the_day": True, "count": 0} for day in timeline.extent()
    ]
    return pd.concat([timeline.bars, pd.DataFrame(edges)], ignore_index=True)


def _assign_lanes(spans: pd.DataFrame) -> pd.DataFrame:
    largest = spans.nlargest(MAX_SPANS, "count").sort_values("date_start", kind="stable")
    when = [format_date(span.date_start, span.date_end, "days") for span in largest.itertuples()]
    return largest.assign(when=when, lane=[f"{position:03d}" for position in range(len(largest))])


def _tooltips(by: str) -> list[alt.Tooltip]:
    return [alt.Tooltip("group:N", title=by), alt.Tooltip("count:Q", title="incidents")]


def _colour(groups: list[str], by: str, *, legend: alt.Legend | None) -> alt.Color:
    return alt.Color("group:N", scale=alt.Scale(domain=groups, range=group_colours(groups, by=by)), legend=legend)


def _apply_brush(event: Any, selection: Selection, key: str) -> None:
    ends = next(iter(event.selection.get(BRUSH, {}).values()), None)
    if ends and state.is_new_event(state.BRUSH, [key, *ends]):
        first, last = sorted(_parse_day(end) for end in ends)
        state.set_selection(selection.with_filter("from", first).with_filter("to", last))
        st.rerun()


def _parse_day(milliseconds: float) -> date:
    return datetime.fromtimestamp(milliseconds / 1000, tz=UTC).date()
