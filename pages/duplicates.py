"""Incidents of different datasets that may be one event: a pair at a time, for a person to decide."""

import streamlit as st

from pages.parts.compare import duplicate_review
from pages.parts.frame import menu

with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    st.header("Duplicates", anchor=False, width="content")
    menu.show_links("data", "changes")
duplicate_review.show_explanation()
found, decided = duplicate_review.undecided_pairs()
duplicate_review.show_counts(found, decided)
duplicate_review.review_pair(found)
duplicate_review.show_decisions(decided)
