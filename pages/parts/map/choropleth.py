"""Countries or provinces in colour: how they are asked for, what is told of them, and their numbers as a table."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from geo.analysis.choropleth import (
    AREA_COLUMNS,
    MEASURES,
    NO_CLASS,
    NOUNS,
    Choropleth,
    build_choropleth,
    select_unassigned,
)
from geo.core.formatting import pluralize
from geo.mapping import choropleth_legend
from geo.query.filters.date_range import long_date
from geo.query.index import ResultSet
from geo.query.selection import Selection
from pages.parts.frame import cache, state
from pages.parts.tables import incident_list

BY = {drawn: by for by, drawn in choropleth_legend.VIEW_NAMES.items()}
IN_ALL = "in all"
MOST_NAMED = 8
DIGITS = 3  # of a rate


def show_controls() -> None:
    """What the map draws and, of areas, what their colour tells."""
    with st.container(horizontal=True, vertical_alignment="top", key="drawn as"):
        _choice(st.segmented_control, "Drawn as", "drawn", required=True)
        if state.view("drawn") in BY:
            _choice(st.segmented_control, "Coloured by", "measure", required=True)
            _choice(st.selectbox, "Counted", "per", format_func=_period, width=190)


def current_choropleth(chosen: ResultSet) -> Choropleth | None:
    """The areas that are to be drawn; None where incidents are."""
    by = BY.get(state.view("drawn"))
    return build_choropleth(chosen, by=by, measure=state.view("measure"), per=state.view("per")) if by else None


def map_legend(areas: Choropleth | None, selection: Selection) -> dict[str, Any] | None:
    """What the map is told of them."""
    return choropleth_legend.build_legend(areas, selection) if areas else None


def summarize(told: Choropleth) -> str:
    """What is drawn, what is not and why, and how a rate is taken."""
    one, several = NOUNS[told.by]
    number, within = len(told.areas), int(told.areas["incidents"].sum())
    lines = [f"Drawn: {pluralize(within, 'incident')} in {number:,} {one if number == 1 else several}."]
    if told.n_unassigned:
        lines.append(f"Not in any {one}: {told.n_unassigned:,}.")
    return " ".join([*lines, *_measured(told), *_undrawn(told)])


def table(told: Choropleth, chosen: ResultSet) -> None:
    """The numbers of the areas, their CSV, and the incidents that are in none."""
    one, several = NOUNS[told.by]
    st.dataframe(_shown(told), hide_index=True, column_config=_columns(told),
                 alt=f"The {several} of the selection, one row each")  # fmt: skip
    query = state.carrying(choropleth_legend.choropleth_query(told, chosen.selection))
    st.link_button(f"{several.capitalize()} as CSV", f"/api/choropleth.csv?{query}", icon=":material/download:")
    if told.n_unassigned:
        with st.expander(f"Not in any {one}: {pluralize(told.n_unassigned, 'incident')}"):
            incident_list.listing(select_unassigned(chosen, told.by), cache.served(), key="outside")


def _shown(told: Choropleth) -> pd.DataFrame:
    numbers = sorted(MEASURES, key=lambda measure: measure != told.measure)  # what colours the map stands first
    held = told.areas.assign(
        value=[float(f"{value:.{DIGITS}g}") for value in told.areas["value"]],
        label=["not known" if number == NO_CLASS else told.classes[number].label for number in told.areas["class"]],
        on_map=told.areas["outline"].notna(),
    )
    return pd.DataFrame(held[[*AREA_COLUMNS[told.by], "value", *numbers, "label", "on_map"]])


def _columns(told: Choropleth) -> dict[str, Any]:
    kinds = st.column_config
    range_help = "From the sum of the low numbers to that of the high ones; open where a number is not known."
    return {
        "country": kinds.TextColumn("Country"),
        "admin1": kinds.TextColumn("Province"),
        "value": kinds.NumberColumn(told.unit, format="localized") if told.per else None,
        "incidents": kinds.NumberColumn("Incidents", format="localized"),
        "killed": kinds.TextColumn("Killed", help=range_help),
        "label": kinds.TextColumn("Class", help="The class of the legend."),
        "on_map": None if told.not_on_basemap.empty else kinds.CheckboxColumn("On the map"),
    }


def _choice(widget: Callable[..., object], label: str, key: str, **options: object) -> None:
    state.set_widget(key, state.view(key))
    widget(label, state.VIEW[key], key=state.widget_key(key), on_change=partial(state.take_view, key), **options)


def _period(per: str) -> str:
    return f"a {per} on average" if per else IN_ALL


def _measured(told: Choropleth) -> list[str]:
    lines = []
    if told.measure == "killed":
        lines.append("Killed: the best numbers or, where none is given, the low ones; what is not known adds nothing.")
    if told.per and told.period:
        first, last = told.period
        lines.append(
            f"A {told.per} on average from {long_date(first)} to {long_date(last)}, undated incidents included."
        )
    elif told.per:
        lines.append(f"No incident has a date, so that nothing can be told a {told.per}.")
    return lines


def _undrawn(told: Choropleth) -> list[str]:
    names = [", ".join(name for name in reversed(row) if pd.notna(name)) for row in
             told.not_on_basemap[list(AREA_COLUMNS[told.by])].itertuples(index=False, name=None)]  # fmt: skip
    if not names:
        return []
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return [f"Without an outline on the map, listed below: {'; '.join(names[:MOST_NAMED])}{more}."]
