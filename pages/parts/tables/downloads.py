"""The downloads: the same rows by button and by address."""

from urllib.parse import urljoin

import streamlit as st

from geo.exports import EXPORTERS
from geo.query.result_set import ResultSet
from geo.query.selection import Selection
from pages.parts.frame import cache, state

KEY_WARNING = "It holds the key to your own data: whoever has it can see, change and delete all that you have stored."
MAX_IN_MEMORY = 5_000  # incidents whose file a session's memory holds


def show_downloads(chosen: ResultSet) -> None:
    """A button for the CSV, a link for each format, and the address to send on."""
    selection = chosen.selection
    with st.container(horizontal=True, vertical_alignment="center"):
        _show_csv_button(chosen)
        for exporter in (each for each in EXPORTERS if each.extension != "csv"):
            st.link_button(
                exporter.label, download_url(selection, exporter.extension), help=f"The same rows as {exporter.label}"
            )
    st.caption("The same file by address, to send on or to fetch again:")
    if state.data():
        st.caption(KEY_WARNING)
    st.code(urljoin(st.context.url or "", download_url(selection, "csv")), language=None, wrap_lines=True)


def _show_csv_button(chosen: ResultSet) -> None:
    """The CSV: held ready where it is small, else from its address, which sends it as it is written."""
    if len(chosen) > MAX_IN_MEMORY:
        st.link_button(
            "Download CSV", download_url(chosen.selection, "csv"), icon=":material/download:", type="primary"
        )
        return
    csv = cache.download(chosen.selection, "csv")
    # The name changes with data and selection: Streamlit serves an older file under an equal name and length.
    st.download_button(
        "Download CSV",
        csv.content,
        csv.name,
        "text/csv",
        key=f"download {csv.name}",
        on_click="ignore",
        icon=":material/download:",
        type="primary",
    )


def download_url(selection: Selection, extension: str) -> str:
    """The address of the selection as a file, on this server."""
    query = state.carrying(selection.to_query())
    return f"/api/incidents.{extension}?{query}" if query else f"/api/incidents.{extension}"
