"""Two selections side by side: what they are, what to beware of, and what differs."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

import altair as alt
import pandas as pd
import streamlit as st

from geo.analysis.choropleth import AREA_COLUMNS
from geo.analysis.comparison.baseline import (
    ALL,
    BASELINE,
    BEFORE,
    EARLIER_PERIODS,
    SELECTION,
    YEAR_BEFORE,
    SelectionPair,
    resolve_baseline,
)
from geo.analysis.comparison.comparison import (
    DIFFERENCE,
    DIMENSION_LABELS,
    FEW_INCIDENTS,
    KILLED_COLUMNS,
    RATIO,
    TOO_FEW,
    Comparison,
    find_caveats,
)
from geo.analysis.comparison.difference_map import build_difference_map
from geo.analysis.comparison.periods import Period
from geo.analysis.comparison.reporting_lag import ReportingLag, clip_to_complete, find_reporting_lag
from geo.core.formatting import format_day, pluralize
from geo.errors import ValueRefused
from geo.mapping import choropleth_legend
from geo.query.index import Index
from geo.query.selection import Selection
from pages.parts.frame import cache, state
from pages.parts.frame.markdown import escape_markdown
from pages.parts.frame.theme import side_colours

BASELINES = {BEFORE: "the period before", YEAR_BEFORE: "a year earlier", ALL: "another"}  # as wide as a phone
MAX_BARS = 15
MAX_ROWS = 500
BAR_PX, AXIS_PX = 24, 60


def choose_baseline() -> None:
    """Choose what to compare with; what is chosen is part of the address."""
    other = state.other()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.session_state["compare way"] = other if other in EARLIER_PERIODS else ALL
        st.segmented_control(
            "Compare the selection with",
            list(BASELINES),
            format_func=BASELINES.get,
            key="compare way",
            required=True,
            on_change=_apply_baseline,
            args=("compare way",),
        )
        if other not in EARLIER_PERIODS:
            st.session_state["compare query"] = "" if other == ALL else other
            st.text_input(
                "Its address or query",
                key="compare query",
                on_change=_apply_baseline,
                args=("compare query",),
                placeholder="country=Iran&from=2023-01-01",
                help="The address of any page of this atlas, or the part behind its question mark; "
                "empty for all incidents.",
            )


def _apply_baseline(key: str) -> None:
    state.compare_with(str(st.session_state[key]))


def resolve_pair(index: Index, selection: Selection) -> SelectionPair | None:
    """The two to compare; None where there is no earlier period, which is said."""
    try:
        return resolve_baseline(index, selection, state.other())
    except ValueRefused as refusal:
        st.text(f"There is no such period. Compare with {refusal.accepted}.")
        return None


def show_pair(index: Index, pair: SelectionPair) -> None:
    """Say what is compared, by how much it differs, and what to beware of."""
    counts = [len(cache.chosen(each)) for _, each in pair.sides()]
    for (side, selection), count in zip(pair.sides(), counts, strict=True):
        st.text(
            f"{pair.titles[side]}: {pluralize(count, 'incident')}{_format_length(selection)}. {selection.describe()}"
        )
    st.text(_describe_difference(pair, *counts))
    if pair.is_default_period:
        st.caption(
            "No first day is set, so the twelve months up to the last day are compared with "
            f"{'those before them' if pair.source == BEFORE else 'the same months a year earlier'}."
        )
    for caveat in find_caveats(index, pair):
        st.caption(escape_markdown(caveat))
    lag = find_reporting_lag(index, pair)
    if lag:
        _offer_complete_end(index, pair, lag)


def has_incidents(pair: SelectionPair) -> bool:
    """Whether there is an incident to compare."""
    return any(len(cache.chosen(each)) for _, each in pair.sides())


def _format_length(selection: Selection) -> str:
    first, last = selection.get("from"), selection.get("to")
    return f" in {pluralize(Period(first, last).days, 'day')}" if first and last else ""


def _describe_difference(pair: SelectionPair, selection: int, baseline: int) -> str:
    if selection == baseline:
        return "Both have the same number of incidents."
    high, low = max(selection, baseline), min(selection, baseline)
    more, less = (SELECTION, BASELINE) if selection > baseline else (BASELINE, SELECTION)
    times = f", {high / low:,.2f} times as many" if low else ""
    few = f" With fewer than {FEW_INCIDENTS} in each, this is no trend." if high < FEW_INCIDENTS else ""
    return f"{pluralize(high - low, 'incident')} more in {pair.labels[more]} than in {pair.labels[less]}{times}.{few}"


def _offer_complete_end(index: Index, pair: SelectionPair, lag: ReportingLag) -> None:
    """Offer to compare what is likely complete."""
    ended = clip_to_complete(index, pair, lag)
    if ended is None:
        return
    st.button(
        f"Compare up to {format_day(lag.complete_until)}",
        key="compare settled",
        on_click=partial(_apply_complete_end, *ended),
        help="Periods keep their length and end on this day; selections of your own end on it.",
    )


def _apply_complete_end(selection: Selection, other: str) -> None:
    state.choose(selection)
    state.compare_with(other)


def draw_differences(found: Comparison) -> None:
    """The largest differences as bars to both sides."""
    pair = found.pair
    shown = _largest_differences(found)
    bars = (
        alt.Chart(shown)
        .mark_bar()
        .encode(
            x=alt.X(
                "difference:Q",
                title=f"← more in {pair.labels[BASELINE]} · incidents · more in {pair.labels[SELECTION]} →",
                axis=alt.Axis(tickMinStep=1, format=",d"),
            ),
            y=alt.Y("name:N", title=None, sort=None, axis=alt.Axis(labelLimit=220, labelOverlap=False)),
            color=alt.Color("more:N", scale=alt.Scale(domain=[SELECTION, BASELINE], range=side_colours()), legend=None),
            tooltip=[
                alt.Tooltip("name:N", title=DIMENSION_LABELS[found.by]),
                *(
                    alt.Tooltip(f"{key}:Q", title=title, format=",d")
                    for key, title in (pair.titles | {DIFFERENCE: "Difference"}).items()
                ),
            ],
        )
        .properties(height=len(shown) * BAR_PX + AXIS_PX)
    )
    st.altair_chart(bars, alt=f"The {len(shown)} largest differences by {DIMENSION_LABELS[found.by].lower()}")


def _largest_differences(found: Comparison) -> pd.DataFrame:
    """The rows to draw: name, selection, baseline, difference and more, the side that has more."""
    size = found.rows[DIFFERENCE].abs()
    rows = found.rows.loc[sorted(size.nlargest(MAX_BARS, keep="first").index)]
    rows = rows[[found.by, SELECTION, BASELINE, DIFFERENCE]].rename(columns={found.by: "name"})
    return rows.assign(more=rows[DIFFERENCE].gt(0).map({True: SELECTION, False: BASELINE}))


def show_table(found: Comparison, selection: Selection) -> None:
    """The differences as a table, and their CSV."""
    labels, titles = found.pair.labels, found.pair.titles
    numbers = {side: st.column_config.NumberColumn(title, format="localized") for side, title in titles.items()}
    st.dataframe(
        pd.concat([found.rows.head(MAX_ROWS), found.total], ignore_index=True),
        hide_index=True,
        placeholder="",
        column_config=numbers
        | {
            found.by: st.column_config.TextColumn(DIMENSION_LABELS[found.by]),
            DIFFERENCE: st.column_config.NumberColumn(
                "Difference", format="localized", help=f"{titles[SELECTION]} minus {labels[BASELINE]}"
            ),
            RATIO: st.column_config.NumberColumn(
                "Ratio",
                format="%.2f",
                help=f"{titles[SELECTION]} divided by {labels[BASELINE]}; blank where that has none",
            ),
            TOO_FEW: st.column_config.CheckboxColumn(
                "Too few to tell", help=f"Fewer than {FEW_INCIDENTS} incidents in each"
            ),
            **{
                column: st.column_config.TextColumn(
                    f"Killed in {labels[side]}", help="From the sum of the low numbers to the sum of the high ones"
                )
                for side, column in KILLED_COLUMNS.items()
            },
        },
        alt=f"The differences by {DIMENSION_LABELS[found.by].lower()}",
    )
    st.caption(" ".join(_table_notes(found)))
    options = {"by": found.by, "with": found.pair.source} | (
        {"tolls": "1"} if KILLED_COLUMNS[SELECTION] in found.rows else {}
    )
    query = "&".join(filter(None, (urlencode(options), selection.to_query())))
    st.link_button("Differences as CSV", f"/api/compare.csv?{state.carrying(query)}", icon=":material/download:")


def map_legend(found: Comparison, index: Index, selection: Selection) -> dict[str, Any]:
    """What the map is told of the differences by province where the table is, else by country."""
    by = found.by if found.by in AREA_COLUMNS else "country"
    return choropleth_legend.build_difference_legend(build_difference_map(index, found.pair, by=by), selection)


def _table_notes(found: Comparison) -> list[str]:
    notes = [
        f"Rows with fewer than {FEW_INCIDENTS} incidents in each are marked; their differences are not read as trends."
    ]
    if found.by == "actor":
        notes.append("An incident with several actors counts in the row of each; the total counts it once.")
    if found.by == "month" and found.pair.aligned:
        notes.append(
            f"The first month of {found.pair.labels[SELECTION]} stands beside the first of "
            f"{found.pair.labels[BASELINE]}; the first and the last may be short."
        )
    if len(found.rows) > MAX_ROWS:
        notes.append(f"Shown are {MAX_ROWS} of {len(found.rows):,} rows and the total; the CSV has all.")
    return notes
