"""The only caches, each keyed by the data's version and the selection's query, never by a frame."""

import pandas as pd
import streamlit as st

from geo import atlas, exports, facets
from geo.index import Chosen
from geo.selection import Selection
from pages.parts import state


def served() -> atlas.Atlas:
    """The atlas that this session sees: what is served to all, and its own data."""
    return atlas.current(state.data_key())


@st.cache_data(max_entries=64, show_spinner=False)
def _facets(data_version: str, query: str) -> dict[str, pd.Series]:
    return facets.all_counts(served().index, Selection.from_query(query))


@st.cache_data(max_entries=32, show_spinner=False)
def _download(data_version: str, query: str, extension: str) -> exports.Download:
    incidents, selection = served().incidents, Selection.from_query(query)
    return exports.download(incidents, selection, exports.EXPORTER[extension], data_version=data_version)


def facet_counts(selection: Selection) -> dict[str, pd.Series]:
    """The counts of every choice under the other filters."""
    return _facets(served().version, selection.to_query())


def download(selection: Selection, extension: str) -> exports.Download:
    """The selection as a file."""
    return _download(served().version, selection.to_query(), extension)


def chosen(selection: Selection) -> Chosen:
    """The incidents of the selection: found, not copied. The index keeps the last ones."""
    return served().chosen(selection)
