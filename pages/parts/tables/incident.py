"""The full record of an incident: facts, claims side by side, related incidents and sources."""

import pandas as pd
import streamlit as st

from geo.core.formatting import UNSTATED, format_count
from geo.storage.incident_record import IncidentRecord, Link
from pages.parts.frame import address, menu, state
from pages.parts.frame.markdown import escape_markdown
from pages.parts.tables.related import describe_earlier, describe_later

CLAIMS_PER_ROW = 3  # chosen by eye for a desktop window


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
        _show_links("Earlier events", [(describe_earlier(link), link) for link in record.earlier])
        _show_links("Later events", [(describe_later(link), link) for link in record.later])
        _show_publications(record.publications)
        st.caption(escape_markdown(f"Identifier: {record.row['incident_id']}"))


def _show_facts(record: IncidentRecord) -> None:
    facts = {label: escape_markdown(text) for label, text in record.facts.items()}
    st.table(facts, border="horizontal", width="content", alt="The facts of the incident")


def _show_claims(claims: pd.DataFrame) -> None:
    if claims.empty:
        return
    st.markdown("**Who says what**")
    for start in range(0, len(claims), CLAIMS_PER_ROW):
        columns = st.columns(CLAIMS_PER_ROW)
        for column, (_, claim) in zip(columns, claims.iloc[start : start + CLAIMS_PER_ROW].iterrows(), strict=False):
            with column.container(border=True, height="stretch", gap="xsmall"):
                _show_claim(claim)


def _show_claim(claim: pd.Series) -> None:
    st.markdown(f"**{escape_markdown(claim['claimant'])}** {escape_markdown(_text_or_empty(claim['stance']))}")
    st.text(_text_or_empty(claim["claim"]))
    details = {
        "Actor": _text_or_empty(claim["actor"]),
        "Target": _text_or_empty(claim["target"]),
        "Killed": _format_casualties(claim, "killed"),
        "Injured": _format_casualties(claim, "injured"),
        "Source": _format_reference(claim),
    }
    st.caption(escape_markdown(" · ".join(f"{label}: {text}" for label, text in details.items() if text)))


def _format_casualties(claim: pd.Series, outcome: str) -> str:
    phrase = format_count(*(claim[f"{outcome}_{bound}"] for bound in ("low", "best", "high")))
    return "" if phrase == UNSTATED else phrase


def _show_links(heading: str, links: list[tuple[str, Link]]) -> None:
    if not links:
        return
    st.markdown(f"**{heading}**")
    for text, link in links:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(text)
            query = address.query_params() | {state.INCIDENT: [link.incident_id]}
            st.page_link(menu.PATHS["filter"], label="Open", query_params=query)


def _show_publications(publications: pd.DataFrame) -> None:
    st.markdown("**Sources**")
    if publications.empty:
        st.text("No publication is linked to this incident.")
    for _, publication in publications.iterrows():
        details = (
            _text_or_empty(publication["publisher"]) or "publisher not stated",
            f"{publication['date']:%Y-%m-%d}" if pd.notna(publication["date"]) else "undated",
            _text_or_empty(publication["title"]) or "untitled",
        )
        st.text(f"{_format_reference(publication)}: {', '.join(details)}")


def _format_reference(row: pd.Series) -> str:
    """The publication of a claim or an incident, with the paragraphs if they are known: “1” or “1–8; 11–13”."""
    paragraphs = _text_or_empty(row["paragraph"])
    noun = "paragraph" if paragraphs.isdigit() else "paragraphs"
    return ", ".join(filter(None, [_text_or_empty(row["reference"]), paragraphs and f"{noun} {paragraphs}"]))


def _text_or_empty(value: object) -> str:
    return value if isinstance(value, str) else ""
