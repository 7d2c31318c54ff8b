"""A page within a page of somebody else: without menu and sidebar, with a line that leads here."""

from urllib.parse import urlencode

import streamlit as st

from geo.query.parameters import DATA
from pages.parts.frame import address

CREDIT = "Faultline · Borders: Natural Earth (de facto)"


def is_quiet() -> bool:
    """Whether the address asks for the page without its surroundings: `embed=true`."""
    return bool(st.context.is_embedded)


def show_credit(page: str) -> None:
    """Draw the line above the page. The link opens the same selection, without the key of anybody's own data."""
    pairs = [(name, value) for name, values in address.query_params(page).items() for value in values if name != DATA]
    with st.container(horizontal=True, vertical_alignment="center", key="quiet"):
        st.caption(CREDIT)
        st.link_button("Open in Faultline", f"/{page}{'?' if pairs else ''}{urlencode(pairs)}", type="tertiary")
