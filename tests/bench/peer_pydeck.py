"""The peer: a pydeck ScatterplotLayer, without a map below it."""

from pathlib import Path

import streamlit as st

app = st.App(Path(__file__).parent / "peer_pydeck_page.py")
