"""The pages of the app, and the menu whose links keep the selection."""

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages.parts.frame import address

PAGES = (
    ("map.py", "Map", "map", ":material/map:"),
    ("timeline.py", "Timeline", "timeline", ":material/timeline:"),
    ("compare.py", "Compare", "compare", ":material/compare_arrows:"),
    ("filter.py", "Filter", "filter", ":material/table_rows:"),
    ("data.py", "Data", "data", ":material/database:"),
    ("about.py", "About", "about", ":material/info:"),
)
# Linked from other pages, above all the Data page; each has its own address.
SUBPAGES = (
    ("edits.py", "Your changes", "edits", ":material/edit:"),
    ("changes.py", "What changed", "changes", ":material/difference:"),
    ("duplicates.py", "Duplicates", "duplicates", ":material/join_inner:"),
    ("links.py", "Links", "links", ":material/timeline:"),
    ("saved.py", "Saved selections", "saved", ":material/database:"),
    ("history.py", "Who changed what", "history", ":material/database:"),
)
WITH_SELECTION = ("map", "timeline", "compare", "filter")
# A file, because Streamlit fetches icons given by name from a font server.
ICON = str(Path(__file__).parent / "icon.svg")
OWN_DATA = "My own data"  # without the house's, which the page about data explains
PATHS = {url_path: path for path, _, url_path, _ in (*PAGES, *SUBPAGES)}


def current_page() -> StreamlitPage:
    """Register the pages with Streamlit and return the one that the address names.

    Streamlit's default page cannot have a path of its own and is shown for unknown paths: it redirects to the map.
    """
    pages = [st.Page(path, title=title, url_path=url_path) for path, title, url_path, _ in (*PAGES, *SUBPAGES)]
    return st.navigation([st.Page("start.py", title="Faultline", default=True), *pages], position="hidden")


def has_selection(page: StreamlitPage) -> bool:
    """Whether a page shows the selection: the others have neither filters nor a line on what is selected."""
    return page.url_path in WITH_SELECTION


def shows_notes_itself(page: StreamlitPage) -> bool:
    """Whether a page draws the notes on the selection itself: the map does so below itself, and stays where it is."""
    return page.url_path == "map"


def show_heading(page: StreamlitPage) -> None:
    """Name the page in its one heading of the first level, which only screen readers meet: the menu shows the name.

    The first element of a page: the rules of page.css that hold for one page know it by its key.
    """
    with st.container(key=f"heading {page.url_path}"):
        st.title(page.title, anchor=False)


def show_menu() -> None:
    """Draw the app's name and a link to each page that keeps the selection."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="menu"):
        st.markdown("**Faultline**", width="content")
        if address.shows_own_data():
            st.badge(OWN_DATA, color="gray")
        for path, title, url_path, icon in PAGES:
            st.page_link(path, label=title, icon=icon, query_params=address.query_params(url_path))


def show_links(*url_paths: str) -> None:
    """Draw links to the pages of these paths, which keep the selection."""
    with st.container(horizontal=True, gap="small", width="content"):
        for path, title, url_path, icon in (*PAGES, *SUBPAGES):
            if url_path in url_paths:
                st.page_link(path, label=title, icon=icon, query_params=address.query_params(url_path))
