"""The About page."""

import streamlit as st

from geo.query.selection import Selection
from pages.parts.frame import about, cache
from pages.parts.tables import doors

about.show_about(cache.get_atlas())
st.subheader("Feeds and API", anchor=False)
doors.show_addresses(Selection())
