"""Sections of a page that are closed at first, and drawn when somebody opens them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True)
class _Section:
    """A section as the last run drew it.

    `starts_open`: under this label; Streamlit takes a section of another label, or another start, for another one.
    `was_open`: once since it came onto the page, under this label.
    """

    label: str
    starts_open: bool
    is_open: bool
    was_open: bool


@contextmanager
def closed_section(label: str, *, key: str, icon: str | None = None, starts_open: bool = False) -> Iterator[bool]:
    """Draw a closed section; whether to draw what is in it, which is so from the first time that it is opened.

    What it holds costs a run nothing until then. It stays when the section is closed again, and so does what somebody
    has written in it. A section whose label changes, with a count, stays open or closed. `key`: of the section on its
    page. `starts_open`: where an address asks for what is in it.
    """
    last: _Section | None = st.session_state.get(f"{key} section") if key in st.session_state else None
    is_same = last is not None and last.label == label
    if last is not None:
        starts_open = last.starts_open if is_same else last.is_open
    with st.expander(label, expanded=starts_open, icon=icon, key=key, on_change="rerun") as section:
        is_open = bool(section.open)
        was_open = is_open or (last is not None and is_same and last.was_open)
        st.session_state[f"{key} section"] = _Section(label, starts_open, is_open, was_open)
        yield was_open
