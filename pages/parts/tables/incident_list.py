"""A list of incidents: date, title, type, place, killed and related incidents."""

import streamlit as st

from geo.core.formatting import UNSTATED
from geo.query.result_set import ResultSet
from geo.storage.atlas import Atlas
from geo.storage.incident_record import IncidentRecord, build_record
from pages.parts.frame import address, menu, state
from pages.parts.frame.markdown import escape_markdown
from pages.parts.frame.pager import choose_page
from pages.parts.tables.related import describe_link

PAGE_LENGTH = 25  # a judgement: each entry is several Streamlit elements


def show_list(results: ResultSet, atlas: Atlas, *, key: str) -> None:
    """List incidents in order of date, a page at a time."""
    for _, row in results.rows(*choose_page(len(results), PAGE_LENGTH, key=key)).iterrows():
        _show_entry(build_record(atlas, row))


def _show_entry(record: IncidentRecord) -> None:
    facts = record.facts
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.caption(escape_markdown(facts["Date"]), width="content")
            query = address.query_params("filter") | {state.INCIDENT: [record.row["incident_id"]]}
            st.page_link(menu.PATHS["filter"], label="Full record", query_params=query)
        st.text(record.title)
        labels = [label for label in ("Type", "Place", "Killed") if facts[label] != UNSTATED]
        st.caption(escape_markdown(" · ".join(f"{label}: {facts[label]}" for label in labels)))
        for line in map(describe_link, (*record.earlier, *record.later)):
            st.caption(escape_markdown(line))
