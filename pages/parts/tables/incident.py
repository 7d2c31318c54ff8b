"""The full record of an incident: facts, claims side by side, related incidents and sources."""

import streamlit as st

from geo.storage.incident_claims import Claim
from geo.storage.incident_record import IncidentRecord, Link
from pages.parts.frame import address, menu, state
from pages.parts.frame.markdown import escape_markdown
from pages.parts.tables.related import describe_link

CLAIM_COLUMNS = {
    "Who": "who",
    "Stance": "stance",
    "What they say": "claim",
    "Target": "target",
    "Killed": "killed",
    "Injured": "injured",
    "Source": "source",
}


def show_incident(record: IncidentRecord) -> None:
    """Draw the whole record."""
    with st.container(border=True):
        st.subheader(escape_markdown(record.title), anchor=False)
        if record.is_contested:
            st.badge("Contested: the parties disagree", color="gray")
        _show_facts(record)
        for name in ("summary", "notes"):
            if isinstance(record.row[name], str):
                st.text(record.row[name])
        _show_claims(record.claims)
        _show_links("Earlier events", [(describe_link(link), link) for link in record.earlier])
        _show_links("Later events", [(describe_link(link), link) for link in record.later])
        _show_publications(record)
        st.caption(escape_markdown(f"Identifier: {record.row['incident_id']}"))


def _show_facts(record: IncidentRecord) -> None:
    facts = {label: escape_markdown(text) for label, text in record.facts.items()}
    st.table(facts, border="horizontal", width="content", alt="The facts of the incident")


def _show_claims(claims: tuple[Claim, ...]) -> None:
    if not claims:
        return
    st.markdown("**Who says what**")
    rows = [{label: escape_markdown(getattr(claim, name)) for label, name in CLAIM_COLUMNS.items()} for claim in claims]
    st.table(rows, border="horizontal", alt="Who says what")


def _show_links(heading: str, links: list[tuple[str, Link]]) -> None:
    if not links:
        return
    st.markdown(f"**{heading}**")
    for text, link in links:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(text)
            query = address.query_params("filter") | {state.INCIDENT: [link.incident_id]}
            st.page_link(menu.PATHS["filter"], label="Open", query_params=query)


def _show_publications(record: IncidentRecord) -> None:
    st.markdown("**Sources**")
    for publication in record.publications:
        st.text(publication.citation)
    if record.publications_note:
        st.text(record.publications_note)
