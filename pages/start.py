"""Where unknown addresses lead; it leads on to the map under the same selection."""

import streamlit as st

from pages.parts.frame import menu, state

st.switch_page(menu.PATHS["map"], query_params=state.address())
