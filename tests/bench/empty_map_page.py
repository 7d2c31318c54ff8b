"""An empty st_folium map and nothing else."""

import folium
from streamlit_folium import st_folium

folium.Map.default_js = [("leaflet", "/assets/leaflet/leaflet.js")]
folium.Map.default_css = [("leaflet_css", "/assets/leaflet/leaflet.css")]
st_folium(folium.Map(location=[30, 55], zoom_start=4, tiles=None), key="empty", returned_objects=[])
