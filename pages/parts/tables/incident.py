"""One incident in full: the facts, the claims side by side, what it rests on and what answers what."""

import pandas as pd
import streamlit as st

from geo.core.formatting import UNSTATED, format_count
from geo.storage.incident_record import IncidentRecord, Link
from pages.parts.frame import menu, state
from pages.parts.frame.markdown import escape_markdown

CLAIMS_ABREAST = 3


def incident(found: IncidentRecord) -> None:
    """Draw the whole record."""
    with st.container(border=True):
        st.subheader(escape_markdown(found.title), anchor=False)
        if found.is_contested:
            st.badge("Contested: the parties disagree", color="gray")
        _facts(found)
        for name in ("summary", "notes"):
            if isinstance(found.row[name], str):
                st.text(found.row[name])
        _claims(found.claims)
        _answers("What came before", found.earlier)
        _answers("What came after", found.later)
        _publications(found.publications)
        st.caption(escape_markdown(f"Identifier {found.row['incident_id']}"))


def _facts(found: IncidentRecord) -> None:
    facts = {label: escape_markdown(text) for label, text in found.facts.items()}
    st.table(facts, border="horizontal", width="content", alt="The facts of the incident")


def _claims(claims: pd.DataFrame) -> None:
    if claims.empty:
        return
    st.markdown("**Who says what**")
    for start in range(0, len(claims), CLAIMS_ABREAST):
        columns = st.columns(CLAIMS_ABREAST)
        for column, (_, claim) in zip(columns, claims.iloc[start : start + CLAIMS_ABREAST].iterrows(), strict=False):
            with column.container(border=True, height="stretch", gap="xsmall"):
                _claim(claim)


def _claim(claim: pd.Series) -> None:
    st.markdown(f"**{escape_markdown(claim['claimant'])}** {escape_markdown(_text(claim['stance']))}")
    st.text(_text(claim["claim"]))
    told = {
        "By": _text(claim["actor"]),
        "Target": _text(claim["target"]),
        "Killed": _toll(claim, "killed"),
        "Injured": _toll(claim, "injured"),
        "Where": f"{_text(claim['reference'])}, paragraph {_text(claim['paragraph'])}",
    }
    st.caption(escape_markdown(" · ".join(f"{label}: {text}" for label, text in told.items() if text)))


def _toll(claim: pd.Series, outcome: str) -> str:
    phrase = format_count(*(claim[f"{outcome}_{bound}"] for bound in ("low", "best", "high")))
    return "" if phrase == UNSTATED else phrase


def _answers(heading: str, answers: tuple[Link, ...]) -> None:
    if not answers:
        return
    st.markdown(f"**{heading}**")
    for answer in answers:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"{answer.phrase}: {answer.title}")
            opened = state.address() | {state.INCIDENT: [answer.incident_id]}
            st.page_link(menu.PATHS["filter"], label="Open", query_params=opened)


def _publications(publications: pd.DataFrame) -> None:
    st.markdown("**Rests on**")
    if publications.empty:
        st.text("No publication is given.")
    for _, each in publications.iterrows():
        published = f"{each['date']:%Y-%m-%d}" if pd.notna(each["date"]) else "undated"
        told = (_text(each["publisher"]) or "publisher not stated", published, _text(each["title"]) or "untitled")
        st.text(f"{each['reference']}, paragraph {_text(each['paragraph'])}: {', '.join(told)}")


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
