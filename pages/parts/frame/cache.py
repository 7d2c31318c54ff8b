"""The atlas of a run, and the only caches: each keyed by the data's version and a query, never by a frame.

The version is of the content: sessions with different data of their own never have the same one.
"""

import json
import weakref
from collections.abc import Callable
from operator import itemgetter
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from geo.analysis.chains import LinkSuggestions
from geo.analysis.chains import suggest_links as suggest_between
from geo.analysis.crosstab import crosstab as tabulate
from geo.analysis.dataset_diff import DatasetDiff, diff_datasets
from geo.analysis.duplicates import Suggestions
from geo.analysis.duplicates import suggest_duplicates as suggest_in_table
from geo.analysis.killed_total import KilledTotal
from geo.analysis.timeline import Timeline, build_timeline
from geo.bundle.comparison import DataComparison, compare_data
from geo.bundle.stamp import Stamp
from geo.mapping import payload
from geo.query import facets
from geo.query.cache import AnswerCache
from geo.query.engine import ResultSet
from geo.query.selection import Selection
from geo.storage import atlas_cache, incident_record
from geo.storage.atlas import Atlas
from geo.storage.incident_record import IncidentRecord
from geo.storage.saved.saved_selection import SavedSelection
from geo.storage.saved.selection_changes import SelectionChanges
from geo.storage.workspace.stored_import import StoredImport
from pages.parts.frame import address, workspace

ATLAS = "atlas of the run"
Answer = TypeVar("Answer")
# Of each kind of answer about a selection, by judgement: of a million incidents some 200 facets, 60 maps with all their
# incidents and more without, 400 timelines. Of 64 answers, two hundred people who look at a few selections each, in
# turn, found theirs gone whenever they came back.
MAX_ANSWER_BYTES = 12_000_000
MAX_PAGE_BYTES = 24_000_000  # of what pages are made of: lines, tables, choices, charts; by judgement
MAX_ROWS_BYTES = 6_000_000  # some ten pages of rows, of which the tables that are shown are remembered apart
MAX_RECORDS = 64  # of one incident each, some kilobytes; a page asks for it twice
MAX_SAVED = 200  # what changed in saved selections: some kilobytes each
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
    """The incidents of a selection; the engine caches the last ones."""
    return get_atlas().select(selection)


def facet_counts(selection: Selection) -> dict[str, pd.Series]:
    """By filter, the count of each of its choices under the other filters."""
    atlas = get_atlas()
    key = (atlas.version, selection.to_query())
    return _FACET_COUNTS.get(key, lambda: facets.all_facet_counts(atlas.engine, Selection.from_query(key[1])))


def killed_total(selection: Selection) -> KilledTotal:
    """How many people were killed in the incidents of a selection."""
    atlas = get_atlas()
    key = (atlas.version, selection.to_query())
    return _KILLED_TOTALS.get(key, lambda: KilledTotal.of_results(atlas.select(Selection.from_query(key[1]))))


def map_payload(
    results: ResultSet, version: str, areas: dict[str, Any] | None, count_links: Callable[[], int]
) -> dict[str, Any]:
    """What the map draws of a selection of this run's atlas (geo/mapping/payload.py). Nobody changes it."""
    key = (get_atlas().version, version, results.selection.to_query(), json.dumps(areas, sort_keys=True))
    return _MAP_PAYLOADS.get(key, lambda: payload.build_payload(results, version, areas, n_links=count_links()))


def timeline(selection: Selection, **options: Any) -> Timeline:
    """The timeline of a selection under the options of `build_timeline`. Nobody changes it."""
    atlas, query = get_atlas(), selection.to_query()
    key = (atlas.version, query, *sorted(options.items(), key=itemgetter(0)))
    return _TIMELINES.get(key, lambda: build_timeline(atlas.select(Selection.from_query(query)), **options))


def remember(name: tuple[object, ...], compute: Callable[[], Answer]) -> Answer:
    """What a page computes of this run's atlas; nobody changes it.

    `name`: what it is, and all else that it depends on.
    """
    answer: Answer = _ANSWERS.get((get_atlas().version, *name), compute)
    return answer


def crosstab(selection: Selection, rows: str, columns: str, measure: str) -> pd.DataFrame:
    """The cross-tab of a selection by two dimensions (geo/analysis/crosstab.py). Nobody changes it."""
    atlas = get_atlas()
    key = (atlas.version, selection.to_query(), rows, columns, measure)
    return _CROSSTABS.get(
        key,
        lambda: tabulate(atlas.select(Selection.from_query(key[1])), rows=rows, columns=columns, measure=measure),
    )


def rows_of_page(selection: Selection, start: int, stop: int, sort: str) -> pd.DataFrame:
    """The incidents of a selection from `start` up to `stop` in order of a column (geo/query/sorting.py).

    It is shared by all who look at the same page: nobody changes it.
    """
    atlas = get_atlas()
    key = (atlas.version, selection.to_query(), start, stop, sort)
    return _TABLE_PAGES.get(key, lambda: atlas.engine.take(atlas.select(selection).page(start, stop, sort)))


