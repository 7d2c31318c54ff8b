"""The map on a page: drawn by folium, exchanged without a remount, and what a person drew or clicked on it."""

from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from geo.core.formatting import pluralize
from geo.errors import ValueRefused
from geo.mapping import folium_map, payload
from geo.query.filters.drawing import from_drawing, is_drawn
from geo.query.result_set import ResultSet
from geo.query.selection import Selection
from pages.parts.frame import state

HEIGHT_PX = 560


def draw_map(chosen: ResultSet, version: str, areas: dict[str, Any] | None = None) -> None:
    """Draw the map of a selection, its incidents or areas by their legend, and take what is drawn or clicked on it."""
    events = st_folium(
        folium_map.build_map(),  # anew each run: st_folium changes the map that it is given
        key="atlas map",
        height=HEIGHT_PX,
        use_container_width=True,
        returned_objects=["last_active_drawing", "last_clicked"],
        feature_group_to_add=folium_map.build_incident_layer(
            _with_data_key(payload.build_payload(chosen, version, areas))
        ),
        wrap_longitude=True,
    )
    _handle_events(events or {}, chosen.selection)


def _with_data_key(map_payload: dict[str, Any]) -> dict[str, Any]:
    """What the map is told, with addresses that open the session's own data too."""
    areas = map_payload["areas"] and map_payload["areas"] | {"address": state.carrying(map_payload["areas"]["address"])}
    return map_payload | {"query": state.carrying(map_payload["query"]), "areas": areas}


def summarize(chosen: ResultSet) -> str:
    """How many incidents are drawn and how, how many are not and why."""
    counts = payload.draw_counts(chosen)
    if not counts.selected:
        return "There is no incident to draw."
    line = _describe_density(counts) if counts.as_density else _describe_marks(counts)
    if counts.without_coordinates:
        line += f" Not drawn: {counts.without_coordinates:,}, because the source names no place; they are listed below the map."
    return line


def _describe_marks(counts: payload.DrawCounts) -> str:
    parts = [f"{counts.points:,} as points", f"{counts.areas:,} as the area that is known"]
    return f"Drawn: {pluralize(counts.points + counts.areas, 'incident')} ({', '.join(parts)})."


def _describe_density(counts: payload.DrawCounts) -> str:
    line = (
        f"Drawn as density, being more than {payload.MAX_DRAWN:,}: {pluralize(counts.points, 'incident')} whose place is "
        "exact or near, counted in squares. Click on one to list what lies there; on the keyboard, Enter lists what "
        "lies in the middle of the map."
    )
    if counts.areas:
        line += (
            f" Left out of the squares: {counts.areas:,} known only to a wider area, which would make false hot spots."
        )
    return line


def _handle_events(events: dict[str, Any], selection: Selection) -> None:
    drawing, click = events.get("last_active_drawing"), events.get("last_clicked")
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
