"""The map page: each incident as precisely as its place is known, or provinces or countries in colour."""

import streamlit as st

from geo.core.formatting import pluralize
from pages.parts.frame import cache, state
from pages.parts.frame.markdown import escape_markdown
from pages.parts.map import choropleth, incident_map, radius_search
from pages.parts.tables import incident_list

selection = state.selection()
results = cache.select(selection)
areas = choropleth.current_choropleth(results)


@st.fragment
def show_map() -> None:
    """Draw the map and the search form; a click on the map fills in the form and reruns only this."""
    incident_map.draw_map(results, cache.get_atlas().cache_key, choropleth.map_legend(areas, selection))
    radius_search.show_form(selection)


choropleth.show_controls()
st.caption(escape_markdown(choropleth.summarize(areas)) if areas else incident_map.summarize(results))
show_map()
unplaced = results.without_coordinates()
if areas:
    choropleth.show_table(areas, results)
elif len(unplaced):
    with st.expander(f"Not on the map: {pluralize(len(unplaced), 'incident')} with no known place"):
        incident_list.show_list(unplaced, cache.get_atlas(), key="unplaced")
