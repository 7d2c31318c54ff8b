"""The frame of every page: the address, the menu, the selection in words and the shared filters."""

import streamlit as st

from pages.parts.frame import address, cache, long_query, menu, quiet_frame, selection_summary, sidebar, state

page = menu.current_page()
st.set_page_config(
    page_title=f"{page.title} · Faultline", page_icon=menu.ICON, layout="wide", initial_sidebar_state="auto"
)
with long_query.watched("page"):
    address.adopt_address(page.url_path)
    with long_query.reported("data") as data:
        atlas = cache.refresh_atlas()  # in a variable, so that it stays in memory for the whole run
    if data.has_failed:
        st.stop()  # without the atlas there is nothing to show; the address stays as it is
    is_quiet = quiet_frame.is_quiet()
    menu.show_heading(page)
    if is_quiet:
        quiet_frame.show_credit(page.url_path)
    else:
        menu.show_menu()
    has_selection = menu.has_selection(page)
    has_sidebar = has_selection and not is_quiet
    if has_sidebar:
        sidebar.open_sidebar()
    selection = state.selection()
    # Always one element: st_folium remounts a map whose position in the page changes.
    with st.container(key="statement"):
        selection_summary.show_problems()
        with long_query.reported("statement") as statement:
            n_selected = len(cache.select(selection))
            if has_selection:
                selection_summary.show_summary(selection, n_selected)
        if statement.has_failed and has_selection:
            selection_summary.show_way_back(selection)
        if not statement.has_failed and has_selection and not menu.shows_notes_itself(page):
            with long_query.reported("notes"):
                selection_summary.show_notes(selection, n_selected)
    if has_selection and statement.has_failed:
        pass  # what the page would show is what could not be answered
    elif has_sidebar:
        with long_query.reported("page"):
            page.run()
    else:
        with st.container(key="without filters"), long_query.reported("page"):  # by which page.css knows it
            page.run()
    # After the page, so that the browser starts on the map while the widgets arrive: the first mark comes 10 % sooner.
    if has_sidebar:
        sidebar.show_filters(is_answered=not statement.has_failed)
    address.write_address()
