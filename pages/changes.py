"""What changed between two downloads of a dataset that goes on living."""

import streamlit as st

from pages.parts import changed, menu

with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    st.header("What changed", anchor=False, width="content")
    menu.links("data", "duplicates")
pair = changed.choice()
if pair is not None:
    changed.changed(*pair)
