"""The verdict on an uploaded file: one sentence, the sums to hold against the source, and what needs a look."""

import streamlit as st

from geo.ingest.concerns import describe_concern
from geo.ingest.import_result import Concern, Import
from geo.ingest.verdict import judge
from pages.parts.frame.markdown import escape_markdown

MAX_CONCERNS = 5  # listed at once, the most consequential first; a judgement


def show_verdict(imported: Import) -> None:
    """Show the verdict and the sums, and below them what needs a look, the most consequential first."""
    verdict = judge(imported)
    st.markdown(f"**{escape_markdown(verdict.sentence())}**")
    with st.container(horizontal=True, gap="medium"):
        for label, value in verdict.sums():
            with st.container(width="content", gap="xsmall"):
                st.caption(label)
                st.text(value)
    _show_concerns(imported.concerns)


def _show_concerns(concerns: tuple[Concern, ...]) -> None:
    for concern in concerns[:MAX_CONCERNS]:
        _show_concern(concern)
    if len(concerns) > MAX_CONCERNS:
        with st.expander(f"{len(concerns) - MAX_CONCERNS:,} more to look at"):
            for concern in concerns[MAX_CONCERNS:]:
                _show_concern(concern)


def _show_concern(concern: Concern) -> None:
    st.markdown(f":material/visibility: {escape_markdown(describe_concern(concern))}")
