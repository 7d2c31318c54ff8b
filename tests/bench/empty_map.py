"""The peer: a server whose one page is an empty st_folium map, with Leaflet from the same loopback."""

from pathlib import Path

import streamlit as st

from geo import web

app = st.App(Path(__file__).parent / "empty_map_page.py", routes=web.assets.ROUTES)
