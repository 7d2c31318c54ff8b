"""The cross-tab: incidents or casualties by two properties, as a table and as CSV."""

from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from geo.analysis.crosstab import MEASURES
from geo.analysis.dimensions import DIMENSION
from geo.query.engine import ResultSet
from pages.parts.frame import address, cache, state
from pages.parts.frame.section import closed_section

MAX_ROWS, MAX_COLUMNS = 500, 60  # cells sent to the browser; a judgement


def show_section(results: ResultSet) -> None:
    """Draw the cross-tab where somebody opens its section, or comes with the address of one."""
    is_chosen = bool({"rows", "columns", "measure"} & state.page_params("filter").keys())
    with closed_section("Cross-tab: count by two properties", key="cross-tab", starts_open=is_chosen) as is_open:
        if is_open:
            show_crosstab(results)


def show_crosstab(results: ResultSet) -> None:
    """Draw the controls, the table and a link to its CSV."""
    down, across, measure = _choose_dimensions()
    if not len(results):
        st.text("No incidents to tabulate.")
        return
    label = f"{MEASURES[measure]} by {_dimension_label(down)} and {_dimension_label(across)}"
    _show_table(cache.crosstab(results.selection, down, across, measure), label)
    query = "&".join(
        filter(None, (urlencode({"rows": down, "columns": across, "measure": measure}), results.selection.to_query()))
    )
    st.link_button("Cross-tab as CSV", f"/api/crosstab.csv?{address.with_data_key(query)}", icon=":material/download:")


def _choose_dimensions() -> tuple[str, str, str]:
    """Draw the controls; the dimension of the rows, that of the columns, and the measure."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        down = st.selectbox("Rows", list(DIMENSION), format_func=_dimension_label, **state.bind_option("rows"))
        across = st.selectbox("Columns", list(DIMENSION), format_func=_dimension_label, **state.bind_option("columns"))
        measure = st.segmented_control(
            "Cells",
            list(MEASURES),
            format_func=MEASURES.__getitem__,
            required=True,
            **state.bind_option("measure"),
        )
    return down, across, measure


def _show_table(table: pd.DataFrame, label: str) -> None:
    excerpt = _truncate(table)
    st.dataframe(excerpt, hide_index=True, placeholder="", alt=label)
    st.caption(
        "An incident with several actors is counted under each of them, but only once in the totals. "
        "Ranges run from the sum of the low estimates to the sum of the high ones."
    )
    if excerpt.shape != table.shape:
        st.caption(
            f"The table has {len(table):,} rows and {table.shape[1]:,} columns. At most {MAX_ROWS} rows and "
            f"{MAX_COLUMNS} columns are shown, including the totals; the CSV contains them all."
        )


def _truncate(table: pd.DataFrame) -> pd.DataFrame:
    """The table cut to MAX_ROWS and MAX_COLUMNS; its last row and last column are totals and always stay."""
    short = table if len(table) <= MAX_ROWS else pd.concat([table.head(MAX_ROWS - 1), table.tail(1)])
    return short if short.shape[1] <= MAX_COLUMNS else short.drop(columns=short.columns[MAX_COLUMNS - 1 : -1])


def _dimension_label(key: str) -> str:
    return DIMENSION[key].label
