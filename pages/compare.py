"""The page that compares the selection with an earlier period, or with any other selection."""

import streamlit as st

from geo.analysis.comparison.comparison import DIMENSION_KEYS, DIMENSION_LABELS, compare
from geo.analysis.comparison.overlay import build_overlay
from pages.parts.charts import overlay_chart
from pages.parts.compare import comparison
from pages.parts.frame import cache, state

engine = cache.get_atlas().engine
comparison.choose_baseline()
pair = comparison.resolve_pair(engine, state.selection())
if pair is not None:
    comparison.show_pair(engine, pair)
if pair is not None and comparison.has_incidents(pair):
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = st.selectbox(
            "Differences by",
            DIMENSION_KEYS,
            format_func=DIMENSION_LABELS.__getitem__,
            width=220,
            **state.bind_option("by"),
        )
        killed = st.toggle("Include killed", **state.bind_option("killed"))
    comparison.show_differences(compare(engine, pair, by=by, killed=killed), engine, state.selection())
    st.header("Over time", anchor=False)
    overlay_chart.draw_overlay(build_overlay(engine, pair), engine, pair)
