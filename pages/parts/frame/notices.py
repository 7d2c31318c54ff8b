"""Messages for the top of the next page."""

import streamlit as st

from geo.errors import ValueRefused
from geo.query.selection import Problem

PROBLEMS = "problems"
NOTICE = "notice"
IGNORED = "ignored parameters"


def set_problems(*problems: Problem) -> None:
    """Report what could not be read of an address or a form, in place of earlier problems."""
    st.session_state[PROBLEMS] = problems


def add_problems(*problems: Problem) -> None:
    """Report further problems."""
    set_problems(*st.session_state.get(PROBLEMS, ()), *problems)


def set_refusal(key: str, refusal: ValueRefused) -> None:
    """Report that a filter does not accept a value, in place of earlier problems."""
    set_problems(Problem(key, refusal.value, refusal.accepted))


def pop_problems() -> tuple[Problem, ...]:
    """The problems that were not shown yet."""
    return tuple(st.session_state.pop(PROBLEMS, ()))


def notify(notice: str) -> None:
    """Add a line to the notice above the next page that is drawn."""
    st.session_state[NOTICE] = "\n".join(filter(None, (st.session_state.get(NOTICE, ""), notice)))


def pop_notice() -> str:
    """The notice that was not shown yet, or an empty text."""
    return str(st.session_state.pop(NOTICE, ""))


def set_ignored(line: str) -> None:
    """Report in a quiet line which parameters of the address were ignored; an empty one says nothing."""
    st.session_state[IGNORED] = line


def pop_ignored() -> str:
    """The line on ignored parameters that was not shown yet, or an empty text."""
    return str(st.session_state.pop(IGNORED, ""))
