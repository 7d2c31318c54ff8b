"""The map on a page: draw it, replace its incidents without a remount, and handle what the user draws or clicks."""

from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from geo.errors import ValueRefused
from geo.mapping import folium_map, payload
from geo.query.filters.drawing import from_drawing, is_drawn
from geo.query.result_set import ResultSet
from geo.query.selection import Selection
from pages.parts.frame import address, notices, state

HEIGHT_PX = 560  # chosen by eye for a window about 900 px high


def draw_map(results: ResultSet, version: str, areas: dict[str, Any] | None = None) -> None:
    """Draw the map of a selection and handle what the user draws or clicks on it.

    `version`: the cache key of the map's own requests. `areas`: the legend of the areas to draw instead of incidents.
    """
    events = st_folium(
        folium_map.build_map(),  # a new one each run, since st_folium modifies it
        key="atlas map",
        height=HEIGHT_PX,
        use_container_width=True,
        returned_objects=["last_active_drawing", "last_clicked"],
        feature_group_to_add=folium_map.build_incident_layer(
            _with_data_key(payload.build_payload(results, version, areas))
        ),
        wrap_longitude=True,
    )
    _handle_events(events or {}, results.selection)


def _with_data_key(map_payload: dict[str, Any]) -> dict[str, Any]:
    """The payload with addresses that also open the session's own data."""
    areas = map_payload["areas"] and map_payload["areas"] | {
        "address": address.with_data_key(map_payload["areas"]["address"])
    }
    return map_payload | {"query": address.with_data_key(map_payload["query"]), "areas": areas}


def summarize(results: ResultSet) -> str:
    """How many incidents the map shows and how, and how many it leaves out and why."""
    counts = payload.draw_counts(results)
    if not counts.selected:
        return "No incidents to show."
    parts = [_describe_drawn(counts)]
    if counts.without_coordinates:
        has_have = "has" if counts.without_coordinates == 1 else "have"
        parts.append(f"{counts.without_coordinates:,} {has_have} no known place")
    return " · ".join(parts)


def _describe_drawn(counts: payload.DrawCounts) -> str:
    areas = "1 as an area" if counts.areas == 1 else f"{counts.areas:,} as areas"
    numbers = ((counts.exact, "exact"), (counts.near, "near"), (counts.vague, "uncertain"))
    kinds = [*(f"{number:,} {word}" for number, word in numbers if number), *([areas] if counts.areas else [])]
    return f"{counts.drawn:,} on the map" + (f" ({', '.join(kinds)})" if kinds else "")


def _handle_events(events: dict[str, Any], selection: Selection) -> None:
    drawing, click = events.get("last_active_drawing"), events.get("last_clicked")
    if is_drawn(drawing) and state.is_new_event(state.DRAWING, drawing):
        try:
            key, value = from_drawing(drawing)
        except ValueRefused as refusal:
            notices.set_refusal("area", refusal)
        else:
            state.set_selection(selection.without("bbox", "area", "around").with_filter(key, value))
        st.rerun()
    if click and state.is_new_event(state.CLICK, click):
        state.set_search_point(click["lng"], click["lat"])
