"""Ask around a place: incidents within so many kilometres of a point clicked, typed or named."""

import re

import streamlit as st

from geo import places
from geo.errors import PlaceNotFound, ValueRefused
from geo.filters import FILTER
from geo.filters.areas import position
from geo.selection import Selection
from pages.parts import state

POSITION = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)\s*")
USUAL_KM = 100


def around(selection: Selection) -> None:
    """The form: a place by name or by position, and a distance; a click on the map fills in the place."""
    point = state.point()
    clicked = f"{point[1]:.4f}, {point[0]:.4f}" if point else ""
    with st.form("around", border=True), st.container(horizontal=True, vertical_alignment="bottom"):
        given = st.text_input(
            "Incidents around a place",
            value=clicked,
            max_chars=200,
            placeholder="Quetta, or 30.19, 67.01",
            help="A name, or latitude, longitude. A click on the map fills in a point.",
        )
        km = st.number_input("Within km", min_value=1, max_value=20_000, value=USUAL_KM, step=10)
        asked = st.form_submit_button("Show")
    if asked:
        _answer(selection, given, km)


def _answer(selection: Selection, given: str, km: float) -> None:
    try:
        longitude, latitude, understood = _place(given)
        value = FILTER["around"].parse((f"{longitude},{latitude},{km}",))
    except (PlaceNotFound, ValueRefused) as error:
        st.text(str(error))
        return
    state.tell(understood)
    state.choose(selection.without("bbox", "area").having("around", value))
    st.rerun()


def _place(given: str) -> tuple[float, float, str]:
    """Longitude, latitude and what was understood. People say latitude first."""
    typed = POSITION.fullmatch(given)
    if typed:
        latitude, longitude = float(typed[1]), float(typed[2])
        return longitude, latitude, f"Around {position(longitude, latitude)}."
    place = places.resolve(given)
    point = place.point
    told = f"Around {place.name}, {place.country or place.kind} ({place.because})."
    return point.x, point.y, f"{told} The distance is from {position(point.x, point.y)}."
