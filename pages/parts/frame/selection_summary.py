"""The selection in words above every page: its count, its filters with a button to remove each, notes and caveats."""

from collections import Counter
from collections.abc import Mapping
from functools import partial

import streamlit as st

from geo import places
from geo.analysis.killed_total import KilledTotal
from geo.core import actors
from geo.core.formatting import pluralize
from geo.query.caveats import count_possible, count_possibly_excluded, describe_caveats
from geo.query.chips import list_chips
from geo.query.filters import FILTER, exclude, is_excluded
from geo.query.filters.exclusion import included_names, name_of, value_of
from geo.query.filters.extents import Inside
from geo.query.filters.inside import INSIDE
from geo.query.filters.named_places import resolve_cached
from geo.query.selection import Problem, Selection
from geo.storage.chain_titles import find_chain_titles
from pages.parts.frame import cache, notices, state
from pages.parts.frame.actor_interpretation import describe_search, show_actor
from pages.parts.frame.direction import isolate_right_to_left
from pages.parts.frame.markdown import escape_markdown
from pages.parts.map import radius_search
from pages.parts.map.place_interpretation import show_interpretation, show_unknown_place


def show_summary(selection: Selection, n_selected: int) -> None:
    """Show what is selected and the buttons that remove filters: one line, whose height no filter changes."""
    # All that may fail is asked first, so that what is drawn is whole.
    titles = find_chain_titles(cache.get_atlas(), selection)
    line = isolate_right_to_left(summarize(selection, n_selected, len(cache.get_atlas().engine), titles))
    total = cache.killed_total(selection)
    inside = _label_inside(selection)
    caveat = " ".join(_caveats(selection)[:1]) if inside else ""
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="summary"):
        st.text(line)
        if total.describe():
            with st.container(key="killed", width="content"):
                st.text(total.describe(), help=describe_linked(total))
        if inside:
            _show_inside_button(selection, inside, caveat)
        if selection.values:
            _show_clear_buttons(selection, titles)


