"""Ask around a place: incidents within so many kilometres of a point clicked, typed or named, or in a named area."""

import re

import streamlit as st

from geo import places
from geo.errors import PlaceNotFound, ValueRefused
from geo.query.filters import FILTER
from geo.query.filters.spatial import format_position
from geo.query.selection import Selection
from pages.parts.frame import state
from pages.parts.map.place_interpretation import show_interpretation

POSITION_PATTERN = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)\s*")
DEFAULT_RADIUS_KM = 100


def show_form(selection: Selection) -> None:
    """The form: a place by name or by position, and a distance; a click on the map fills in the place."""
    point = state.point()
    clicked = f"{point[1]:.4f}, {point[0]:.4f}" if point else ""
    with st.form("around", border=True), st.container(horizontal=True, vertical_alignment="bottom"):
        query = st.text_input(
            "Incidents around a place",
            value=clicked,
            max_chars=200,
            placeholder="Quetta, northern Iraq, or 30.19, 67.01",
            help="A name in any spelling or script, a description such as “30 km south of Quetta”, "
            "or latitude, longitude. A click on the map fills in a point.",
        )
        km = st.number_input("Within km", min_value=1, max_value=20_000, value=DEFAULT_RADIUS_KM, step=10)
        is_submitted = st.form_submit_button("Show")
    if is_submitted:
        _search(selection, query, km)


def _search(selection: Selection, query: str, km: float) -> None:
    try:
        point = _parse_position(query)
        searched = _within_radius(selection, *point, km) if point else _near_place(selection, query, km)
    except (PlaceNotFound, ValueRefused) as error:
        st.text(str(error))
        return
    if point:
        state.tell(f"Around {format_position(*point)}.")
    state.choose(searched)
    st.rerun()


def _parse_position(text: str) -> tuple[float, float] | None:
    """Longitude and latitude, where a position was typed; people say latitude first."""
    match = POSITION_PATTERN.fullmatch(text)
    return (float(match[2]), float(match[1])) if match else None


def _within_radius(selection: Selection, longitude: float, latitude: float, km: float) -> Selection:
    value = FILTER["around"].parse((f"{longitude},{latitude},{km}",))
    return selection.without("bbox", "area", "place").with_filter("around", value)


def _near_place(selection: Selection, name: str, km: float) -> Selection:
    """Around a town or a site; of a province or a region, what lies in it."""
    place = places.resolve(name)
    state.ask_for(name, km)
    if place.shape is not None and place.precision != "near":
        without_areas = selection.without("bbox", "area", "around")
        return without_areas.with_filter("place", FILTER["place"].parse((name,)))
    return _within_radius(selection, place.point.x, place.point.y, km)


def show_search_place(selection: Selection) -> None:
    """What the name that was asked for was understood to mean, while its surroundings are shown."""
    search = state.asked_for()
    if search is None or selection.get("around") is None:
        return
    name, place_id, km = search
    place = places.place_from_id(place_id) if place_id else places.resolve_or_none(name)
    if place is None or FILTER["around"].parse((f"{place.point.x},{place.point.y},{km}",)) != selection.get("around"):
        return

    def choose(chosen_id: str) -> None:
        other = places.place_from_id(chosen_id)
        state.ask_for(name, km, chosen_id)
        state.choose(_within_radius(selection, other.point.x, other.point.y, km))

    show_interpretation(name, place, choose, key="around")
    st.caption(f"The distance is from {format_position(place.point.x, place.point.y)}.")
