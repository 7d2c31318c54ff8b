"""Compare the selection with a baseline: what they are, the caveats, and the differences."""

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
from geo.analysis.comparison.coverage import CoverageBreak, describe_breaks, find_breaks
from geo.analysis.comparison.difference_map import build_difference_map
from geo.analysis.comparison.periods import Period
from geo.analysis.comparison.reporting_lag import ReportingLag, clip_to_complete, find_reporting_lag
from geo.core.formatting import format_day, pluralize
from geo.errors import ValueRefused
from geo.mapping import choropleth_legend
from geo.query.engine import Engine
from geo.query.selection import Selection
from pages.parts.charts.chart import show_chart
from pages.parts.frame import address, cache, state
from pages.parts.frame.direction import isolate_right_to_left
from pages.parts.frame.markdown import escape_markdown
from pages.parts.frame.theme import side_colours
from pages.parts.map import incident_map

# Short enough for one line on a phone, 390 pixels wide.
BASELINES = {BEFORE: "the period before", YEAR_BEFORE: "a year earlier", ALL: "another"}
MAX_BARS = 15  # a chart about as high as the table below it
MAX_ROWS = 500  # rows sent to the browser; a judgement
BAR_PX, AXIS_PX = 24, 96  # chosen by eye; the axis has a title of two lines


def choose_baseline() -> None:
    """Draw the controls that choose the baseline, which is part of the address."""
    baseline_source = state.baseline()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.session_state["compare with"] = baseline_source if baseline_source in EARLIER_PERIODS else ALL
        st.segmented_control(
            "Compare with",
            list(BASELINES),
            format_func=BASELINES.__getitem__,
            key="compare with",
            required=True,
            on_change=_apply_baseline,
            args=("compare with",),
        )
        if baseline_source not in EARLIER_PERIODS:
            st.session_state["compare query"] = "" if baseline_source == ALL else baseline_source
            st.text_input(
                "Address or query of the other selection",
                key="compare query",
                on_change=_apply_baseline,
                args=("compare query",),
                placeholder="country=Iran&from=2023-01-01",
                help="The address of any page of this atlas, or the part after its question mark. "
                "Leave it empty to compare with all incidents.",
            )


def _apply_baseline(key: str) -> None:
    state.set_baseline(str(st.session_state[key]))


def resolve_pair(engine: Engine, selection: Selection) -> SelectionPair | None:
    """The selection and its baseline; None, with a message on the page, where there is no earlier period."""
    try:
        return resolve_baseline(engine, selection, state.baseline())
    except ValueRefused as refusal:
        st.text(f"There is no such period. Compare with {refusal.accepted}.")
        return None


def show_pair(engine: Engine, pair: SelectionPair) -> None:
    """Show what is compared, by how much the two differ if that says anything, and the caveats."""
    counts = [len(cache.select(selection)) for _, selection in pair.sides()]
    for (side, selection), count in zip(pair.sides(), counts, strict=True):
        filters = f" {selection.describe_filters()}" if selection.values else ""
        sentence = f"{pair.titles[side]}: {pluralize(count, 'incident')}{filters}{_format_length(selection)}."
        st.text(isolate_right_to_left(sentence))
    if not any(counts):
        st.text(
            f"Neither {' nor '.join(pair.labels.values())} has an incident, so there is nothing to compare. "
            "Choose other dates, or remove a filter."
        )
        return
    coverage = describe_breaks(_breaks(engine, pair))
    st.text(coverage or _describe_difference(pair, *counts))
    if pair.is_default_period:
        st.caption(
            "No first day is set, so the twelve months up to the last day are compared with "
            f"{'those before them' if pair.source == BEFORE else 'the same months a year earlier'}."
        )
    for caveat in cache.remember(("caveats", pair), lambda: find_caveats(engine, pair)):
        if caveat != coverage:
            st.caption(escape_markdown(caveat))
    lag = find_reporting_lag(engine, pair)
    if lag:
        _offer_complete_end(engine, pair, lag)


