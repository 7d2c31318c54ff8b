"""The selection stated: as a sentence, with its count, what was left out, and a way to take each filter off."""

from functools import partial

import streamlit as st

from geo.core import actors
from geo.core.formatting import pluralize
from geo.query.caveats import omission_notes, selection_caveats
from geo.query.filters import FILTER
from geo.query.filters.place import resolve_cached
from geo.query.selection import Problem, Selection
from pages.parts.frame import cache, state
from pages.parts.map import radius_search
from pages.parts.map.place_interpretation import show_interpretation, show_unknown_place


def show_summary(selection: Selection, n_selected: int) -> None:
    """State the selection, name what could not be read, and offer to clear."""
    for problem in state.take_problems():
        _show_problem(problem)
    notice = state.take_news()
    if notice:
        st.text(notice)
    for broken in cache.served().warnings:
        st.text(broken)
    total = len(cache.served().index)
    st.text(f"{pluralize(n_selected, 'incident')} of {total:,}. {selection.describe()}")
    for number, name in enumerate(selection.get("place") or ()):
        _show_place(selection, name, number)
    radius_search.show_search_place(selection)
    for sentence in (*omission_notes(cache.served().index, selection), *selection_caveats(selection)):
        st.caption(sentence)
    if selection.values:
        _show_clear_buttons(selection)
    if not n_selected:
        _explain_empty(selection)


def _show_place(selection: Selection, name: str, number: int) -> None:
    """What a name in the filter on places was understood to mean; a name that means none is only compared as text."""
    place = resolve_cached(name)
    others = tuple(other for other in selection.get("place") if other != name)

    def choose(value: str) -> None:
        state.choose(selection.with_filter("place", tuple(sorted({*others, value}))))

    if place is None:
        show_unknown_place(name, choose, key=f"place {number}")
    else:
        show_interpretation(FILTER["place"].display(name), place, choose, key=f"place {number}")


def _show_problem(problem: Problem) -> None:
    with st.container(border=True):
        st.text(f"Left out of the selection: {problem}")


def _show_clear_buttons(selection: Selection) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="clearing"):
        for key, _ in selection.values:
            label = FILTER[key].label
            st.button(
                label,
                key=f"clear {key}",
                icon=":material/close:",
                type="secondary",
                help=f"Take “{label}” off",
                on_click=partial(state.choose, selection.without(key)),
            )
        st.button("Clear all", key="clear all", type="tertiary", on_click=partial(state.choose, Selection()))


def _explain_empty(selection: Selection) -> None:
    """Say why nothing is left: which single filter, taken off, brings how many back, and near spellings."""
    with st.container(border=True):
        st.text("No incident matches all of these filters.")
        for name in selection.get("actor") or ():
            _suggest_actors(selection, name)
        for key, _ in selection.values:
            left = len(cache.chosen(selection.without(key)))
            if left:
                st.button(
                    f"Without “{FILTER[key].label}”: {pluralize(left, 'incident')}",
                    key=f"without {key}",
                    on_click=partial(state.choose, selection.without(key)),
                )
        st.button("Show all incidents", key="show all", on_click=partial(state.choose, Selection()))


def _suggest_actors(selection: Selection, name: str) -> None:
    counts = cache.facet_counts(Selection())["actor"]
    if name in counts.index:
        return
    st.text(f"No incident names an actor “{name}”. Names spelt nearly so:")
    others = tuple(other for other in selection.get("actor") if other != name)
    suggestions = actors.suggest(name, counts.index)
    for position, spelling in enumerate(suggestions):
        corrected = selection.with_filter("actor", tuple(sorted({*others, spelling})))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(spelling)
            st.button("Use this name", key=f"near {name} {position}", on_click=partial(state.choose, corrected))
    if not suggestions:
        st.text("none. The filter “Actor” in the sidebar lists all that the incidents name.")
