"""The only caches, each keyed by the data's version and the selection's query, never by a frame.

The version is of the content: sessions with different data of their own never have the same one.
"""

import pandas as pd
import streamlit as st

from geo import atlas, exports, facets, store
from geo.index import Chosen
from geo.selection import Selection
from pages.parts import state


def served() -> atlas.Atlas:
    """The atlas that this process serves, with the session's own data over it."""
    return atlas.current(state.data_key())


def workspace() -> store.Workspace:
    """Where the session's own data are: on a shared server its own, else this machine's."""
    return store.workspace(state.data_key())


@st.cache_data(max_entries=64, show_spinner=False)
def _facets(data_version: str, query: str, _served: atlas.Atlas) -> dict[str, pd.Series]:
    return facets.all_counts(_served.index, Selection.from_query(query))


@st.cache_data(max_entries=32, show_spinner=False)
def _download(data_version: str, query: str, extension: str, _served: atlas.Atlas) -> exports.Download:
    selection = Selection.from_query(query)
    return exports.download(_served.incidents, selection, exports.EXPORTER[extension], data_version=data_version)


def facet_counts(selection: Selection) -> dict[str, pd.Series]:
    """The counts of every choice under the other filters."""
    asked = served()
    return _facets(asked.version, selection.to_query(), asked)


def download(selection: Selection, extension: str) -> exports.Download:
    """The selection as a file."""
    asked = served()
    return _download(asked.version, selection.to_query(), extension, asked)


def chosen(selection: Selection) -> Chosen:
    """The incidents of the selection: found, not copied. The index keeps the last ones."""
    return served().chosen(selection)
