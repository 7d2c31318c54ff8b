"""Streamlit's default page, shown for unknown addresses: it redirects to the map and keeps the selection."""

import streamlit as st

from pages.parts.frame import menu, state

st.switch_page(menu.PATHS["map"], query_params=state.address())
