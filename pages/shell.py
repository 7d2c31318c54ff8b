"""The frame of every page: the address, the menu, the selection in words and the shared filters."""

from functools import partial

import streamlit as st

from pages.parts.frame import address, cache, long_query, menu, page_frame

page = menu.current_page()
st.set_page_config(
    page_title=f"{page.title} · Faultline", page_icon=menu.ICON, layout="wide", initial_sidebar_state="auto"
)
with long_query.watched("page"):
    address.adopt_address(page.url_path)
    with long_query.reported("data", partial(page_frame.show_without_data, page)) as data:
        atlas = cache.refresh_atlas()  # in a variable, so that it stays in memory for the whole run
    # Without the atlas there is nothing more to show; the address stays as it is.
    if not data.has_failed:
        page_frame.show_page(page)
