"""The addresses under which other programs read the incidents: feeds, OGC API – Features, and the API's description."""

from urllib.parse import urljoin

import streamlit as st

from geo.query.feature_parameters import ATOM_FEED, JSON_FEED, OGC, OGC_ITEMS
from geo.query.selection import Selection
from pages.parts.frame import address, menu
from pages.parts.frame.link_warnings import show_link_warnings
from pages.parts.frame.section import closed_section

OPENAPI = "/api/openapi.json"
OF_SELECTION = (
    (
        "Atom feed, for a feed reader: the latest incidents first; with `order=changed` those that changed last",
        ATOM_FEED,
    ),
    ("The same as JSON Feed", JSON_FEED),
    ("The features, page by page, for a GIS or a script (OGC API – Features)", OGC_ITEMS),
)
OF_ALL = (
    ("OGC API – Features, for QGIS: Layer, Add Layer, Add WFS / OGC API – Features Layer", OGC),
    ("Every address and parameter, machine-readable (OpenAPI)", OPENAPI),
)


def show_expander(selection: Selection) -> None:
    """Draw the addresses of a selection where they are asked for, and the way to save it."""
    with closed_section("Feeds and API", key="doors") as is_open:
        if is_open:
            menu.show_links("saved")
            show_addresses(selection)


def show_addresses(selection: Selection) -> None:
    """List the addresses."""
    show_link_warnings(is_for_programs=True)
    query = selection.to_query()
    for label, path in OF_SELECTION:
        _show_address(label, path, query)
    st.caption(
        "Each of these takes `coordinates=province`, as downloads do, and no filter by place, words or tag then."
    )
    for label, path in OF_ALL:
        _show_address(label, path, "")


def _show_address(label: str, path: str, query: str) -> None:
    own = address.with_data_key(query)
    st.caption(label)
    st.code(urljoin(st.context.url or "", f"{path}?{own}" if own else path), language=None, wrap_lines=True)
