"""The map on a page: draw it, replace its incidents without a remount, and handle what the user draws or clicks."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from geo.errors import ValueRefused
from geo.mapping import payload
from geo.query.engine import ResultSet
from geo.query.filters import FILTER
from geo.query.filters.drawing import from_drawing, is_drawn
from geo.query.selection import Selection
from geo.query.time_cube import DATES
from geo.storage.selection_links import CHAIN, count_links
from pages.parts.frame import address, cache, notices, state
from pages.parts.map import map_component, radius_search


def draw_map(results: ResultSet, version: str, areas: dict[str, Any] | None = None, *, is_alone: bool = False) -> None:
    """Draw the map of a selection and handle what the user draws or clicks on it.

    `version`: the cache key of the map's own requests. `areas`: the legend of the areas to draw instead of incidents.
    `is_alone`: without the timeline strip and the list of what lies in view.
    """
    map_payload = cache.map_payload(results, version, areas, lambda: _count_links(results, is_alone))
    events = map_component.draw(_with_data_key(map_payload), is_alone=is_alone)
    _handle_events(events, results.selection)


def _count_links(results: ResultSet, is_alone: bool) -> int:
    """How many links the map may draw: those of all days, for a window of time can be moved without a run."""
    whole = results.engine.select(results.selection.without(*DATES))
    return 0 if is_alone else count_links(cache.get_atlas(), whole)


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
    """Apply what was drawn, or what a button on the map asks for; the map reports both as drawings."""
    drawing = events.get("last_active_drawing")
    if not is_drawn(drawing) or not state.is_new_event(state.DRAWING, drawing):
        return
    action = ACTIONS.get(str(drawing["properties"].get("action")), _select_drawing)
    action(selection, drawing)
    st.rerun()


def _select_drawing(selection: Selection, drawing: dict[str, Any]) -> None:
    try:
        key, value = from_drawing(drawing)
    except ValueRefused as refusal:
        notices.set_refusal("area", refusal)
    else:
        state.set_selection(selection.without("bbox", "area", "around").with_filter(key, value))


def _remove_area(selection: Selection, _drawing: dict[str, Any]) -> None:
    state.set_selection(selection.without("bbox", "area"))


def _search_around(selection: Selection, drawing: dict[str, Any]) -> None:
    longitude, latitude = drawing["geometry"]["coordinates"]
    radius_search.search_around_point(selection, longitude, latitude)


def _show_all(_selection: Selection, _drawing: dict[str, Any]) -> None:
    state.set_selection(Selection())


def _show_chain(_selection: Selection, drawing: dict[str, Any]) -> None:
    """Show one chain in place of the selection: with other filters a part of it would be missing."""
    try:
        chain = FILTER[CHAIN].parse((str(drawing["properties"].get(CHAIN, "")),))
    except ValueRefused as refusal:
        notices.set_refusal(CHAIN, refusal)
    else:
        state.set_selection(Selection().with_filter(CHAIN, chain))


def _set_dates(selection: Selection, drawing: dict[str, Any]) -> None:
    """Show the window of time that was brushed, or all days where it has none."""
    new = selection.without(*DATES)
    try:
        for key in DATES:
            day = drawing["properties"].get(key)
            new = new if day is None else new.with_filter(key, FILTER[key].parse((str(day),)))
    except ValueRefused as refusal:
        notices.set_refusal("from", refusal)
    else:
        state.set_selection(new)


# By the name that the map's script gives to what a button asks for (static/52-drawing.js).
ACTIONS: dict[str, Callable[[Selection, dict[str, Any]], None]] = {
    "remove area": _remove_area,
    "search around": _search_around,
    "show all": _show_all,
    "show chain": _show_chain,
    "set dates": _set_dates,
}
