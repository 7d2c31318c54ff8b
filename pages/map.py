"""Where: the incidents on a map, each as precisely as its place is known."""

import streamlit as st

from pages.parts import around, cache, map_view, rows, state

selection = state.selection()
chosen = cache.chosen(selection)


@st.fragment
def where() -> None:
    """The map and the form beside it; a click on the map fills in the form and reruns only this."""
    map_view.map_view(chosen, cache.served().version)
    around.around(selection)


st.caption(map_view.shown_line(chosen))
where()
unplaced = chosen.unplaced()
if len(unplaced):
    with st.expander(f"Not on the map: {len(unplaced):,} whose place the source does not name"):
        rows.listing(unplaced, cache.served(), key="unplaced")
