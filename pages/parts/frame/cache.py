"""The only caches, each keyed by the data's version and the selection's query, never by a frame.

The version is of the content: sessions with different data of their own never have the same one.
"""

import pandas as pd
import streamlit as st

from geo import exports
from geo.analysis.dataset_diff import DatasetDiff, diff_datasets
from geo.analysis.duplicates import Suggestions, suggest_duplicates
from geo.query import facets
from geo.query.result_set import ResultSet
from geo.query.selection import Selection
from geo.storage import atlas_cache
from geo.storage.atlas import Atlas
from geo.storage.workspace.stored_import import StoredImport
from pages.parts.frame import state, workspace


def served() -> Atlas:
    """The atlas that this process serves, with the session's own data over it."""
    return atlas_cache.current_atlas(state.data_key())


@st.cache_data(max_entries=64, show_spinner=False)
def _facets(data_version: str, query: str, _served: Atlas) -> dict[str, pd.Series]:
    return facets.all_facet_counts(_served.index, Selection.from_query(query))


@st.cache_data(max_entries=32, show_spinner=False)
def _download(data_version: str, query: str, extension: str, _served: Atlas) -> exports.Download:
    selection = Selection.from_query(query)
    return exports.download(_served.select(selection), exports.EXPORTER[extension], data_version=data_version)


@st.cache_resource(max_entries=2, show_spinner="Comparing the incidents of different datasets …")
def _suggested(data_version: str, query: str) -> Suggestions:
    table = served().incidents
    decided = table["incident_id"].isin(workspace.decisions()["incident_id"])
    return suggest_duplicates(table.assign(duplicate_of=table["duplicate_of"].mask(decided)))


@st.cache_resource(max_entries=2, show_spinner="Comparing the two files …")
def _changes(data_version: str, query: str) -> DatasetDiff:
    before, after = (workspace.workspace().read(import_id) for import_id in data_version.split())
    return diff_datasets(before, after)


def duplicates() -> Suggestions:
    """Incidents of different datasets that may be one, whether decided or not: decisions change nothing in them."""
    visible = (each.import_id for each in workspace.stored() if each.is_visible)
    return _suggested(" ".join((atlas_cache.base_atlas().version, *visible)), "")


def changed(before: StoredImport, after: StoredImport) -> DatasetDiff:
    """What changed between two imports; raises ValueRefused where they are not of one provider."""
    return _changes(f"{before.import_id} {after.import_id}", "")


def facet_counts(selection: Selection) -> dict[str, pd.Series]:
    """The counts of every choice under the other filters."""
    asked = served()
    return _facets(asked.version, selection.to_query(), asked)


def download(selection: Selection, extension: str) -> exports.Download:
    """The selection as a file."""
    asked = served()
    return _download(asked.version, selection.to_query(), extension, asked)


def chosen(selection: Selection) -> ResultSet:
    """The incidents of the selection: found, not copied. The index keeps the last ones."""
    return served().select(selection)
