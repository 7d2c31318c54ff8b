"""The downloads: the same rows by button and by address."""

from urllib.parse import urljoin

import streamlit as st

from geo.exports import EXPORTERS
from geo.selection import Selection
from pages.parts import cache


def downloads(selection: Selection) -> None:
    """A button for the CSV, a link for each format, and the address to send on."""
    csv = cache.download(selection, "csv")
    with st.container(horizontal=True, vertical_alignment="center"):
        # The name carries the content's hash: Streamlit serves an older file under an equal name and length.
        st.download_button("Download CSV", csv.content, csv.name, "text/csv", key=f"download {csv.name}",
                           on_click="ignore", icon=":material/download:", type="primary")  # fmt: skip
        for exporter in (each for each in EXPORTERS if each.extension != "csv"):
            st.link_button(
                exporter.label, address(selection, exporter.extension), help=f"The same rows as {exporter.label}"
            )
    st.caption("The same file by address, to send on or to fetch again:")
    st.code(urljoin(st.context.url or "", address(selection, "csv")), language=None, wrap_lines=True)


def address(selection: Selection, extension: str) -> str:
    """The address of the selection as a file, on this server."""
    query = selection.to_query()
    return f"/api/incidents.{extension}?{query}" if query else f"/api/incidents.{extension}"
