"""Incidents of different datasets that may be one event: a pair at a time, for a person to decide."""

import streamlit as st

from pages.parts.compare import duplicate_review
from pages.parts.frame import menu

with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    st.header("Duplicates", anchor=False, width="content")
    menu.show_links("data", "changes")
duplicate_review.explained()
found, decided = duplicate_review.open_pairs()
duplicate_review.counted_once(found, decided)
duplicate_review.pair(found)
duplicate_review.decided(decided)
