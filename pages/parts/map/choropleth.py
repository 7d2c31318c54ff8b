"""Countries or provinces in colour: the controls, the legend, a summary and the numbers as a table."""

from collections.abc import Callable
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
from geo.query.engine import ResultSet
from geo.query.selection import Selection
from pages.parts.frame import address, cache, state
from pages.parts.frame.page_options import PAGE_OPTION, Choice
from pages.parts.frame.section import closed_section
from pages.parts.tables import incident_list

UNIT_OF_VIEW = {drawn: by for by, drawn in choropleth_legend.VIEW_NAMES.items()}
MAX_NAMES = 8  # of areas without an outline, as many as fit into two lines; the table lists all
SIGNIFICANT_DIGITS = 3  # of a rate


def show_controls() -> None:
    """Draw the controls: what the map shows and, for areas, what their colour stands for."""
    with st.container(horizontal=True, vertical_alignment="center", key="drawn as"):
        _show_view_widget(st.segmented_control, "Show as", "drawn", required=True)
        if state.page_option("drawn") in UNIT_OF_VIEW:
            _show_view_widget(st.segmented_control, "Colour by", "measure", required=True, format_func="by {}".format)
            _show_view_widget(st.selectbox, "Count", "per", format_func=_format_rate, width=190)


def current_choropleth(results: ResultSet) -> Choropleth | None:
    """The areas to draw; None where the map shows incidents."""
    by = UNIT_OF_VIEW.get(state.page_option("drawn"))
    return (
        build_choropleth(results, by=by, measure=state.page_option("measure"), per=state.page_option("per"))
        if by
        else None
    )


def map_legend(areas: Choropleth | None, selection: Selection) -> dict[str, Any] | None:
    """The legend of the areas for the map; None where the map shows incidents."""
    return choropleth_legend.build_legend(areas, selection) if areas else None


def summarize(areas: Choropleth) -> str:
    """What the map shows, what it leaves out, and how a rate is computed; names in it are as hostile as the rows."""
    singular, plural = NOUNS[areas.by]
    n_areas, n_incidents = len(areas.areas), int(areas.areas["incidents"].sum())
    counts = f"{pluralize(n_incidents, 'incident')} in {n_areas:,} {singular if n_areas == 1 else plural}"
    missing = f" · {areas.n_unassigned:,} in no known {singular}" if areas.n_unassigned else ""
    return " ".join([f"{counts}{missing}.", *_measure_notes(areas), *_missing_outline_notes(areas)])


def show_table(areas: Choropleth, results: ResultSet) -> None:
    """Draw the numbers of the areas, a link to their CSV, and the incidents that are in no known area."""
    singular, plural = NOUNS[areas.by]
    st.dataframe(
        _table_rows(areas),
        hide_index=True,
        placeholder="",
        column_config=_column_config(areas),
        alt=f"The {plural} of the selection, one row each",
    )
    query = address.with_data_key(choropleth_legend.choropleth_query(areas, results.selection))
    st.link_button(f"{plural.capitalize()} as CSV", f"/api/choropleth.csv?{query}", icon=":material/download:")
    if areas.n_unassigned:
        label, key = f"In no known {singular}: {pluralize(areas.n_unassigned, 'incident')}", f"in no {areas.by}"
        with closed_section(label, key=key) as is_open:
            if is_open:
                incident_list.show_list(select_unassigned(results, areas.by), cache.get_atlas(), key=f"list {key}")


def _table_rows(areas: Choropleth) -> pd.DataFrame:
    numbers = sorted(MEASURES, key=lambda measure: measure != areas.measure)  # the measure on the map comes first
    rows = areas.areas.assign(
        value=[float(f"{value:.{SIGNIFICANT_DIGITS}g}") for value in areas.areas["value"]],
        label=["unknown" if number == NO_CLASS else areas.classes[number].label for number in areas.areas["class"]],
        on_map=areas.areas["outline"].notna(),
    )
    return pd.DataFrame(rows[[*AREA_COLUMNS[areas.by], "value", *numbers, "label", "on_map"]])


def _column_config(areas: Choropleth) -> dict[str, Any]:
    kinds = st.column_config
    range_help = "From the sum of the low estimates to that of the high ones; open-ended where a number is unknown."
    return {
        "country": kinds.TextColumn("Country"),
        "admin1": kinds.TextColumn("Province"),
        "value": kinds.NumberColumn(areas.unit, format="localized") if areas.per else None,
        "incidents": kinds.NumberColumn("Incidents", format="localized"),
        "killed": kinds.TextColumn("Killed", help=range_help),
        "label": kinds.TextColumn("Class", help="The class in the map's legend."),
        "on_map": None if areas.not_on_basemap.empty else kinds.CheckboxColumn("On the map"),
    }


def _show_view_widget(widget: Callable[..., object], label: str, key: str, **options: object) -> None:
    option = PAGE_OPTION["map", key]
    widget(
        label,
        option.choices if isinstance(option, Choice) else (),
        label_visibility="collapsed",  # one line, so that the map stays where it is; screen readers hear the label
        **state.bind_option(key),
        **options,
    )


def _format_rate(per: str) -> str:
    return f"average per {per}" if per else "total"


def _measure_notes(areas: Choropleth) -> list[str]:
    lines = []
    if areas.measure == "killed":
        lines.append("Killed is the sum of the best estimates, or of the low ones where there is no best.")
    if areas.per and areas.period:
        first, last = areas.period
        span = f"from {format_day(first)} to {format_day(last)}"
        lines.append(f"Average per {areas.per} {span}, including undated incidents.")
    elif areas.per:
        lines.append(f"No incident has a date, so there is no average per {areas.per}.")
    return lines


def _missing_outline_notes(areas: Choropleth) -> list[str]:
    names = [
        ", ".join(name for name in reversed(row) if pd.notna(name))
        for row in areas.not_on_basemap[list(AREA_COLUMNS[areas.by])].itertuples(index=False, name=None)
    ]
    if not names:
        return []
    more = f" and {len(names) - MAX_NAMES:,} more" if len(names) > MAX_NAMES else ""
    return [f"In the table but not on the map, for lack of an outline: {'; '.join(names[:MAX_NAMES])}{more}."]
