"""Where: the incidents on a map, each as precisely as its place is known, or the areas that they lie in."""

import streamlit as st

from pages.parts.frame import cache, state
from pages.parts.frame.markdown import escape_markdown
from pages.parts.map import choropleth, incident_map, radius_search
from pages.parts.tables import incident_list

selection = state.selection()
chosen = cache.chosen(selection)
drawn_areas = choropleth.current_choropleth(chosen)


@st.fragment
def where() -> None:
    """The map and the form beside it; a click on the map fills in the form and reruns only this."""
    incident_map.draw_map(chosen, cache.served().cache_key, choropleth.map_legend(drawn_areas, selection))
    radius_search.show_form(selection)


choropleth.show_controls()
st.caption(escape_markdown(choropleth.summarize(drawn_areas)) if drawn_areas else incident_map.summarize(chosen))
where()
unplaced = chosen.without_coordinates()
if drawn_areas:
    choropleth.show_table(drawn_areas, chosen)
elif len(unplaced):
    with st.expander(f"Not on the map: {len(unplaced):,} whose place the source does not name"):
        incident_list.show_list(unplaced, cache.served(), key="unplaced")