def _breaks(engine: Engine, pair: SelectionPair) -> list[CoverageBreak]:
    return cache.remember(("breaks", pair), lambda: find_breaks(engine, pair))


def has_incidents(pair: SelectionPair) -> bool:
    """Whether there is an incident to compare."""
    return any(len(cache.select(selection)) for _, selection in pair.sides())


def _format_length(selection: Selection) -> str:
    first, last = selection.get("from"), selection.get("to")
    return f" ({pluralize(Period(first, last).days, 'day')})" if first and last else ""


def _describe_difference(pair: SelectionPair, selection: int, baseline: int) -> str:
    if selection == baseline:
        return "Both have the same number of incidents."
    high, low = max(selection, baseline), min(selection, baseline)
    more, less = (SELECTION, BASELINE) if selection > baseline else (BASELINE, SELECTION)
    times = f", {high / low:,.2f} times as many" if low else ""
    few = f" With fewer than {FEW_INCIDENTS} in both: the difference may be chance." if high < FEW_INCIDENTS else ""
    return f"{pluralize(high - low, 'more incident')} in {pair.labels[more]} than in {pair.labels[less]}{times}.{few}"


def _offer_complete_end(engine: Engine, pair: SelectionPair, lag: ReportingLag) -> None:
    """Offer to compare only days that are likely to be complete."""
    clipped = clip_to_complete(engine, pair, lag)
    if clipped is None:
        return
    st.button(
        f"Compare up to {format_day(lag.complete_until)}",
        key="compare until",
        on_click=partial(_apply_complete_end, *clipped),
        help="The period is shifted to end on this day; a selection of your own is cut off there.",
    )


def _apply_complete_end(selection: Selection, baseline_source: str) -> None:
    state.set_selection(selection)
    state.set_baseline(baseline_source)


def show_differences(comparison: Comparison, engine: Engine, selection: Selection) -> None:
    """Draw the differences as bars, a table and a map; the numbers alone where the datasets of the sides differ."""
    is_comparable = not _breaks(engine, comparison.pair)
    if is_comparable:
        draw_differences(comparison)
    show_table(comparison, selection, is_comparable=is_comparable)
    st.header("On the map", anchor=False)
    if not is_comparable:
        st.caption(
            f"The incidents of {comparison.pair.labels[SELECTION]}. Colours for more and fewer are left out, "
            "because the datasets do not cover both sides."
        )
    incident_map.draw_map(
        cache.select(comparison.pair.selection),
        cache.get_atlas().cache_key,
        map_legend(comparison, engine, selection) if is_comparable else None,
        is_alone=True,
    )


def draw_differences(comparison: Comparison) -> None:
    """Draw the largest differences as bars to either side."""
    shown = _largest_differences(comparison)
    show_chart(
        lambda: _draw_bars(shown, comparison),
        ("differences", comparison.pair, comparison.by),
        alt=f"The {len(shown)} largest differences by {DIMENSION_LABELS[comparison.by].lower()}",
    )


def _draw_bars(shown: pd.DataFrame, comparison: Comparison) -> alt.Chart:
    pair = comparison.pair
    chart: alt.Chart = (
        alt.Chart(shown)
        .mark_bar()
        .encode(
            x=alt.X(
                "difference:Q",
                # Two lines, since one is cut off on a phone.
                title=[f"← more in {pair.labels[BASELINE]}", f"more in {pair.labels[SELECTION]} →"],
                axis=alt.Axis(tickMinStep=1, format=",d"),
            ),
            y=alt.Y("name:N", title=None, sort=None, axis=alt.Axis(labelLimit=220, labelOverlap=False)),
            color=alt.Color("more:N", scale=alt.Scale(domain=[SELECTION, BASELINE], range=side_colours()), legend=None),
            tooltip=[
                alt.Tooltip("name:N", title=DIMENSION_LABELS[comparison.by]),
                *(
                    alt.Tooltip(f"{key}:Q", title=title, format=",d")
                    for key, title in (pair.titles | {DIFFERENCE: "Difference"}).items()
                ),
            ],
        )
        .properties(height=len(shown) * BAR_PX + AXIS_PX)
    )
    return chart


