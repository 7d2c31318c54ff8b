"""The timeline page: incidents over time, and a list of them with their links to earlier and later ones."""

import streamlit as st

from geo.analysis.timeline import GROUPINGS, SCALE, build_timeline, choose_scale
from pages.parts.charts import picture_menu, timeline_chart
from pages.parts.frame import cache, state
from pages.parts.tables import incident_list

selection = state.selection()
results = cache.select(selection)
default_scale = choose_scale(results).name
with st.container(horizontal=True, vertical_alignment="bottom"):
    by = st.segmented_control(
        "Colour by",
        GROUPINGS,
        required=True,
        **state.bind_option("by"),
        help="By actor, each incident is counted under the first actor it names.",
    )
    scale = st.segmented_control(
        "Bar width",
        list(SCALE),
        **state.bind_option("scale"),
        help=f"If none is chosen, the width that suits the dates: {default_scale}.",
    )
with st.container(key="picture"):
    picture_menu.show_picture_menu("timeline")
timeline = build_timeline(results, by=by, scale=SCALE.get(scale or default_scale))
hint = " Drag over the bars to filter by date." if len(timeline.bars) else ""
st.caption(f"{timeline.describe()}{hint}")
timeline_chart.draw_timeline(timeline, selection, by=by)
st.header("Incidents in order", anchor=False)
incident_list.show_addressed_list(results, cache.get_atlas(), key="timeline")
