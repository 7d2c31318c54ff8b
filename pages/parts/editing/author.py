"""Who changes something, as the person wrote it last, and why: both go with every change."""

import streamlit as st

from geo.storage.edits.edit import MAX_NAME, MAX_REASON
from pages.parts.frame import person, state

AUTHOR = "author of changes"


def author() -> str:
    """The name that somebody logged in with, else the one that was written last; an empty text where none was."""
    return person.person_name() or str(st.session_state.get(AUTHOR, ""))


def show_author_fields(key: str, *, needs_reason: bool = False) -> None:
    """Draw the fields for the reason and the name, inside a form whose widgets begin with `key`."""
    with st.container(horizontal=True):
        st.text_input(
            "Why" if needs_reason else "Why (optional)",
            max_chars=MAX_REASON,
            key=f"{key} why",
            placeholder="Such as: Reuters of 18 January gives another toll",
            width=420,
        )
        st.text_input(
            "Your name or initials",
            value=author(),
            disabled=bool(person.person_name()),
            max_chars=MAX_NAME,
            key=f"{key} who",
            help="It stands beside your changes, also in files that you hand over. You may leave it blank.",
            width=200,
        )


def read_author_fields(key: str) -> tuple[str, str]:
    """The name and the reason of a form; the name is proposed in the next one."""
    who = person.person_name() or str(state.form_value(f"{key} who") or "").strip()
    st.session_state[AUTHOR] = who
    return who, str(state.form_value(f"{key} why") or "").strip()
