"""The map, and the only package that imports folium: it turns incidents and a selection into what st_folium draws."""
