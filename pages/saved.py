"""The page of saved selections: what is new in each since the last visit."""

import streamlit as st

from pages.parts.frame import menu
from pages.parts.saved import save_form, saved_list

with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    st.header("Saved selections", anchor=False, width="content")
    menu.show_links("filter", "data")
save_form.show_form()
saved_list.show_lists()
