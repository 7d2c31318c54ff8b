"""The sidebar: its heading at once, so that the page has its final width early, and the filters when they are known."""

import streamlit as st

from pages.parts.filters import panel
from pages.parts.frame import long_query


def open_sidebar() -> None:
    """Open the sidebar with its heading."""
    st.sidebar.header("Filters", anchor=False)


def show_filters(*, is_answered: bool) -> None:
    """Draw the filters; where their counts cannot be answered those that need none, so that less can be asked for."""
    with st.sidebar:
        if is_answered:
            with long_query.reported("filters") as filters:
                panel.show_filters()
            is_answered = not filters.has_failed
        if not is_answered:
            panel.show_uncounted_filters()
