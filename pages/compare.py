"""The page that compares the selection with an earlier period, or with any other selection."""

import streamlit as st

from geo.analysis.comparison.comparison import DIMENSION_KEYS, DIMENSION_LABELS, compare
from geo.analysis.comparison.overlay import build_overlay
from pages.parts.charts import overlay_chart
from pages.parts.compare import comparison
from pages.parts.frame import cache, state

index = cache.get_atlas().index
comparison.choose_baseline()
pair = comparison.resolve_pair(index, state.selection())
if pair is not None:
    comparison.show_pair(index, pair)
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
    comparison.show_differences(compare(index, pair, by=by, killed=killed), index, state.selection())
    st.header("Over time", anchor=False)
    overlay_chart.draw_overlay(build_overlay(index, pair), index, pair)