def show_way_back(selection: Selection) -> None:
    """Show the filters of a selection that could not be answered, each with the button that removes it."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="summary"):
        st.text(isolate_right_to_left(selection.describe()))
        if selection.values:
            _show_clear_buttons(selection, {})


def show_problems() -> None:
    """Show what could not be read of the address or the workspace, and what came of an action."""
    atlas = cache.get_atlas()
    change = atlas.sources.describe_change() if atlas.sources else ""
    _show_notices((*atlas.warnings, change))


def show_notes(selection: Selection, n_selected: int) -> None:
    """Show how the selection was understood, its caveats, and for an empty one the ways back."""
    if not n_selected:
        _explain_empty(selection)
    for number, value in enumerate(selection.get("actor") or ()):
        _show_actor(selection, value, number)
    for number, value in enumerate(selection.get("place") or ()):
        _show_place(selection, value, number)
    search = describe_search(selection.get("q") or "")
    if search:
        st.text(isolate_right_to_left(search))
    radius_search.show_search_place(selection)
    for sentence in _caveats(selection):
        st.caption(sentence)


def _caveats(selection: Selection) -> list[str]:
    engine = cache.get_atlas().engine
    return cache.remember(("caveats", selection.to_query()), lambda: describe_caveats(engine, selection))


def _show_notices(warnings: tuple[str, ...]) -> None:
    for problem in notices.pop_problems():
        _show_problem(problem)
    for line in filter(None, (notices.pop_notice(), *warnings)):
        st.text(line)
    ignored = notices.pop_ignored()
    if ignored:
        st.caption(escape_markdown(ignored))


def summarize(selection: Selection, n_selected: int, n_total: int, titles: Mapping[str, str] | None = None) -> str:
    """How many incidents are selected by which filters, such as “2 of 23 incidents: in Iran”; as hostile as those.

    `titles`: what chains are called, by identifier.
    """
    if selection.values:
        return f"{n_selected:,} of {pluralize(n_total, 'incident')}: {selection.describe_filters(titles)}"
    return f"All {n_total:,} incidents" if n_total > 1 else pluralize(n_total, "incident")


def describe_linked(total: KilledTotal) -> str | None:
    """What the range of the killed is of, where incidents are linked as duplicates."""
    if not total.n_linked:
        return None
    return f"{pluralize(total.n_linked, 'linked duplicate')} left out, so that nobody is added up twice."


def _show_actor(selection: Selection, value: str, number: int) -> None:
    """Show whom a name in the filter was taken to mean, with the ways to take it otherwise."""
    show_actor(name_of(value), partial(_replace, selection, "actor", value), key=f"actor {number}")


def _replace(selection: Selection, key: str, value: str, name: str) -> None:
    """Include another name instead of a value of the selection, or exclude it if the value excludes."""
    values = {other for other in selection.get(key) if other != value}
    replacement = exclude(value_of(name)) if is_excluded(value) else value_of(name)
    state.set_selection(selection.with_filter(key, tuple(sorted({*values, replacement}))))


def _show_place(selection: Selection, value: str, number: int) -> None:
    """Show which place a name in the filter was taken to mean; an unknown name is only compared as text."""
    name = name_of(value)
    place, choose = resolve_cached(name), partial(_replace, selection, "place", value)
    if place is None:
        show_unknown_place(name, choose, key=f"place {number}")
    else:
        label, is_chosen = FILTER["place"].display(name), places.is_place_id(name)
        show_interpretation(label, place, choose, key=f"place {number}", is_chosen=is_chosen)


def _show_problem(problem: Problem) -> None:
    with st.container(border=True):
        st.text(isolate_right_to_left(f"Not applied: {problem}"))


def _show_inside_button(selection: Selection, label: str, caveat: str) -> None:
    """Show the button that also takes what may lie inside, or also leaves out what may lie in an excluded place."""
    other = Inside.CERTAIN if selection.inside is Inside.POSSIBLE else Inside.POSSIBLE
    st.button(
        label,
        key="inside",
        type="tertiary",
        help=caveat,
        on_click=partial(state.set_selection, selection.with_filter(INSIDE, other)),
    )


def _label_inside(selection: Selection) -> str:
    engine, is_possible = cache.get_atlas().engine, selection.inside is Inside.POSSIBLE
    n_possible = count_possible(engine, selection)
    if n_possible:
        return "Only those certainly inside" if is_possible else f"Include {n_possible:,} that may lie inside"
    n_excluded = count_possibly_excluded(engine, selection)
    if not n_excluded:
        return ""
    return "Leave out only those certainly there" if is_possible else f"Leave out {n_excluded:,} that may lie there"


def _show_clear_buttons(selection: Selection, titles: Mapping[str, str]) -> None:
    """Show a chip for each value that can be taken away."""
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", width="content", key="clearing"):
        st.button("Clear all", key="clear all", type="tertiary", on_click=partial(state.set_selection, Selection()))
        numbers: Counter[str] = Counter()
        for chip in list_chips(selection, titles):
            number = numbers[chip.key]
            numbers[chip.key] += 1
            st.button(
                escape_markdown(chip.label),
                key=f"clear {chip.key} {number}" if number else f"clear {chip.key}",
                icon=":material/close:",
                type="secondary",
                help=f"Remove from the filter “{FILTER[chip.key].label}”",
                on_click=partial(state.set_selection, chip.rest),
            )


def _explain_empty(selection: Selection) -> None:
    """Explain an empty selection: similar names of actors, and how many incidents each filter alone excludes."""
    if not selection.values:
        st.text("The atlas has no incidents yet. Add a file on the Data page.")
        return
    with st.container(border=True):
        several = len(selection.filters) > 1
        st.text("No incident matches all of these filters." if several else "No incident matches this filter.")
        for name in included_names(selection.get("actor") or ()):
            _suggest_actors(selection, name)
        for key, _ in selection.filters:
            n_without = len(cache.select(selection.without(key)))
            if several and n_without:
                st.button(
                    f"Without “{FILTER[key].label}”: {pluralize(n_without, 'incident')}",
                    key=f"without {key}",
                    on_click=partial(state.set_selection, selection.without(key)),
                )
        st.button("Show all incidents", key="show all", on_click=partial(state.set_selection, Selection()))


def _suggest_actors(selection: Selection, name: str) -> None:
    counts = cache.facet_counts(Selection())["actor"]
    if name in counts.index:
        return
    suggestions = actors.suggest(name, counts.index)
    if not suggestions:
        st.text(f"No incident names an actor “{name}”. The filter “Actor” in the sidebar lists all actors.")
        return
    st.text(f"No incident names an actor “{name}”. Similar names:")
    for position, spelling in enumerate(suggestions):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(spelling)
            st.button(
                "Use this name",
                key=f"near {name} {position}",
                on_click=partial(_replace, selection, "actor", value_of(name), spelling),
            )
