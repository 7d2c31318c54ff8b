"""Show which place a name was taken to mean, and offer the others that it could mean."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from geo import places
from geo.places import Place, chances
from pages.parts.frame.direction import isolate_right_to_left
from pages.parts.frame.markdown import escape_markdown

MAX_ALTERNATIVES = 4  # as many as fit into a line


def show_interpretation(
    name: str, place: Place, choose: Callable[[str], None], *, key: str, is_chosen: bool = False
) -> None:
    """Show the place that a name was taken to mean, and its alternatives; a click calls `choose` with a place_id.

    `is_chosen`: a person chose the place by its identifier, and there is no chance of being right.
    """
    chance = None if is_chosen else f"Of names that were read with such evidence, {place.confidence:.0%} were right."
    st.text(isolate_right_to_left(describe_interpretation(name, place, is_chosen=is_chosen)), help=chance)
    others = [places.place_from_id(place_id) for place_id in place.alternatives[:MAX_ALTERNATIVES]]
    _show_alternatives("Did you mean:", [(label_with_kind(other), other.place_id) for other in others], choose, key)


def show_unknown_place(name: str, choose: Callable[[str], None], *, key: str) -> None:
    """Say that no such place is known, and offer similar names; a click calls `choose` with one of them."""
    sentence = f"No place called “{name}” is known. The filter matches incidents whose place is worded like this."
    st.text(isolate_right_to_left(sentence))
    similar_names = [(spelling, spelling) for spelling in places.nearest_spellings(name)]
    _show_alternatives("Similar names:", similar_names, choose, key)


def _show_alternatives(
    heading: str, alternatives: list[tuple[str, str]], choose: Callable[[str], None], key: str
) -> None:
    if not alternatives:
        return
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.caption(heading, width="content")
        for number, (name, value) in enumerate(alternatives):
            st.button(escape_markdown(name), key=f"{key} {number}", type="tertiary", on_click=partial(choose, value))


def describe_interpretation(name: str, place: Place, *, is_chosen: bool = False) -> str:
    """Which place a name was taken to mean, in a sentence, with the reason and any doubt; see show_interpretation."""
    reason = f": {place.because}" if place.because else ""
    word = "" if is_chosen else f" {chances.word_of(place.confidence).capitalize()}."
    return f"“{name}” is taken to mean {label_with_kind(place)}{reason}.{word}"


def label_with_kind(place: Place) -> str:
    """The place with its province, country and kind."""
    return f"{places.label(place)} ({place.kind})"
