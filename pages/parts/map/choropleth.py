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
from geo.core.formatting import format_day, pluralize
from geo.mapping import choropleth_legend
from geo.query.result_set import ResultSet
from geo.query.selection import Selection
from pages.parts.frame import cache, state
from pages.parts.tables import incident_list

UNIT_OF_VIEW = {drawn: by for by, drawn in choropleth_legend.VIEW_NAMES.items()}
TOTAL = "in all"
MAX_NAMES = 8
SIGNIFICANT_DIGITS = 3  # of a rate


def show_controls() -> None:
    """What the map draws and, of areas, what their colour tells."""
    with st.container(horizontal=True, vertical_alignment="top", key="drawn as"):
        _show_view_widget(st.segmented_control, "Drawn as", "drawn", required=True)
        if state.view("drawn") in UNIT_OF_VIEW:
            _show_view_widget(st.segmented_control, "Coloured by", "measure", required=True)
            _show_view_widget(st.selectbox, "Counted", "per", format_func=_format_rate, width=190)


def current_choropleth(chosen: ResultSet) -> Choropleth | None:
    """The areas that are to be drawn; None where incidents are."""
    by = UNIT_OF_VIEW.get(state.view("drawn"))
    return build_choropleth(chosen, by=by, measure=state.view("measure"), per=state.view("per")) if by else None


def map_legend(areas: Choropleth | None, selection: Selection) -> dict[str, Any] | None:
    """What the map is told of them."""
    return choropleth_legend.build_legend(areas, selection) if areas else None


def summarize(areas: Choropleth) -> str:
    """What is drawn, what is not and why, and how a rate is taken."""
    singular, plural = NOUNS[areas.by]
    number, within = len(areas.areas), int(areas.areas["incidents"].sum())
    lines = [f"Drawn: {pluralize(within, 'incident')} in {number:,} {singular if number == 1 else plural}."]
    if areas.n_unassigned:
        lines.append(f"Not in any {singular}: {areas.n_unassigned:,}.")
    return " ".join([*lines, *_measure_notes(areas), *_missing_outline_notes(areas)])


def show_table(areas: Choropleth, chosen: ResultSet) -> None:
    """The numbers of the areas, their CSV, and the incidents that are in none."""
    singular, plural = NOUNS[areas.by]
    st.dataframe(
        _table_rows(areas),
        hide_index=True,
        column_config=_column_config(areas),
        alt=f"The {plural} of the selection, one row each",
    )
    query = state.carrying(choropleth_legend.choropleth_query(areas, chosen.selection))
    st.link_button(f"{plural.capitalize()} as CSV", f"/api/choropleth.csv?{query}", icon=":material/download:")
    if areas.n_unassigned:
        with st.expander(f"Not in any {singular}: {pluralize(areas.n_unassigned, 'incident')}"):
            incident_list.show_list(select_unassigned(chosen, areas.by), cache.served(), key="outside")


def _table_rows(areas: Choropleth) -> pd.DataFrame:
    numbers = sorted(MEASURES, key=lambda measure: measure != areas.measure)  # what colours the map stands first
    rows = areas.areas.assign(
        value=[float(f"{value:.{SIGNIFICANT_DIGITS}g}") for value in areas.areas["value"]],
        label=["not known" if number == NO_CLASS else areas.classes[number].label for number in areas.areas["class"]],
        on_map=areas.areas["outline"].notna(),
    )
    return pd.DataFrame(rows[[*AREA_COLUMNS[areas.by], "value", *numbers, "label", "on_map"]])


def _column_config(areas: Choropleth) -> dict[str, Any]:
    kinds = st.column_config
    range_help = "From the sum of the low numbers to that of the high ones; open where a number is not known."
    return {
        "country": kinds.TextColumn("Country"),
        "admin1": kinds.TextColumn("Province"),
        "value": kinds.NumberColumn(areas.unit, format="localized") if areas.per else None,
        "incidents": kinds.NumberColumn("Incidents", format="localized"),
        "killed": kinds.TextColumn("Killed", help=range_help),
        "label": kinds.TextColumn("Class", help="The class of the legend."),
        "on_map": None if areas.not_on_basemap.empty else kinds.CheckboxColumn("On the map"),
    }


def _show_view_widget(widget: Callable[..., object], label: str, key: str, **options: object) -> None:
    state.set_widget(key, state.view(key))
    widget(label, state.VIEW[key], key=state.widget_key(key), on_change=partial(state.take_view, key), **options)


def _format_rate(per: str) -> str:
    return f"a {per} on average" if per else TOTAL


def _measure_notes(areas: Choropleth) -> list[str]:
    lines = []
    if areas.measure == "killed":
        lines.append("Killed: the best numbers or, where none is given, the low ones; what is not known adds nothing.")
    if areas.per and areas.period:
        first, last = areas.period
        lines.append(
            f"A {areas.per} on average from {format_day(first)} to {format_day(last)}, undated incidents included."
        )
    elif areas.per:
        lines.append(f"No incident has a date, so that nothing can be told a {areas.per}.")
    return lines


def _missing_outline_notes(areas: Choropleth) -> list[str]:
    names = [
        ", ".join(name for name in reversed(row) if pd.notna(name))
        for row in areas.not_on_basemap[list(AREA_COLUMNS[areas.by])].itertuples(index=False, name=None)
    ]
    if not names:
        return []
    more = f" and {len(names) - MAX_NAMES:,} more" if len(names) > MAX_NAMES else ""
    return [f"Without an outline on the map, listed below: {'; '.join(names[:MAX_NAMES])}{more}."]
