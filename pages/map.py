"""Where: the incidents on a map, each as precisely as its place is known, or the areas that they lie in."""

import streamlit as st

from pages.parts import areas, around, cache, map_view, rows, state
from pages.parts.text import escaped

selection = state.selection()
chosen = cache.chosen(selection)
drawn_areas = areas.areas_of(chosen)


@st.fragment
def where() -> None:
    """The map and the form beside it; a click on the map fills in the form and reruns only this."""
    map_view.map_view(chosen, cache.served().answers, areas.legend(drawn_areas, selection))
    around.around(selection)


areas.controls()
st.caption(escaped(areas.told_line(drawn_areas)) if drawn_areas else map_view.shown_line(chosen))
where()
unplaced = chosen.unplaced()
if drawn_areas:
    areas.table(drawn_areas, chosen)
elif len(unplaced):
    with st.expander(f"Not on the map: {len(unplaced):,} whose place the source does not name"):
        rows.listing(unplaced, cache.served(), key="unplaced")
