"""When: the incidents over time, and below them the events themselves with what answers what."""

import streamlit as st

from geo.analysis.timeline import SCALE, build_timeline, choose_scale
from pages.parts.charts import timeline_chart
from pages.parts.frame import cache, state
from pages.parts.tables import incident_list

selection = state.selection()
chosen = cache.chosen(selection)
suits = choose_scale(chosen).name
with st.container(horizontal=True, vertical_alignment="bottom"):
    by = st.segmented_control(
        "Stacked by",
        ["type", "actor"],
        default="type",
        required=True,
        key="timeline by",
        help="By actor, an incident stands under the first actor that it names.",
    )
    scale = st.segmented_control(
        "One bar is a",
        list(SCALE),
        default=None,
        key="timeline scale",
        help=f"Left open, the scale that suits the span: {suits}.",
    )
told = build_timeline(chosen, by=by, scale=SCALE.get(scale or suits))
st.caption(f"{told.describe()} Drag over the bars to filter by date.")
timeline_chart.draw_timeline(told, selection, by=by)
st.subheader("The events in order", anchor=False)
incident_list.show_list(chosen, cache.served(), key="timeline")
