"""The map on a page: drawn by folium, exchanged without a remount, and what a person drew or clicked on it."""

from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from geo.core.formatting import pluralize
from geo.errors import ValueRefused
from geo.mapping import folium_map, payload
from geo.query.filters.drawing import from_drawing, is_drawn
from geo.query.index import ResultSet
from geo.query.selection import Selection
from pages.parts.frame import state

HEIGHT = 560


def map_view(chosen: ResultSet, version: str, areas: dict[str, Any] | None = None) -> None:
    """Draw the map of a selection, its incidents or areas by their legend, and take what is drawn or clicked on it."""
    told = st_folium(
        folium_map.build_map(),  # anew each run: st_folium changes the map that it is given
        key="atlas map",
        height=HEIGHT,
        use_container_width=True,
        returned_objects=["last_active_drawing", "last_clicked"],
        feature_group_to_add=folium_map.build_incident_layer(_carrying(payload.build_payload(chosen, version, areas))),
        wrap_longitude=True,
    )
    _take(told or {}, chosen.selection)


def _carrying(told: dict[str, Any]) -> dict[str, Any]:
    """What the map is told, with addresses that open the session's own data too."""
    areas = told["areas"] and told["areas"] | {"address": state.carrying(told["areas"]["address"])}
    return told | {"query": state.carrying(told["query"]), "areas": areas}


def shown_line(chosen: ResultSet) -> str:
    """How many incidents are drawn and how, how many are not and why."""
    drawn = payload.draw_counts(chosen)
    if not drawn.selected:
        return "There is no incident to draw."
    line = _dense_line(drawn) if drawn.as_density else _sparse_line(drawn)
    if drawn.without_coordinates:
        line += f" Not drawn: {drawn.without_coordinates:,}, because the source names no place; they are listed below the map."
    return line


def _sparse_line(drawn: payload.DrawCounts) -> str:
    parts = [f"{drawn.points:,} as points", f"{drawn.areas:,} as the area that is known"]
    return f"Drawn: {pluralize(drawn.points + drawn.areas, 'incident')} ({', '.join(parts)})."


def _dense_line(drawn: payload.DrawCounts) -> str:
    line = (
        f"Drawn as density, being more than {payload.MAX_DRAWN:,}: {pluralize(drawn.points, 'incident')} whose place is "
        "exact or near, counted in squares. Click on one to list what lies there; on the keyboard, Enter lists what "
        "lies in the middle of the map."
    )
    if drawn.areas:
        line += (
            f" Left out of the squares: {drawn.areas:,} known only to a wider area, which would make false hot spots."
        )
    return line


def _take(told: dict[str, Any], selection: Selection) -> None:
    drawing, click = told.get("last_active_drawing"), told.get("last_clicked")
    if is_drawn(drawing) and state.is_news(state.DRAWING, drawing):
        try:
            key, value = from_drawing(drawing)
        except ValueRefused as refusal:
            state.refuse("area", refusal)
        else:
            state.choose(selection.without("bbox", "area", "around").with_filter(key, value))
        st.rerun()
    if state.is_news(state.CLICK, click):
        state.ask_about(click["lng"], click["lat"])
