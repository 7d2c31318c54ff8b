"""What a name of a place was understood to mean, with what else it could mean one click away."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from geo import places
from geo.places import Place
from pages.parts.frame.markdown import escape_markdown

MOST_OFFERED = 4


def meaning(asked: str, place: Place, choose: Callable[[str], None], *, key: str) -> None:
    """Say what was understood and offer the alternatives; `choose` is called with an alternative's identifier."""
    st.text(told(asked, place))
    others = [places.place_from_id(each) for each in place.alternatives[:MOST_OFFERED]]
    _offer("Or meant:", [(distinct(other), other.place_id) for other in others], choose, key)


def unknown(asked: str, choose: Callable[[str], None], *, key: str) -> None:
    """Say that no place is known, and offer the names spelt nearly so; `choose` is called with one of them."""
    st.text(f"No place named “{asked}” is known; it is compared with the wording of the table.")
    _offer("Spelt nearly so:", [(near, near) for near in places.nearest_spellings(asked)], choose, key)


def _offer(heading: str, offers: list[tuple[str, str]], choose: Callable[[str], None], key: str) -> None:
    if not offers:
        return
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.caption(heading, width="content")
        for number, (name, value) in enumerate(offers):
            st.button(escape_markdown(name), key=f"{key} {number}", type="tertiary", on_click=partial(choose, value))


def told(asked: str, place: Place) -> str:
    """The understanding in a sentence, with the reason, the precision and any doubt."""
    doubt = f" Confidence {place.confidence:.0%}." if place.confidence < 1 else ""
    reason = f": {place.because}" if place.because else ""
    return f"“{asked}” is understood as {distinct(place)}{reason}.{doubt}"


def distinct(place: Place) -> str:
    """The place with its kind and what it lies in."""
    return f"{places.label(place)} ({place.kind})"
