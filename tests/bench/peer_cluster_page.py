"""Every incident that has a place, in FastMarkerCluster."""

import os

import folium
import pandas as pd
import streamlit as st
from folium.plugins import FastMarkerCluster
from streamlit_folium import st_folium

folium.Map.default_js = [("leaflet", "/assets/leaflet/leaflet.js")]
folium.Map.default_css = [("leaflet_css", "/assets/leaflet/leaflet.css")]
FastMarkerCluster.default_js = [("cluster", "/cluster/leaflet.markercluster.js")]
FastMarkerCluster.default_css = [
    ("cluster", "/cluster/MarkerCluster.css"),
    ("default", "/cluster/MarkerCluster.Default.css"),
]
# The plugin's own asks for a second library of icons.
PLAIN_MARKER = "(function (row) { return L.marker(new L.LatLng(row[0], row[1])); })"


@st.cache_data
def _points() -> list[list[float]]:
    rows = pd.read_parquet(os.environ["INCIDENTS"], columns=["latitude", "longitude"]).dropna()
    points: list[list[float]] = rows.to_numpy().tolist()
    return points


made = folium.Map(location=[30, 55], zoom_start=4, tiles=None)
made.options["maxZoom"] = 18  # the plugin asks for it
FastMarkerCluster(_points(), callback=PLAIN_MARKER).add_to(made)  # type: ignore[no-untyped-call]
st_folium(made, key="cluster", returned_objects=[])
