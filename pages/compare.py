"""The page that compares the selection with an earlier period, or with any other selection."""

import streamlit as st

from geo.analysis.comparison.baseline import SelectionPair
from geo.analysis.comparison.comparison import DIMENSION_KEYS, DIMENSION_LABELS, compare
from geo.analysis.comparison.overlay import build_overlay
from pages.parts.charts import overlay_chart
from pages.parts.compare import comparison
from pages.parts.frame import cache, state

engine = cache.get_atlas().engine


def show_comparison(pair: SelectionPair) -> None:
    """Draw both sides, their differences, and their course."""
    comparison.show_pair(engine, pair)
    if not comparison.has_incidents(pair):
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = st.selectbox(
            "Differences by",
            DIMENSION_KEYS,
            format_func=DIMENSION_LABELS.__getitem__,
            width=220,
            **state.bind_option("by"),
        )
        killed = st.toggle("Include killed", **state.bind_option("killed"))
    name = ("differences", pair, by, killed)
    differences = cache.remember(name, lambda: compare(engine, pair, by=by, killed=killed))
    comparison.show_differences(differences, engine, state.selection())
    st.header("Over time", anchor=False)
    overlay_chart.draw_overlay(cache.remember(("overlay", pair), lambda: build_overlay(engine, pair)), engine, pair)


comparison.choose_baseline()
pair = comparison.resolve_pair(engine, state.selection())
if pair is not None:
    show_comparison(pair)
