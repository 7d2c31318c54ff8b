"""The cross-tab on a page: two properties against each other, as a table and as CSV."""

from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from geo.crosstab import DIMENSION, MEASURES, crosstab
from geo.selection import Selection


def cross(rows: pd.DataFrame, selection: Selection) -> None:
    """Choose the properties, draw the table, link its CSV."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        down = st.selectbox("Rows", list(DIMENSION), format_func=_label, key="cross rows")
        across = st.selectbox("Columns", list(DIMENSION), format_func=_label, index=1, key="cross columns")
        measure = st.segmented_control(
            "Cells", list(MEASURES), format_func=MEASURES.get, default="incidents", key="cross measure", required=True
        )
    if rows.empty:
        st.text("No incident to tabulate.")
        return
    table = crosstab(rows, rows=down, columns=across, measure=measure)
    st.dataframe(table, hide_index=True, alt=f"{MEASURES[measure]} by {_label(down)} and {_label(across)}")
    st.caption("An incident with several actors stands in the row of each; the totals count it once. "
               "A range runs from the sum of the low numbers to the sum of the high ones.")  # fmt: skip
    query = "&".join(
        filter(None, (urlencode({"rows": down, "columns": across, "measure": measure}), selection.to_query()))
    )
    st.link_button("Cross-tab as CSV", f"/api/crosstab.csv?{query}", icon=":material/download:")


def _label(key: str) -> str:
    return DIMENSION[key].label