def find_record(incident_id: str) -> IncidentRecord | None:
    """The incident of an identifier in full, or None where the atlas has none. Nobody changes it."""
    atlas = get_atlas()
    return _RECORDS.get((atlas.version, incident_id), lambda: incident_record.find_record(atlas, incident_id))


def compare_bundle(stamp: Stamp, selection: Selection, max_hashed: int) -> DataComparison:
    """Whether the incidents of an evidence bundle are those that its selection has now."""
    atlas = get_atlas()
    key = (atlas.version, selection.to_query(), stamp.to_text(), max_hashed)
    return _BUNDLES.get(key, lambda: compare_data(atlas, atlas.select(selection), stamp, max_hashed=max_hashed))


def suggest_duplicates() -> Suggestions:
    """Pairs of incidents of different datasets that may be one event, whether they were decided on or not."""
    atlas = get_atlas()
    imports = (f"{stored.import_id} {stored.datasets}" for stored in atlas.imports)
    # The key says nothing of decisions, which change no suggestion: the rows are those before any decision.
    key = (atlas_cache.base_atlas().version, *imports, atlas.edits.state, *atlas.warnings)
    return _SUGGESTIONS.get(key, lambda: _suggest_duplicates(atlas))


def suggest_links() -> LinkSuggestions:
    """Pairs of incidents that may be linked and are not; what was decided in the log of edits is among them."""
    atlas = get_atlas()
    return _LINK_SUGGESTIONS.get((atlas.version,), lambda: _suggest_links(atlas))


def find_changes(saved: SavedSelection) -> SelectionChanges:
    """What changed in a saved selection since the last visit; raises WorkspaceFailed."""
    atlas = get_atlas()
    key = (atlas.version, saved.saved_id, saved.query, saved.visit.at)
    store = workspace.open_workspace()
    return _SAVED.get(key, lambda: store.saved.changes(saved.saved_id, atlas.select(saved.selection), atlas.version))


def diff_imports(before: StoredImport, after: StoredImport) -> DatasetDiff:
    """What changed between two imports; raises ValueRefused where they are of different providers."""
    key = (before.import_id, after.import_id)
    return _DIFFS.get(key, lambda: _diff_imports(*key))


def _cache_of(max_entries: int) -> AnswerCache[tuple[object, ...], Any]:
    """A cache of so many answers, each by the data's version and a query.

    What Streamlit's own caches compute may draw nothing, and a question that takes long says so on the page.
    """
    return AnswerCache(max_entries, lambda _answer: 1)


_MAP_PAYLOADS: AnswerCache[tuple[object, ...], dict[str, Any]] = AnswerCache(MAX_ANSWER_BYTES)
_TIMELINES: AnswerCache[tuple[object, ...], Timeline] = AnswerCache(MAX_ANSWER_BYTES)
_ANSWERS: AnswerCache[tuple[object, ...], Any] = AnswerCache(MAX_PAGE_BYTES)
_CROSSTABS: AnswerCache[tuple[object, ...], pd.DataFrame] = AnswerCache(MAX_ANSWER_BYTES)
_KILLED_TOTALS: AnswerCache[tuple[object, ...], KilledTotal] = AnswerCache(MAX_ANSWER_BYTES)
_FACET_COUNTS: AnswerCache[tuple[object, ...], dict[str, pd.Series]] = AnswerCache(MAX_ANSWER_BYTES)
_RECORDS: AnswerCache[tuple[object, ...], IncidentRecord | None] = _cache_of(MAX_RECORDS)
_TABLE_PAGES: AnswerCache[tuple[object, ...], pd.DataFrame] = AnswerCache(MAX_ROWS_BYTES)
_BUNDLES: AnswerCache[tuple[object, ...], DataComparison] = _cache_of(MAX_COMPARISONS)
_LINK_SUGGESTIONS: AnswerCache[tuple[object, ...], LinkSuggestions] = _cache_of(MAX_COMPARISONS)
_SAVED: AnswerCache[tuple[object, ...], SelectionChanges] = _cache_of(MAX_SAVED)
_DIFFS: AnswerCache[tuple[object, ...], DatasetDiff] = _cache_of(MAX_COMPARISONS)
_SUGGESTIONS: AnswerCache[tuple[object, ...], Suggestions] = _cache_of(MAX_COMPARISONS)


def _suggest_links(atlas: Atlas) -> LinkSuggestions:
    with st.spinner("Looking for incidents that may answer others …"):
        return suggest_between(atlas.engine, atlas.links)


def _suggest_duplicates(atlas: Atlas) -> Suggestions:
    engine = atlas.undecided if atlas.undecided is not None else atlas_cache.base_atlas().engine
    with st.spinner("Comparing the incidents of different datasets …"):
        return suggest_in_table(engine, atlas.imported)


def _diff_imports(before_id: str, after_id: str) -> DatasetDiff:
    session_workspace = workspace.open_workspace()
    with st.spinner("Comparing the two files …"):
        return diff_datasets(session_workspace.read(before_id), session_workspace.read(after_id))
