"""What was typed into a field for a number, and why it was not understood."""

from typing import Any

import streamlit as st

from geo.errors import ValueRefused
from geo.query.filters import FILTER
from pages.parts.frame import state

MAX_REPEATED = 60  # characters of a text that a message repeats
ENTRY = "typed number"


def enter(key: str, text: str) -> None:
    """Set a filter to what was typed or switched, or remove it for an empty text; say what is not accepted."""
    try:
        value = FILTER[key].from_control(text.strip().replace(",", "") if key == "min_killed" else text.strip())
    except ValueRefused as refusal:
        error = f"“{refusal.value[:MAX_REPEATED]}” is not accepted. Accepted: {refusal.accepted}."
        st.session_state[ENTRY] = (key, text, state.selection().get(key), error)
        return
    st.session_state[ENTRY] = None
    state.set_selection(state.selection().with_filter(key, value))


def describe_number(key: str) -> dict[str, Any]:
    """What the field shows."""
    value = state.selection().get(key)
    entry = st.session_state.get(ENTRY)
    if entry is not None and entry[0] == key and entry[2] == value:
        return {"text": entry[1], "error": entry[3], "note": "", "others": []}
    return {"text": "" if value is None else str(value), "error": "", "note": "", "others": []}
