"""The selection and its baseline over time, drawn over each other."""

from datetime import timedelta
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from geo.analysis.comparison.baseline import SelectionPair
from geo.analysis.comparison.overlay import Overlay
from geo.analysis.comparison.reporting_lag import find_reporting_lag
from geo.query.engine import Engine
from pages.parts.charts.chart import show_chart
from pages.parts.frame.markdown import escape_markdown
from pages.parts.frame.theme import is_dark, side_colours

HEIGHT_PX = 280  # chosen by eye
BAND_COLOURS = {False: "#8a949b", True: "#9aa5ad"}  # by whether the theme is dark: a grey that neither line has


def draw_overlay(overlay: Overlay, engine: Engine, pair: SelectionPair) -> None:
    """Draw both sides over time, shade the days that may be incomplete, and say what is left out."""
    if not overlay.steps["count"].sum():
        st.text("No incident has a date precise enough for this chart.")
        return
    shading = _incomplete_span(overlay, engine, pair)
    show_chart(
        lambda: _draw(overlay, shading),
        ("overlay", pair),
        alt=f"Incidents over time in {' and in '.join(pair.labels.values())}",
    )
    shaded = " Shaded: days that may be incomplete." if len(shading) else ""
    st.caption(escape_markdown(overlay.describe() + shaded))


def _draw(overlay: Overlay, shading: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    is_whole = overlay.steps["days"] == overlay.step_days
    steps = overlay.steps.assign(whole=is_whole, label=overlay.steps["side"].map(overlay.pair.titles))
    layers = [*([_draw_band(shading, overlay)] if len(shading) else []), *_draw_courses(overlay, steps)]
    return alt.layer(*layers).properties(height=HEIGHT_PX)


def _draw_courses(overlay: Overlay, steps: pd.DataFrame) -> list[alt.Chart]:
    """A line through the complete steps, and a hollow point for a shorter last one, which would look like a drop."""
    titles = list(overlay.pair.titles.values())
    sides = alt.Scale(domain=titles, range=side_colours())
    dashes = alt.Scale(domain=titles, range=[[1, 0], [5, 4]])
    unit = "day" if overlay.step_days == 1 else f"{overlay.step_days} days"
    axes = {"x": _time_axis(overlay), "y": alt.Y("count:Q", title=f"incidents per {unit}", axis=_count_axis())}
    colour = alt.Color("label:N", scale=sides, legend=alt.Legend(title=None, orient="bottom"))
    tooltips = [
        alt.Tooltip("label:N", title="side"),
        alt.Tooltip("utcyearmonthdate(since):T", title="from", format="%-d %B %Y"),
        alt.Tooltip("days:Q", title="days"),
        alt.Tooltip("count:Q", title="incidents", format=",d"),
    ]
    lines = alt.Chart(steps[steps["whole"]]).mark_line(strokeWidth=2)
    points = alt.Chart(steps).mark_point(size=26, strokeWidth=1.4)
    filled = alt.FillOpacity("whole:O", scale=alt.Scale(domain=[True, False], range=[1, 0]), legend=None)
    return [
        lines.encode(color=colour, strokeDash=alt.StrokeDash("label:N", scale=dashes, legend=None), **axes),
        points.encode(
            color=colour,
            fill=alt.Fill("label:N", scale=sides, legend=None),
            fillOpacity=filled,
            tooltip=tooltips,
            **axes,
        ),
    ]


def _count_axis() -> alt.Axis:
    return alt.Axis(tickMinStep=1, format=",d")


def _time_axis(overlay: Overlay) -> alt.X:
    if overlay.aligned:
        return alt.X("day:Q", title="days since the period began", scale=alt.Scale(nice=False), axis=_count_axis())
    return alt.X("since:T", title=None, scale=alt.Scale(type="utc"))


def _incomplete_span(overlay: Overlay, engine: Engine, pair: SelectionPair) -> pd.DataFrame:
    """Where a side may be incomplete, as columns start and end in the units of the time axis; empty for nowhere."""
    lag = find_reporting_lag(engine, pair)
    if lag is None:
        return pd.DataFrame()
    since = pd.Timestamp(lag.complete_until + timedelta(days=1))
    late = overlay.steps[overlay.steps["side"].isin(lag.sides)]
    ends = late["since"] + pd.to_timedelta(late["days"], unit="D")
    late, ends = late[ends > since], ends[ends > since]
    if late.empty:
        return pd.DataFrame()
    if overlay.aligned:
        return pd.DataFrame({"start": [late["day"].min()], "end": [(late["day"] + late["days"]).max()]})
    return pd.DataFrame({"start": [late["since"].min()], "end": [ends.max()]})


def _draw_band(span: pd.DataFrame, overlay: Overlay) -> alt.Chart:
    kind = "Q" if overlay.aligned else "T"
    ends: dict[str, Any] = {"x": alt.X(f"start:{kind}"), "x2": "end"}
    band: alt.Chart = alt.Chart(span).mark_rect(color=BAND_COLOURS[is_dark()], opacity=0.18).encode(**ends)
    return band
