"""What a name of a place was understood to mean, with what else it could mean one click away."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from geo import places
from geo.places import Place
from pages.parts.frame.markdown import escape_markdown

MAX_ALTERNATIVES = 4


def show_interpretation(name: str, place: Place, choose: Callable[[str], None], *, key: str) -> None:
    """Say what was understood and offer the alternatives; `choose` is called with an alternative's identifier."""
    st.text(describe_interpretation(name, place))
    others = [places.place_from_id(each) for each in place.alternatives[:MAX_ALTERNATIVES]]
    _show_alternatives("Or meant:", [(label_with_kind(other), other.place_id) for other in others], choose, key)


def show_unknown_place(name: str, choose: Callable[[str], None], *, key: str) -> None:
    """Say that no place is known, and offer the names spelt nearly so; `choose` is called with one of them."""
    st.text(f"No place named “{name}” is known; it is compared with the wording of the table.")
    _show_alternatives("Spelt nearly so:", [(near, near) for near in places.nearest_spellings(name)], choose, key)


def _show_alternatives(
    heading: str, alternatives: list[tuple[str, str]], choose: Callable[[str], None], key: str
) -> None:
    if not alternatives:
        return
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.caption(heading, width="content")
        for number, (name, value) in enumerate(alternatives):
            st.button(escape_markdown(name), key=f"{key} {number}", type="tertiary", on_click=partial(choose, value))


def describe_interpretation(name: str, place: Place) -> str:
    """The understanding in a sentence, with the reason, the precision and any doubt."""
    doubt = f" Confidence {place.confidence:.0%}." if place.confidence < 1 else ""
    reason = f": {place.because}" if place.because else ""
    return f"“{name}” is understood as {label_with_kind(place)}{reason}.{doubt}"


def label_with_kind(place: Place) -> str:
    """The place with its kind and what it lies in."""
    return f"{places.label(place)} ({place.kind})"
