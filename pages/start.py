"""Streamlit's default page, shown for unknown addresses: it redirects to the map and keeps the selection."""

import streamlit as st

from pages.parts.frame import address, menu

st.switch_page(menu.PATHS["map"], query_params=address.query_params())
