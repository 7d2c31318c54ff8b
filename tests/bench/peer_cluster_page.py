"""All incidents with coordinates in FastMarkerCluster."""

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
# The default marker of the plugin needs a second library of icons.
PLAIN_MARKER = "(function (row) { return L.marker(new L.LatLng(row[0], row[1])); })"


@st.cache_data
def _points() -> list[list[float]]:
    rows = pd.read_parquet(os.environ["INCIDENTS"], columns=["latitude", "longitude"]).dropna()
    points: list[list[float]] = rows.to_numpy().tolist()
    return points


map_ = folium.Map(location=[30, 55], zoom_start=4, tiles=None)
map_.options["maxZoom"] = 18  # required by the plugin
FastMarkerCluster(_points(), callback=PLAIN_MARKER).add_to(map_)  # type: ignore[no-untyped-call]
st_folium(map_, key="cluster", returned_objects=[])
