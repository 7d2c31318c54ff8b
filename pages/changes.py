"""The page that compares two imports of the same dataset."""

import streamlit as st

from pages.parts.compare import dataset_diff
from pages.parts.frame import menu

with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    st.header("What changed", anchor=False, width="content")
    menu.show_links("data", "duplicates")
pair = dataset_diff.choose_imports()
if pair is not None:
    dataset_diff.show_diff(*pair)
