"""The page where a person decides which suggested links between incidents there are, one at a time."""

import streamlit as st

from pages.parts.compare import link_review
from pages.parts.frame import menu

with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    st.header("Links", anchor=False, width="content")
    menu.show_links("data", "duplicates")
link_review.show_explanation()
decisions = link_review.list_decisions()
pairs = link_review.open_pairs(decisions)
link_review.show_counts(pairs, decisions)
link_review.review_pair(pairs)
link_review.show_decisions(decisions)
