"""What stands around a page: the heading, the menu, the selection in words and the shared filters."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from geo.query.selection import Selection
from pages.parts.frame import address, cache, long_query, menu, quiet_frame, selection_summary, sidebar, state


def show_without_data(page: StreamlitPage) -> None:
    """Draw where one is and what was selected, for a page whose data are not there: none of that needs any."""
    menu.show_heading(page)
    if not quiet_frame.is_quiet():
        menu.show_menu()
    if menu.has_selection(page):
        selection_summary.show_way_back(state.selection())


def show_page(page: StreamlitPage) -> None:
    """Draw a page whose data are there, within its frame."""
    is_quiet, has_selection = quiet_frame.is_quiet(), menu.has_selection(page)
    has_sidebar = has_selection and not is_quiet
    menu.show_heading(page)
    if is_quiet:
        quiet_frame.show_credit(page.url_path)
    else:
        menu.show_menu()
    if has_sidebar:
        sidebar.open_sidebar()
    # Always one element: st_folium remounts a map whose position in the page changes.
    with st.container(key="statement"):
        is_answered = _show_statement(page, state.selection())
    if has_selection and not is_answered:
        pass  # what the page would show is what could not be answered
    elif has_sidebar:
        with long_query.reported("page"):
            page.run()
    else:
        with st.container(key="without filters"), long_query.reported("page"):  # by which page.css knows it
            page.run()
    # After the page, so that the browser starts on the map while the widgets arrive: the first mark comes 10 % sooner.
    if has_sidebar:
        sidebar.show_filters(is_answered=is_answered)
    address.write_address()


def _show_statement(page: StreamlitPage, selection: Selection) -> bool:
    """Draw the selection in words with all that is to be said of it; returns whether it could be answered."""
    has_selection = menu.has_selection(page)
    selection_summary.show_problems()
    with long_query.reported("statement") as statement:
        n_selected = len(cache.select(selection))
        if has_selection:
            selection_summary.show_summary(selection, n_selected)
    if statement.has_failed:
        if has_selection:
            selection_summary.show_way_back(selection)
        return False
    if has_selection and not menu.shows_notes_itself(page):
        with long_query.reported("notes"):
            selection_summary.show_notes(selection, n_selected)
    return True
