"""The peer: a server with one page, an empty st_folium map, and Leaflet served from here too."""

from pathlib import Path

import streamlit as st

from geo import web

app = st.App(Path(__file__).parent / "empty_map_page.py", routes=web.assets.ROUTES)
