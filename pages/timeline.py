"""The timeline page: incidents over time, and a list of them with their links to earlier and later ones."""

import streamlit as st

from geo.analysis.timeline_words import describe_timeline
from pages.parts.charts import chain_lanes, timeline_chart, timeline_controls
from pages.parts.frame import cache, state
from pages.parts.frame.markdown import escape_markdown
from pages.parts.tables import incident_list

selection = state.selection()
results = cache.select(selection)
view = timeline_controls.choose_view(results)
timeline_chart.draw_timeline(view, selection)
if view.timeline.window is not None:
    st.caption(escape_markdown(" ".join((describe_timeline(view.timeline), *timeline_controls.explain_marks(view)))))
timeline_controls.show_way_back(selection)
chain_lanes.show_lanes(results, cache.get_atlas())
st.header("Incidents in order", anchor=False)
incident_list.show_addressed_list(results, cache.get_atlas(), key="timeline")
