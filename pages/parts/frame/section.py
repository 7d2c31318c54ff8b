"""Sections of a page that are closed at first, and drawn when somebody opens them."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st


@contextmanager
def closed_section(label: str, *, key: str, icon: str | None = None, starts_open: bool = False) -> Iterator[bool]:
    """Draw a closed section; whether to draw what is in it, which is so from the first time that it is opened.

    What it holds costs a run nothing until then. It stays when the section is closed again, and so does what somebody
    has written in it. `key`: of the section on its page. `starts_open`: where an address asks for what is in it.
    """
    with st.expander(label, expanded=starts_open, icon=icon, key=key, on_change="rerun") as section:
        memory = f"{key} was open"
        if section.open or starts_open:
            st.session_state[memory] = True
        yield bool(st.session_state.get(memory))
