"""What changed between two downloads of a dataset that goes on living."""

import streamlit as st

from pages.parts import changed, menu

st.header("What changed", anchor=False)
pair = changed.choice()
if pair is not None:
    changed.changed(*pair)
menu.links("data", "duplicates")
