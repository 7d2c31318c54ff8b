"""Two selections side by side: what they are, what differs, and how each went on."""

from functools import partial
from urllib.parse import urlencode, urlsplit

import altair as alt
import pandas as pd
import streamlit as st

from geo.compare import DIFFERENCE, FEW, FIRST, RATIO, SECOND, WORTH, Comparison
from geo.filters.dates import long_date
from geo.phrases import counted
from geo.selection import Problem, Selection
from pages.parts import state
from pages.parts.text import escaped
from pages.parts.theme import side_colours

WAYS = {"before": "the period before", "year-before": "the same days a year earlier", "": "another selection"}
MOST_RANKED = 15
MOST_TABLED = 500


def choice(other: str) -> str:
    """Choose what to compare with; what is chosen is part of the address."""
    way = other if other in WAYS else ""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.session_state["compare way"] = way
        st.segmented_control("Compare the selection with", list(WAYS), format_func=WAYS.get, key="compare way",
                             required=True, on_change=_take_way)  # fmt: skip
        if not way:
            st.session_state["compare query"] = other
            st.text_input("Its address or query", key="compare query", on_change=_take_query, max_chars=4000,
                          placeholder="country=Iran&from=2023-01-01",
                          help="The address of any page of this atlas, or the part behind its question mark; "
                          "empty for all incidents.")  # fmt: skip
    return other if other in WAYS and other else other.strip()


def _take_way() -> None:
    state.compare_with(st.session_state["compare way"] or " ")


def _take_query() -> None:
    given = str(st.session_state["compare query"]).strip()
    query = urlsplit(given).query if "?" in given else given
    kept = [pair for pair in query.split("&") if pair.split("=")[0] not in state.BESIDE]
    state.compare_with("&".join(kept) or " ")


def problems(found: tuple[Problem, ...]) -> None:
    """Name what could not be read of the other query."""
    for problem in found:
        with st.container(border=True):
            st.text(f"Left out of the other selection: {problem}")


def stated(found: Comparison) -> None:
    """Say what is compared, and what to beware of."""
    for side, chosen in ((FIRST, found.here), (SECOND, found.there)):
        st.text(f"{side}: {counted(len(chosen), 'incident')}. {chosen.selection.describe()}")
    for caution in found.cautions():
        st.caption(escaped(caution))
    settled = found.settled()
    if settled is not None:
        st.button(f"End the selection on {long_date(settled)}", key="compare settled",
                  on_click=partial(state.choose, found.here.selection.having("to", settled)))  # fmt: skip


def ranked(table: pd.DataFrame) -> None:
    """The largest differences as bars to both sides."""
    if table.empty:
        st.text("Neither selection holds an incident.")
        return
    label = str(table.columns[0])
    shown = table.head(MOST_RANKED).assign(more=lambda rows: rows[DIFFERENCE].gt(0).map({True: FIRST, False: SECOND}))
    bars = (
        alt.Chart(shown.rename(columns={label: "name"}))
        .mark_bar()
        .encode(
            x=alt.X(
                f"{DIFFERENCE}:Q",
                title=f"more {SECOND.lower()}  ←  difference  →  more {FIRST.lower()}",
                axis=alt.Axis(tickMinStep=1, format="d"),
            ),
            y=alt.Y("name:N", title=None, sort=None, axis=alt.Axis(labelLimit=240)),
            color=alt.Color("more:N", scale=alt.Scale(domain=[FIRST, SECOND], range=side_colours()), legend=None),
            tooltip=[alt.Tooltip("name:N", title=label), f"{FIRST}:Q", f"{SECOND}:Q", f"{DIFFERENCE}:Q"],
        )
    )
    st.altair_chart(bars, alt=f"The {len(shown)} largest differences by {label.lower()}")


def table(told: pd.DataFrame, selection: Selection, other: str, by: str) -> None:
    """The differences as a table, and their CSV."""
    st.dataframe(
        told.head(MOST_TABLED),
        hide_index=True,
        column_config={RATIO: st.column_config.NumberColumn(help=f"{FIRST} over {SECOND}; blank where that has none"),
                       WORTH: st.column_config.CheckboxColumn(help=f"Fewer than {FEW} incidents on both sides")},
        alt="The differences",
    )  # fmt: skip
    query = "&".join(filter(None, (urlencode({"by": by, "with": other}), selection.to_query())))
    st.link_button("Differences as CSV", f"/api/compare.csv?{query}", icon=":material/download:")


def over_time(told: pd.DataFrame, scale: str) -> None:
    """Both courses laid over each other, each from its own first day."""
    if told.empty:
        st.text(f"No incident is known to the {scale}.")
        return
    dashes = alt.Scale(domain=[FIRST, SECOND], range=[[1, 0], [5, 4]])
    lines = (
        alt.Chart(told)
        .mark_line(interpolate="step-after", point=alt.OverlayMarkDef(size=14))
        .encode(
            x=alt.X("day:Q", title="days since the period began"),
            y=alt.Y("count:Q", title=f"incidents in a {scale}", axis=alt.Axis(tickMinStep=1)),
            color=alt.Color("side:N", scale=alt.Scale(domain=[FIRST, SECOND], range=side_colours()),
                            legend=alt.Legend(title=None, orient="bottom")),
            strokeDash=alt.StrokeDash("side:N", scale=dashes, legend=None),
            tooltip=["side:N", "day:Q", "count:Q"],
        )
        .properties(height=260)
    )  # fmt: skip
    st.altair_chart(lines, alt=f"Incidents by {scale} since each period began")
