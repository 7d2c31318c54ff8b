"""The page of who changed what in this workspace, and when."""

import streamlit as st

from pages.parts.frame import menu
from pages.parts.tables import history_list

with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    st.header("Who changed what", anchor=False, width="content")
    menu.show_links("data", "edits")
history_list.show_history()