def _largest_differences(comparison: Comparison) -> pd.DataFrame:
    """The rows to draw: name, selection, baseline, difference and more, the side that has more."""
    size = comparison.rows[DIFFERENCE].abs()
    rows = comparison.rows.loc[sorted(size.nlargest(MAX_BARS, keep="first").index)]
    rows = rows[[comparison.by, SELECTION, BASELINE, DIFFERENCE]].rename(columns={comparison.by: "name"})
    return rows.assign(more=rows[DIFFERENCE].gt(0).map({True: SELECTION, False: BASELINE}))


def show_table(comparison: Comparison, selection: Selection, *, is_comparable: bool = True) -> None:
    """Draw the differences as a table, and a link to their CSV; without ratios where the sides are not comparable."""
    rows = pd.concat([comparison.rows.head(MAX_ROWS), comparison.total], ignore_index=True)
    st.dataframe(
        rows if is_comparable else rows.drop(columns=[DIFFERENCE, RATIO, TOO_FEW]),
        hide_index=True,
        placeholder="",
        column_config=_column_config(comparison),
        alt=f"The differences by {DIMENSION_LABELS[comparison.by].lower()}",
    )
    st.caption(" ".join(_table_notes(comparison, is_comparable=is_comparable)))
    options = {"by": comparison.by, "with": comparison.pair.source} | (
        {"tolls": "1"} if KILLED_COLUMNS[SELECTION] in comparison.rows else {}
    )
    query = "&".join(filter(None, (urlencode(options), selection.to_query())))
    st.link_button("Differences as CSV", f"/api/compare.csv?{address.with_data_key(query)}", icon=":material/download:")


def _column_config(comparison: Comparison) -> dict[str, Any]:
    kinds, labels, titles = st.column_config, comparison.pair.labels, comparison.pair.titles
    ratio_help = f"{titles[SELECTION]} divided by {labels[BASELINE]}; blank where it is zero"
    killed_help = "From the sum of the low estimates to the sum of the high ones"
    return {
        comparison.by: kinds.TextColumn(DIMENSION_LABELS[comparison.by]),
        **{side: kinds.NumberColumn(title, format="localized") for side, title in titles.items()},
        DIFFERENCE: kinds.NumberColumn(
            "Difference", format="localized", help=f"{titles[SELECTION]} minus {labels[BASELINE]}"
        ),
        RATIO: kinds.NumberColumn("Ratio", format="%.2f", help=ratio_help),
        TOO_FEW: kinds.CheckboxColumn("Too few to tell", help=f"Fewer than {FEW_INCIDENTS} incidents in each"),
        **{
            column: kinds.TextColumn(f"Killed in {labels[side]}", help=killed_help)
            for side, column in KILLED_COLUMNS.items()
        },
    }


def map_legend(comparison: Comparison, engine: Engine, selection: Selection) -> dict[str, Any]:
    """The legend of the differences for the map: by province if the table is by province, else by country."""
    by, pair = comparison.by if comparison.by in AREA_COLUMNS else "country", comparison.pair
    return cache.remember(
        ("difference map", pair, by, selection.to_query()),
        lambda: choropleth_legend.build_difference_legend(build_difference_map(engine, pair, by=by), selection),
    )


def _table_notes(comparison: Comparison, *, is_comparable: bool) -> list[str]:
    few = f"Marked rows have fewer than {FEW_INCIDENTS} incidents in each: too few to speak of a trend."
    notes = [few] if is_comparable else []
    if comparison.by == "actor":
        notes.append("An incident with several actors is counted under each of them, but only once in the total.")
    if comparison.by == "month" and comparison.pair.aligned:
        notes.append(
            f"The first month of {comparison.pair.labels[SELECTION]} is compared with the first of "
            f"{comparison.pair.labels[BASELINE]}; the first and the last may be incomplete."
        )
    if len(comparison.rows) > MAX_ROWS:
        notes.append(f"Showing {MAX_ROWS} of {len(comparison.rows):,} rows and the total; the CSV contains them all.")
    return notes
