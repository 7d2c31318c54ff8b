"""Show whom a name in the actor filter or in the text search was taken to mean, and offer to undo it."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from geo.core import actors
from geo.core.formatting import UNSTATED, pluralize
from geo.places import label
from geo.query.filters.actor_choices import exact_text
from geo.query.filters.text import searched_actor, searched_place
from pages.parts.frame.direction import isolate_right_to_left
from pages.parts.frame.markdown import escape_markdown

MAX_NAMES = 3  # further names of an actor that are listed; as many as fit into a line
MAX_CANDIDATES = 4
UNDO = "Put it in quotation marks to find only these letters."


def show_actor(name: str, choose: Callable[[str], None], *, key: str) -> None:
    """Show whom a name means, with a button for the exact spelling, or for the actors that it can mean."""
    sentence = describe_actor(name)
    if not sentence:
        return
    st.text(isolate_right_to_left(sentence))
    _show_choices(_choices(name), choose, key)


def describe_actor(name: str) -> str:
    """Whom a name of the actor filter means, in a sentence; empty where there is nothing to say."""
    vocabulary = actors.vocabulary()
    exact = exact_text(name)
    if exact:
        return f"Only the spelling “{exact}” is looked for."
    candidates = vocabulary.candidates(name)
    if candidates:
        return (
            f"“{name}” is a name of {pluralize(len(candidates), 'actor')}: {', '.join(candidates)}. All incidents of "
            "any of them and all that are worded so are shown; which of them it is, an incident's country and year "
            "decide where they can."
        )
    family = vocabulary.family(name)
    if name == UNSTATED or not family:
        return ""
    return f"{name}{_describe_names(family[0].aliases)}{_describe_bodies(len(family) - 1)}."


def describe_search(value: str) -> str:
    """What else than its letters the text search looks for, in a sentence; empty if nothing else."""
    name, place = searched_actor(value), searched_place(value)
    if name:
        return f"“{value}” also finds {name} under its other names. {UNDO}"
    if place is not None:
        return f"“{value}” also finds {label(place)}, which is called so too. {UNDO}"
    return ""


def _describe_names(aliases: tuple[str, ...]) -> str:
    if not aliases:
        return ""
    further = len(aliases) - MAX_NAMES
    more = f" and {pluralize(further, 'other name')}" if further > 0 else ""
    return f", also written {', '.join(f'“{alias}”' for alias in aliases[:MAX_NAMES])}{more}"


def _describe_bodies(number: int) -> str:
    if not number:
        return ""
    return ", and its body" if number == 1 else f", and its {number:,} bodies"


def _choices(name: str) -> list[tuple[str, str]]:
    """The label and the value of each other reading of a name."""
    exact = exact_text(name)
    if exact:
        usual_name = actors.canonical(exact)
        return [(f"Every name of {usual_name}", usual_name)]
    candidates = actors.vocabulary().candidates(name)
    if candidates:
        return [(f"Only {candidate}", candidate) for candidate in candidates[:MAX_CANDIDATES]]
    return [("Only this spelling", f'"{name}"')]


def _show_choices(choices: list[tuple[str, str]], choose: Callable[[str], None], key: str) -> None:
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        for number, (text, value) in enumerate(choices):
            st.button(escape_markdown(text), key=f"{key} {number}", type="tertiary", on_click=partial(choose, value))
