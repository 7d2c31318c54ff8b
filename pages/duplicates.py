"""The page where a person reviews pairs of incidents that may be duplicates, one pair at a time."""

import streamlit as st

from pages.parts.compare import duplicate_review
from pages.parts.frame import menu

with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    st.header("Duplicates", anchor=False, width="content")
    menu.show_links("data", "changes", "links")
duplicate_review.show_explanation()
pairs, decisions = duplicate_review.undecided_pairs()
duplicate_review.show_counts(pairs, decisions)
duplicate_review.review_pair(pairs)
duplicate_review.show_decisions(decisions)
