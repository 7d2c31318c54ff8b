"""Incidents as a list of lines: date, title, place, toll and what answers what."""

import streamlit as st

from geo.core.formatting import UNSTATED
from geo.query.result_set import ResultSet
from geo.storage.atlas import Atlas
from geo.storage.incident_record import IncidentRecord, build_record
from pages.parts.frame import menu, state
from pages.parts.frame.markdown import escape_markdown

PAGE_LENGTH = 25


def show_list(chosen: ResultSet, atlas: Atlas, *, key: str) -> None:
    """List incidents in order, a page at a time."""
    pages = max(1, -(-len(chosen) // PAGE_LENGTH))
    number = int(st.number_input(f"Page, of {pages:,}", 1, pages, key=f"page {key}")) if pages > 1 else 1
    rows = chosen.rows((number - 1) * PAGE_LENGTH, number * PAGE_LENGTH)
    for _, row in rows.iterrows():
        _show_entry(build_record(atlas, row))


def _show_entry(record: IncidentRecord) -> None:
    facts = record.facts
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.caption(escape_markdown(facts["Date"]), width="content")
            opened = state.address() | {state.INCIDENT: [record.row["incident_id"]]}
            st.page_link(menu.PATHS["filter"], label="In full", query_params=opened)
        st.text(record.title)
        st.caption(
            escape_markdown(
                " · ".join(
                    f"{label}: {facts[label]}" for label in ("Type", "Place", "Killed") if facts[label] != UNSTATED
                )
            )
        )
        for answer in record.earlier:
            st.caption(f"{answer.phrase}: {escape_markdown(answer.title)}")
        for answer in record.later:
            st.caption(f"answered by ({answer.phrase}): {escape_markdown(answer.title)}")
