"""A packed folder as an engine: selections are asked of dictionaries first, then of the codes of rows."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.query.answers import NO_ROW, Rows
from geo.query.cache import ByteBoundedLRU
from geo.query.engine import Engine
from geo.query.facet_model import FacetModel
from geo.query.facet_values import FacetValues
from geo.query.filters import Filter
from geo.query.filters.extents import Inside
from geo.query.incident_areas import AreaList
from geo.query.lazy.codebook import Codebook
from geo.query.lazy.frames import Frames
from geo.query.lazy.gathered_rows import Gatherer
from geo.query.lazy.incident_rows import IncidentRows
from geo.query.lazy.lazy_results import LazyResults
from geo.query.lazy.pack_source import PackSource
from geo.query.lazy.region_test import RegionResolver, has_region
from geo.query.lazy.row_test import RowTest
from geo.query.lazy.selection_tests import SelectionTests
from geo.query.lazy.text_limit import limit_text, reads_text
from geo.query.packed.folder import PackedFolder
from geo.query.packed.stored_facets import StoredFacets
from geo.query.selection import Selection

CACHE_BYTES = 400_000_000  # of counts and codes that results remember; chosen by judgement


class LazyEngine(Engine):
    """The incidents of a packed folder, of which only what is asked for is read."""

    def __init__(self, source: PackSource, tests: SelectionTests, whole: "LazyEngine | None" = None) -> None:
        self.source, self.tests, self.whole = source, tests, whole
        self.forget()

    def forget(self) -> None:
        """Let go of all results, as if nothing had been asked."""
        self._results = ByteBoundedLRU[Selection, LazyResults](CACHE_BYTES, lambda each: each.size_bytes)

    @classmethod
    def over(cls, folder: PackedFolder, frames: Frames) -> "LazyEngine":
        """The engine of a folder, read by these frames."""
        codebook = Codebook(folder)
        return cls(PackSource(folder, frames, codebook), SelectionTests(codebook))

    @property
    def head(self) -> gpd.GeoDataFrame:
        return self.rows.head

    def __len__(self) -> int:
        return self.source.folder.manifest.n_rows - len(self.source.hidden)

    def select(self, selection: Selection) -> LazyResults:
        key = Selection(selection.values)  # without the problems of the query that it was read from
        return self._results.get(key, lambda: self._select(key))

    def _select(self, selection: Selection) -> LazyResults:
        test, limits = limit_text(self.tests.of_selection(selection), self.source)
        is_dear = has_region(test) or reads_text(test)
        resolved = self.resolve(self.source.visible(test))
        gathered = Gatherer(self.source).gather(resolved) if is_dear else resolved
        return LazyResults(self, selection, gathered, limits)

    def resolve(self, test: RowTest) -> RowTest:
        """The test with its regions replaced by codes, ranges and rows."""
        return RegionResolver(self.source.codebook, self.source.weights, self.source).resolve(test)

    def without(self, rows: Rows) -> "LazyEngine":
        hidden = np.union1d(self.source.hidden, rows[rows != NO_ROW])
        source = PackSource(self.source.folder, self.source.frames, self.source.codebook, hidden)
        return LazyEngine(source, self.tests, self.base)

    @property
    def base(self) -> "LazyEngine":
        return self.whole or self

    def categories(self, column: str) -> tuple[str, ...]:
        return self.source.codebook.categories(column)

    def combinations(self, group: str) -> pd.DataFrame:
        return self.source.codebook.combinations(group)

    @property
    def areas(self) -> AreaList:
        return self.source.codebook.areas

    def facet_values(self, filter_: Filter[Any], inside: Inside = Inside.CERTAIN) -> FacetValues:
        is_stored = inside is Inside.CERTAIN or not filter_.matches_regions
        stored = self.stored_facets.values(filter_.key) if is_stored and self.base is self else None
        return stored or super().facet_values(filter_, inside)

    def _build_facet_model(self, filter_: Filter[Any]) -> FacetModel:
        stored = self.stored_facets.model(filter_) if self.base is self else None
        return stored or super()._build_facet_model(filter_)

    @cached_property
    def stored_facets(self) -> StoredFacets:
        """The choices that were computed when the folder was packed."""
        return StoredFacets(self.source.folder)

    def find(self, incident_ids: Sequence[str]) -> Rows:
        rows = self.rows.find(incident_ids)
        return np.where(np.isin(rows, self.source.hidden), NO_ROW, rows)

    def take(self, rows: Rows, columns: Sequence[str] | None = None) -> gpd.GeoDataFrame | pd.DataFrame:
        return self.rows.take(rows, columns)

    @cached_property
    def rows(self) -> IncidentRows:
        """The rows with the columns of the incident table."""
        return IncidentRows(self.source)
