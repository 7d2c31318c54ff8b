"""What was typed into the search, what it was read as, and what else it can mean."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from geo.errors import EngineFailed, ValueRefused
from geo.query.search_terms import SearchReading, choose_reading, read_search
from geo.query.selection import Selection
from pages.parts.frame import cache, state

SEARCH = "last search"
MAX_REPEATED = 60  # characters of a text that a message repeats


@dataclass(frozen=True)
class Search:
    """A text that was searched for, the ways to read it, and the number of the one that was taken; or an error."""

    text: str
    readings: tuple[SearchReading, ...] = ()
    reading_number: int = 0
    error: str = ""

    @property
    def reading(self) -> SearchReading:
        """The reading that was taken."""
        return self.readings[self.reading_number]


def search(text: str) -> None:
    """Take a text in the likeliest way, in place of the last search; an empty one ends that."""
    rest = _without_search(state.selection())
    if not text.strip():
        _apply(rest, None)
        return
    try:
        readings = read_search(text)
    except ValueRefused as refusal:
        error = f"“{refusal.value[:MAX_REPEATED]}” cannot be searched for. Accepted: {refusal.accepted}."
        st.session_state[SEARCH] = Search(text, error=error)
        return
    reading = _choose_reading(readings, rest)
    _apply(reading.apply(rest), Search(text.strip(), readings, readings.index(reading)))


def _choose_reading(readings: tuple[SearchReading, ...], rest: Selection) -> SearchReading:
    """The likeliest reading that finds anything; the likeliest of all where that cannot be asked."""
    try:
        return choose_reading(readings, lambda each: len(cache.select(each.apply(rest))))
    except EngineFailed:
        return readings[0]


def take_reading(number: int) -> None:
    """Take the last search in another way."""
    last: Search | None = st.session_state.get(SEARCH)
    if last is None or not 0 <= number < len(last.readings):
        return
    rest = _without_search(state.selection())
    _apply(last.readings[number].apply(rest), Search(last.text, last.readings, number))


def describe_search() -> dict[str, Any]:
    """What the field shows: the text, what it was taken as, and buttons for what else it can mean."""
    selection = state.selection()
    last: Search | None = st.session_state.get(SEARCH)
    if last is not None and last.error:
        return {"text": last.text, "error": last.error, "note": "", "others": []}
    if last is None or not last.reading.is_applied(selection):
        return {"text": selection.get("q") or "", "error": "", "note": "", "others": []}
    others = [
        {"label": _label(reading), "action": {"do": "reading", "value": number}}
        for number, reading in enumerate(last.readings)
        if number != last.reading_number
    ]
    note = f"Taken as {last.reading.phrase}.{' Instead:' if others else ''}"
    return {"text": last.text, "error": "", "note": note, "others": others}


def forget_error() -> None:
    """Say no more that a text cannot be searched for: something else was done since."""
    last: Search | None = st.session_state.get(SEARCH)
    if last is not None and last.error:
        st.session_state[SEARCH] = None


def _without_search(selection: Selection) -> Selection:
    """The selection without what the last search has set, and without a text."""
    last: Search | None = st.session_state.get(SEARCH)
    rest = last.reading.remove(selection) if last is not None and last.readings else selection
    return rest.without("q")


def _apply(selection: Selection, entry: Search | None) -> None:
    state.set_selection(selection)
    st.session_state[SEARCH] = entry


def _label(reading: SearchReading) -> str:
    return "Search the text" if reading.key == "q" else reading.phrase[0].upper() + reading.phrase[1:]
