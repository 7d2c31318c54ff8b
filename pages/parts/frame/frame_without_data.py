"""The frame of a page whose data are not there yet, or cannot be read: where one is, and what was selected."""

from streamlit.navigation.page import StreamlitPage

from pages.parts.frame import menu, quiet_frame, selection_summary, state


def show_frame(page: StreamlitPage) -> None:
    """Draw the heading, the menu and the selection in words, none of which needs any data."""
    is_quiet = quiet_frame.is_quiet()
    menu.show_heading(page)
    if not is_quiet:
        menu.show_menu()
    if menu.has_selection(page):
        selection_summary.show_way_back(state.selection())
