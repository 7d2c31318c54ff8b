"""The sidebar: its heading at once, so that the page has its final width early, and the filters when they are known."""

import streamlit as st

from pages.parts.filters import panel


def open_sidebar() -> None:
    """Open the sidebar with its heading."""
    st.sidebar.header("Filters", anchor=False)


def show_filters() -> None:
    """Draw the filters."""
    with st.sidebar:
        panel.show_filters()
