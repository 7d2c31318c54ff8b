"""The map on a page: drawn by folium, exchanged without a remount, and what a person drew or clicked on it."""

from typing import Any

import geopandas as gpd
import streamlit as st
from streamlit_folium import st_folium

from geo.filters.drawing import from_drawing, is_drawn
from geo.mapping import canvas, payload
from geo.phrases import counted
from geo.selection import Selection
from pages.parts import state

HEIGHT = 560


def map_view(rows: gpd.GeoDataFrame, selection: Selection) -> None:
    """Draw the map of a selection and take what is drawn or clicked on it."""
    told = st_folium(
        canvas.atlas_map(),  # anew each run: st_folium changes the map that it is given
        key="atlas map",
        height=HEIGHT,
        use_container_width=True,
        returned_objects=["last_active_drawing", "last_clicked"],
        feature_group_to_add=canvas.incidents_layer(payload.payload(rows, selection)),
        wrap_longitude=True,
    )
    _take(told or {}, selection)


def shown_line(rows: gpd.GeoDataFrame) -> str:
    """How many incidents are drawn and how, how many are not and why."""
    drawn = payload.drawn(rows)
    if not drawn.selected:
        return "There is no incident to draw."
    parts = [f"{drawn.as_points:,} as points", f"{drawn.as_areas:,} as the area that is known"]
    line = f"Drawn: {counted(drawn.as_points + drawn.as_areas, 'incident')} ({', '.join(parts)})."
    if drawn.unplaced:
        line += f" Not drawn: {drawn.unplaced:,}, because the source names no place; they are listed below the map."
    if drawn.beyond_limit:
        line += f" Not drawn either: the {drawn.beyond_limit:,} earliest, for {payload.MOST_DRAWN:,} is the most."
    return line


def _take(told: dict[str, Any], selection: Selection) -> None:
    drawing, click = told.get("last_active_drawing"), told.get("last_clicked")
    if is_drawn(drawing) and state.is_news(state.DRAWING, drawing):
        key, value = from_drawing(drawing)
        state.choose(selection.without("bbox", "area", "around").having(key, value))
        st.rerun()
    if state.is_news(state.CLICK, click):
        state.ask_about(click["lng"], click["lat"])
