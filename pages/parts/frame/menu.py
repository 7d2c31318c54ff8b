"""The pages of the app and the menu, whose links carry the selection along."""

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages.parts.frame import state

PAGES = (
    ("map.py", "Map", "map", ":material/map:"),
    ("timeline.py", "Timeline", "timeline", ":material/timeline:"),
    ("compare.py", "Compare", "compare", ":material/compare_arrows:"),
    ("filter.py", "Filter", "filter", ":material/table_rows:"),
    ("data.py", "Data", "data", ":material/database:"),
    ("about.py", "About", "about", ":material/info:"),
)
# Reached from the page of data, each under an address of its own.
SUBPAGES = (
    ("changes.py", "What changed", "changes", ":material/difference:"),
    ("duplicates.py", "Duplicates", "duplicates", ":material/join_inner:"),
)
# A page icon by name would be fetched from a font server.
ICON = str(Path(__file__).parent / "icon.svg")
PATHS = {url_path: path for path, _, url_path, _ in (*PAGES, *SUBPAGES)}


def current_page() -> StreamlitPage:
    """Register the pages and give the one that the address names.

    Streamlit's default page has no path of its own; unknown paths lead to it, and it leads on to the map.
    """
    listed = [st.Page(path, title=title, url_path=url_path) for path, title, url_path, _ in (*PAGES, *SUBPAGES)]
    return st.navigation([st.Page("start.py", title="Faultline", default=True), *listed], position="hidden")


def show_menu() -> None:
    """Draw the name and a link to each page under the same selection."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="menu"):
        st.markdown("**Faultline**")
        for path, title, _, icon in PAGES:
            st.page_link(path, label=title, icon=icon, query_params=state.address())


def show_links(*url_paths: str) -> None:
    """Links to some pages under the same selection."""
    with st.container(horizontal=True, gap="small", width="content"):
        for path, title, url_path, icon in (*PAGES, *SUBPAGES):
            if url_path in url_paths:
                st.page_link(path, label=title, icon=icon, query_params=state.address())
