"""All incidents with coordinates in a ScatterplotLayer."""

import os

import pandas as pd
import pydeck
import streamlit as st


@st.cache_data
def _points() -> pd.DataFrame:
    return pd.read_parquet(os.environ["INCIDENTS"], columns=["latitude", "longitude"]).dropna()


layer = pydeck.Layer("ScatterplotLayer", _points(), get_position="[longitude, latitude]", get_radius=3000)
view = pydeck.ViewState(longitude=55, latitude=30, zoom=3)
st.pydeck_chart(pydeck.Deck([layer], initial_view_state=view, map_provider=None))
