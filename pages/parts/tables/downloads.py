"""Downloads of the selection, each by the address of its file."""

from urllib.parse import urlencode, urljoin

import streamlit as st

from geo.errors import DataMissing, HandoverTooLarge
from geo.exports import EXPORTERS
from geo.exports.generalisation import CHOICES, EXACT, Generalisation, parse_generalisation
from geo.handover.content import check_size
from geo.handover.page import EXTENSION, LABEL
from geo.query.engine import ResultSet
from geo.query.parameters import COORDINATES
from geo.query.selection import Selection
from pages.parts.frame import address, cache
from pages.parts.frame.link_warnings import show_link_warnings


def show_downloads(results: ResultSet) -> None:
    """Draw how coarse coordinates are to be, a link for every format, and the CSV's address to share."""
    selection, missing = results.selection, cache.get_atlas().missing
    if missing:
        st.text(str(DataMissing(missing)))  # a file would not say so
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        generalisation = _choose_coordinates()
        _show_csv_button(selection, generalisation)
        with st.popover("Other formats"):
            _show_formats(selection, generalisation)
        st.link_button(
            "Areas",
            download_url(selection, "geojson", kind="areas"),
            help="Download the provinces, regions and countries that incidents are known to, once each, as GeoJSON",
        )
        st.link_button(
            _label("Evidence bundle", generalisation),
            download_url(selection, "zip", coordinates=generalisation.code),
            help="Download the same rows with their sources and citations, in one zip file whose hashes can be "
            "checked; with exact coordinates their claims, map and timeline too",
        )
        _show_handover_link(results, generalisation)
    if generalisation.is_coarse:
        st.caption(generalisation.describe())
    st.caption("Link to the same file, to share or to download it again later:")
    show_link_warnings()
    url = download_url(selection, "csv", coordinates=generalisation.code)
    st.code(urljoin(st.context.url or "", url), language=None, wrap_lines=True)


def _choose_coordinates() -> Generalisation:
    """Draw the choice that holds for all files but the areas, which are coarse already."""
    labels = {choice.code: choice.label for choice in CHOICES}
    code = st.selectbox(
        "Coordinates in files",
        list(labels),
        format_func=lambda code: labels[code].capitalize(),
        help="Share the rows with coordinates generalised: points become those of a district, a province or a cell of "
        "a grid, and texts that may name the place are left out.",
        width=230,
        key="coordinates in files",
    )
    return parse_generalisation(code)


def _show_formats(selection: Selection, generalisation: Generalisation) -> None:
    """Draw a link for each format, with what it is for and what it loses."""
    for exporter in EXPORTERS:
        st.link_button(exporter.label, download_url(selection, exporter.extension, coordinates=generalisation.code))
        st.caption(" ".join((exporter.purpose, *exporter.losses)))


def _label(label: str, generalisation: Generalisation) -> str:
    """A button's label, which says how coarse its coordinates are where they are: they are chosen in a menu."""
    return f"{label}, generalised {generalisation.label}" if generalisation.is_coarse else label


def _show_handover_link(results: ResultSet, generalisation: Generalisation) -> None:
    """Draw the link to the page that works from a disk; disabled, with the reason, where the selection is too large."""
    try:
        check_size(len(results))
        reason = ""
    except HandoverTooLarge as refusal:
        reason = str(refusal)
    st.link_button(
        _label(LABEL, generalisation),
        download_url(results.selection, EXTENSION, coordinates=generalisation.code),
        help=reason
        or "Download the same rows as one HTML file with map, timeline, list and sources: it opens from a "
        "disk, without this server and without a network",
        disabled=bool(reason),
    )


def _show_csv_button(selection: Selection, generalisation: Generalisation) -> None:
    """Draw the CSV's button: its file is made when somebody asks for it, not by each run of the page."""
    url = download_url(selection, "csv", coordinates=generalisation.code)
    st.link_button(_label("Download CSV", generalisation), url, icon=":material/download:", type="primary")


def download_url(
    selection: Selection, extension: str, *, kind: str = "incidents", coordinates: str = EXACT.code
) -> str:
    """The URL of the selection as a file of its incidents or areas, without the server's origin."""
    own = "" if coordinates == EXACT.code else urlencode({COORDINATES: coordinates})
    query = address.with_data_key("&".join(filter(None, (selection.to_query(), own))))
    return f"/api/{kind}.{extension}?{query}" if query else f"/api/{kind}.{extension}"
