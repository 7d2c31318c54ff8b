"""The map: the only room that touches folium. It takes rows and a selection and gives what st_folium draws."""
