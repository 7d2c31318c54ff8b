"""Incidents of different datasets that may be one event: a pair at a time, for a person to decide."""

import streamlit as st

from pages.parts import menu, twins

st.header("Duplicates", anchor=False)
twins.explained()
found, decided = twins.open_pairs()
twins.counted_once(found, decided)
twins.pair(found)
twins.decided(decided)
menu.links("data", "changes")
