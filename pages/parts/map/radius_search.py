"""Search around a place: incidents within a radius of a place or point, or inside a named area."""

import re

import streamlit as st

from geo import places
from geo.errors import PlaceNotFound, ValueRefused
from geo.query.filters import FILTER
from geo.query.filters.spatial import format_position
from geo.query.selection import Selection
from pages.parts.frame import cache, notices, state
from pages.parts.frame.own_places import read_own_places
from pages.parts.map.place_interpretation import show_interpretation

POSITION_PATTERN = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)\s*")
DEFAULT_RADIUS_KM = 100  # a judgement, not fitted
MAX_KM = 20_000  # half of a meridian: the whole globe
RADIUS_FIELD = "around km"


def show_form(selection: Selection) -> None:
    """Draw the search form in a line: a place by name or position, and a radius."""
    with st.form("around", border=False), st.container(horizontal=True, vertical_alignment="center", gap="small"):
        query = st.text_input(
            "Incidents around a place",
            label_visibility="collapsed",
            max_chars=200,
            placeholder="Incidents around a place: Quetta, northern Iraq, or 30.19, 67.01",
            help="A name in any spelling or script, a description such as “30 km south of Quetta”, "
            "or a latitude and longitude. Or right-click the map (on a phone, press long) to search around that point.",
        )
        km = st.number_input(
            "Radius (km)",
            label_visibility="collapsed",
            min_value=1,
            max_value=MAX_KM,
            value=DEFAULT_RADIUS_KM,
            step=10,
            width=130,
            key=RADIUS_FIELD,
        )
        st.text("km", width="content")
        is_submitted = st.form_submit_button("Search")
    if is_submitted:
        _search(selection, query, km)


def search_around_point(selection: Selection, longitude: float, latitude: float) -> None:
    """Select the incidents around a point of the map, within the radius of the form."""
    km = state.form_value(RADIUS_FIELD) or DEFAULT_RADIUS_KM
    try:
        state.set_selection(_within_radius(selection, longitude, latitude, km))
    except ValueRefused as refusal:
        notices.set_refusal("around", refusal)


def _search(selection: Selection, query: str, km: float) -> None:
    try:
        point = _parse_position(query)
        around = _within_radius(selection, *point, km) if point else _near_place(selection, query, km)
    except (PlaceNotFound, ValueRefused) as error:
        st.text(str(error))
        return
    state.set_selection(around)
    st.rerun()


def _parse_position(text: str) -> tuple[float, float] | None:
    """Longitude and latitude, if the text is a position; people write the latitude first."""
    match = POSITION_PATTERN.fullmatch(text)
    return (float(match[2]), float(match[1])) if match else None


def _within_radius(selection: Selection, longitude: float, latitude: float, km: float) -> Selection:
    value = FILTER["around"].parse((f"{longitude},{latitude},{km}",))
    return selection.without("bbox", "area", "place").with_filter("around", value)


def _near_place(selection: Selection, name: str, km: float) -> Selection:
    """Incidents around a town or site, or inside a province, region or country; raises PlaceNotFound."""
    place = places.resolve(name, own_places=read_own_places())
    state.remember_place(name, km)
    if place.shape is not None and place.precision != "near":
        return _inside(selection, name, place)
    return _within_radius(selection, place.point.x, place.point.y, km)


def _inside(selection: Selection, name: str, place: places.Place) -> Selection:
    """Incidents inside an area; by its identifier where the filter, which knows no data, takes the name otherwise."""
    by_name = places.resolve_or_none(name)
    value = name if by_name is not None and by_name.place_id == place.place_id else place.place_id
    without_areas = selection.without("bbox", "area", "around")
    return without_areas.with_filter("place", FILTER["place"].parse((value,)))


def _resolve_again(name: str) -> places.Place | None:
    hints = places.Hints(own_places=cache.get_atlas().own_places())
    return places.resolve_or_none(name, hints)


def show_search_place(selection: Selection) -> None:
    """Show which place the last search was taken to mean, as long as the incidents around it are shown."""
    search = state.remembered_place()
    if search is None or selection.get("around") is None:
        return
    name, remembered_id, km = search
    place = places.place_from_id(remembered_id) if remembered_id else _resolve_again(name)
    if place is None or FILTER["around"].parse((f"{place.point.x},{place.point.y},{km}",)) != selection.get("around"):
        return

    def choose(place_id: str) -> None:
        other = places.place_from_id(place_id)
        state.remember_place(name, km, place_id)
        state.set_selection(_within_radius(selection, other.point.x, other.point.y, km))

    show_interpretation(name, place, choose, key="around", is_chosen=bool(remembered_id))
    st.caption(f"Distances are measured from {format_position(place.point.x, place.point.y)}.")
