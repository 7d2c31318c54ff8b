"""What has changed: the selection against an earlier period, or against any other selection."""

import streamlit as st

from geo.compare import DIMENSIONS, LABELS, compare
from geo.overlay import overlay
from pages.parts import cache, comparison, map_view, overlaid, state

index = cache.served().index
comparison.choice()
pair = comparison.pair(index, state.selection())
if pair is not None:
    comparison.stated(index, pair)
if pair is not None and comparison.holds(pair):
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = st.selectbox("Differences by", DIMENSIONS, format_func=LABELS.get, key="compare by", width=220)
        killed = st.toggle("With the number killed", key="compare killed")
    found = compare(index, pair, by=by, killed=killed)
    comparison.ranked(found)
    comparison.table(found, state.selection())
    st.subheader("On the map", anchor=False)
    map_view.map_view(
        cache.chosen(pair.here), cache.served().answers, comparison.legend(found, index, state.selection())
    )
    st.subheader("Over time", anchor=False)
    overlaid.overlaid(overlay(index, pair), index, pair)
