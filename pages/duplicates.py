"""Incidents of different datasets that may be one event: a pair at a time, for a person to decide."""

import streamlit as st

from pages.parts import menu, twins

with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    st.header("Duplicates", anchor=False, width="content")
    menu.links("data", "changes")
twins.explained()
found, decided = twins.open_pairs()
twins.counted_once(found, decided)
twins.pair(found)
twins.decided(decided)
