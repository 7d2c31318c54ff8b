"""What the reader chooses of the timeline, and what the charts then draw."""

from functools import partial

import pandas as pd
import streamlit as st

from geo.analysis.time_scale import SCALE
from geo.analysis.timeline import GROUPINGS, MEASURES, Timeline
from geo.analysis.timeline_curves import SUGGESTED_AVERAGES, moving_average, running_totals
from geo.core.formatting import pluralize
from geo.query.engine import ResultSet
from geo.query.selection import Selection
from pages.parts.charts.picture_menu import show_picture_menu
from pages.parts.charts.timeline_chart import TimelineView
from pages.parts.frame import cache, state


def choose_view(results: ResultSet) -> TimelineView:
    """Draw the controls in one line; what they stand for."""
    scale = _timeline(results).scale
    with st.container(horizontal=True, vertical_alignment="bottom", key="timeline controls"):
        st.segmented_control("Count", MEASURES, required=True, **state.bind_option("count"))
        st.segmented_control(
            "Colour by",
            GROUPINGS,
            required=True,
            help="By actor, each incident is counted under the first actor it names.",
            **state.bind_option("by"),
        )
        st.selectbox(
            "Bar width", list(SCALE), placeholder=f"auto: {scale.name}", width=140, **state.bind_option("scale")
        )
        _choose_average(scale.name)
        st.toggle("Running total", **state.bind_option("cumulative"))
        show_picture_menu("timeline")
    return build_view(results)


def build_view(results: ResultSet) -> TimelineView:
    """What the charts draw for a selection under the options of the page."""
    timeline = _timeline(results)
    is_cumulative = bool(state.page_option("cumulative"))
    smooth = state.page_option("smooth")
    average = moving_average(timeline, results, bars=int(smooth)) if smooth and not is_cumulative else pd.DataFrame()
    bars = running_totals(timeline).assign(to_the_day=True) if is_cumulative else timeline.bars_in_window()
    context = _build_context(results, timeline, is_cumulative=is_cumulative)
    overview = _build_overview(results, timeline)
    return TimelineView(
        timeline, state.page_option("by"), bars, is_cumulative, context, average, overview, int(smooth or 0)
    )


def _timeline(results: ResultSet) -> Timeline:
    return cache.timeline(
        results.selection,
        by=state.page_option("by"),
        scale=SCALE.get(state.page_option("scale")),
        measure=state.page_option("count"),
    )


def explain_marks(view: TimelineView) -> list[str]:
    """What the marks stand for that the legend does not name, and how dates are chosen."""
    marks = []
    if view.timeline.measure == "killed":
        marks.append(
            "Lines: from the low to the high numbers; with a triangle where a high one is unknown; “?”: all are."
        )
    if _is_context_larger(view):
        marks.append("Grey: incidents outside the dates of the filter.")
    if state.page_option("smooth") and not view.is_cumulative:
        unit = pluralize(int(state.page_option("smooth")), view.timeline.scale.name)
        marks.append(
            f"Curve: the average of {unit}, each bar and those before it; incomplete ones are left out."
            if len(view.average)
            else f"No average: fewer than {unit} are complete."
        )
    return [*marks, "Drag over the bars to filter by date."]


def show_way_back(selection: Selection) -> None:
    """Draw the button that shows all dates again, where the selection sets some."""
    if selection.get("from") or selection.get("to"):
        st.button(
            "Show all dates",
            key="all dates",
            icon=":material/close:",
            on_click=partial(state.set_selection, without_dates(selection)),
        )


def _is_context_larger(view: TimelineView) -> bool:
    """Whether any of the context stands out behind the bars."""
    context, bars = view.context, view.bars
    return context is not None and int(context.bars_in_window()["count"].sum()) > int(bars["count"].sum())


def without_dates(selection: Selection) -> Selection:
    """The selection with no first and no last day."""
    return selection.without("from").without("to")


def _choose_average(unit: str) -> None:
    current = state.page_option("smooth")
    windows = sorted({*SUGGESTED_AVERAGES[unit], *([int(current)] if current else [])})
    st.selectbox(
        "Average",
        windows,
        format_func=lambda bars: pluralize(bars, unit),
        placeholder="none",
        width=130,
        help="The mean of each bar and those before it.",
        disabled=bool(state.page_option("cumulative")),
        **state.bind_option("smooth"),
    )


def _build_context(results: ResultSet, timeline: Timeline, *, is_cumulative: bool) -> Timeline | None:
    """The same bars without the selection's dates; None where it has none, or where bars are running totals."""
    whole = without_dates(results.selection)
    if is_cumulative or whole == results.selection:
        return None
    return cache.timeline(whole, scale=timeline.scale, measure=timeline.measure)


def _build_overview(results: ResultSet, timeline: Timeline) -> Timeline | None:
    """All dates; None where the bars show them."""
    whole = without_dates(results.selection)
    if whole == results.selection and not timeline.count_outside():
        return None
    return cache.timeline(whole, is_overview=True)
