"""The map page: each incident as precisely as its place is known, or provinces or countries in colour."""

import streamlit as st

from geo.core.formatting import pluralize
from geo.mapping.payload import draw_counts
from geo.query.engine import ResultSet
from pages.parts.frame import cache, long_query, selection_summary, state
from pages.parts.frame.markdown import escape_markdown
from pages.parts.frame.section import closed_section
from pages.parts.map import choropleth, incident_map, radius_search
from pages.parts.tables import incident_list

selection = state.selection()
areas = choropleth.current_choropleth(cache.select(selection))


@st.fragment
def show_map() -> None:
    """Draw the map; what it reports of a click on an incident reruns only this."""
    with long_query.watched("map"), long_query.reported("map"):
        # Asked for anew, and no variable of the page: Streamlit keeps those as long as the session.
        results, legend = cache.select(selection), choropleth.map_legend(areas, selection)
        incident_map.draw_map(results, cache.get_atlas().cache_key, legend)


def show_below(results: ResultSet) -> None:
    """Draw what the map says in words, and the incidents that it cannot show."""
    st.caption(escape_markdown(choropleth.summarize(areas)) if areas else incident_map.summarize(results))
    radius_search.show_form(selection)
    selection_summary.show_notes(selection, len(results))
    if areas:
        choropleth.show_table(areas, results)
    elif n_unplaced := draw_counts(results).without_coordinates:
        label = f"Not on the map: {pluralize(n_unplaced, 'incident')} with no known place"
        with closed_section(label, key="without a place") as is_open:
            if is_open:
                incident_list.show_list(results.without_coordinates(), cache.get_atlas(), key="unplaced")


with st.container(key="map controls"):
    choropleth.show_controls()
# Its height is that of the screen (geo/web/page.css), and nothing above it changes with a filter.
with st.container(key="map"):
    show_map()
show_below(cache.select(selection))
