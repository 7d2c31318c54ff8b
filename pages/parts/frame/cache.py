"""The atlas of a run, and the only caches: each keyed by the data's version and a query, never by a frame.

The version is of the content: sessions with different data of their own never have the same one.
"""

import weakref

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from geo import exports
from geo.analysis.dataset_diff import DatasetDiff, diff_datasets
from geo.analysis.duplicates import Suggestions
from geo.analysis.duplicates import suggest_duplicates as suggest_in_table
from geo.query import facets
from geo.query.result_set import ResultSet
from geo.query.selection import Selection
from geo.query.sorting import sort_positions
from geo.storage import atlas_cache
from geo.storage.atlas import Atlas
from geo.storage.workspace.stored_import import StoredImport
from pages.parts.frame import address, workspace

ATLAS = "atlas of the run"
# Chosen by judgement: enough for the selections that a few people go to and fro between; each answer is small.
MAX_FACET_COUNTS = 64
MAX_DOWNLOADS = 32
MAX_ORDERS = 4  # of whole selections: eight bytes a row, and sorting three million titles takes four seconds
MAX_COMPARISONS = 2  # of files or datasets: large, and looked at one at a time


def refresh_atlas() -> Atlas:
    """Take the current atlas for this run. The shell does so once, and holds it until the run ends."""
    atlas = atlas_cache.current_atlas(address.data_key())
    st.session_state[ATLAS] = weakref.ref(atlas)  # weak: a session that nobody looks at keeps no table in memory
    return atlas


def get_atlas() -> Atlas:
    """The atlas of this run; in a fragment that of the run that drew the page, as long as it is in memory."""
    reference: weakref.ref[Atlas] | None = st.session_state.get(ATLAS)
    atlas = reference() if reference is not None else None
    return atlas if atlas is not None else refresh_atlas()


def select(selection: Selection) -> ResultSet:
    """The incidents of a selection; the index caches the last ones."""
    return get_atlas().select(selection)


def facet_counts(selection: Selection) -> dict[str, pd.Series]:
    """By filter, the count of each of its choices under the other filters."""
    atlas = get_atlas()
    return _facet_counts(atlas.version, selection.to_query(), atlas)


def build_download(selection: Selection, extension: str) -> exports.Download:
    """The selection as a file of a format."""
    atlas = get_atlas()
    return _build_download(atlas.version, selection.to_query(), extension, atlas)


def sorted_positions(selection: Selection, sort: str) -> NDArray[np.intp]:
    """The positions of the incidents of a selection in order of a column (geo/query/sorting.py)."""
    atlas = get_atlas()
    return _sorted_positions(atlas.version, selection.to_query(), sort, atlas)


def suggest_duplicates() -> Suggestions:
    """Pairs of incidents of different datasets that may be one event, whether they were decided on or not."""
    atlas = get_atlas()
    imports = (f"{stored.import_id} {stored.datasets}" for stored in atlas.imports)
    data_version = " ".join((atlas_cache.base_atlas().version, *imports, *atlas.warnings))
    return _suggest_duplicates(data_version, atlas)


def diff_imports(before: StoredImport, after: StoredImport) -> DatasetDiff:
    """What changed between two imports; raises ValueRefused where they are of different providers."""
    return _diff_imports(before.import_id, after.import_id)


@st.cache_data(max_entries=MAX_FACET_COUNTS, show_spinner=False)
def _facet_counts(data_version: str, query: str, _atlas: Atlas) -> dict[str, pd.Series]:
    return facets.all_facet_counts(_atlas.index, Selection.from_query(query))


@st.cache_data(max_entries=MAX_DOWNLOADS, show_spinner=False)
def _build_download(data_version: str, query: str, extension: str, _atlas: Atlas) -> exports.Download:
    results = _atlas.select(Selection.from_query(query))
    return exports.download(results, exports.EXPORTER[extension], data_version=data_version)


@st.cache_resource(max_entries=MAX_ORDERS, show_spinner=False)
def _sorted_positions(data_version: str, query: str, sort: str, _atlas: Atlas) -> NDArray[np.intp]:
    return sort_positions(_atlas.select(Selection.from_query(query)), sort)


@st.cache_resource(max_entries=MAX_COMPARISONS, show_spinner="Comparing the incidents of different datasets …")
def _suggest_duplicates(data_version: str, _atlas: Atlas) -> Suggestions:
    table = _atlas.incidents
    # The key says nothing of decisions, which change no suggestion: what they wrote into the table is taken out again.
    is_decided = table["incident_id"].isin(_atlas.decisions["incident_id"])
    return suggest_in_table(table.assign(duplicate_of=table["duplicate_of"].mask(is_decided)))


@st.cache_resource(max_entries=MAX_COMPARISONS, show_spinner="Comparing the two files …")
def _diff_imports(before_id: str, after_id: str) -> DatasetDiff:
    session_workspace = workspace.open_workspace()
    return diff_datasets(session_workspace.read(before_id), session_workspace.read(after_id))
