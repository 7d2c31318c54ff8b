"""The engine over a table in memory: an index of it that answers selections without a scan of the rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial, reduce
from operator import and_

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.query.answers import NO_ROW, Rows
from geo.query.cache import ByteBoundedLRU
from geo.query.engine import Engine
from geo.query.facet_model import FacetModel
from geo.query.facet_values import FacetValues
from geo.query.filters import FILTER
from geo.query.filters.extents import Inside
from geo.query.incident_areas import AreaList
from geo.query.indexed_table import IndexedTable, Mask
from geo.query.packed_masks import PackedMasks
from geo.query.result_set import IndexedResults
from geo.query.selection import Selection
from geo.query.table_points import complete_rows, select_columns

# Of the cached result sets: so many bytes a row of the table, but never less than the minimum. A mask takes one byte a
# row and the positions of the selected rows eight, so that a few large selections fit. Chosen by judgement.
CACHE_BYTES_PER_ROW = 24
MIN_CACHE_BYTES = 40_000_000
# Of the rows of selections, as bits, which outlast the result sets: 240 selections. Without them two hundred people who
# look at up to three filters each, in turn, had theirs computed anew by every run.
MASK_BYTES_PER_ROW = 30


@dataclass(frozen=True, eq=False)
class Index(Engine):
    """A table in memory. Its row numbers are positions in the table.

    `whole`: the index of the table of which this one leaves rows out, and `present`: the rows of it that are there;
    both None where all are. `facets`: the choices of filters that are known already; `models`: what they are made of.
    """

    source: IndexedTable
    whole: "Index | None" = None
    present: Mask | None = None
    facets: dict[tuple[str, Inside], FacetValues] = field(default_factory=dict)
    models: dict[str, FacetModel] = field(default_factory=dict)

    @classmethod
    def from_table(cls, table: gpd.GeoDataFrame) -> "Index":
        """Build the index of an incident table."""
        return cls(IndexedTable.from_table(table))

    @property
    def table(self) -> gpd.GeoDataFrame:
        """All rows; of a whole table that has its points without a copy."""
        if self.present is None and isinstance(self.source.table, gpd.GeoDataFrame):
            return self.source.table
        return self.take(np.arange(len(self.source)) if self.present is None else np.flatnonzero(self.present))

    @property
    def head(self) -> gpd.GeoDataFrame:
        return complete_rows(self.source.table.iloc[:0], None)

    def __len__(self) -> int:
        return self._length

    @cached_property
    def _length(self) -> int:
        return len(self.source) if self.present is None else int(np.count_nonzero(self.present))

    @cached_property
    def _result_cache(self) -> ByteBoundedLRU[Selection, IndexedResults]:
        max_bytes = max(MIN_CACHE_BYTES, CACHE_BYTES_PER_ROW * len(self))
        return ByteBoundedLRU(max_bytes, lambda results: results.size_bytes)

    def select(self, selection: Selection) -> IndexedResults:
        key = Selection(selection.values)  # without the problems of the query that it was read from
        return self._result_cache.get(key, lambda: self._select(key))

    def _select(self, selection: Selection) -> IndexedResults:
        wider = None if self.whole is None else partial(self.whole.select, selection)
        return IndexedResults(self, self.source, selection, self._mask(selection), wider)

    @cached_property
    def _masks(self) -> PackedMasks:
        return PackedMasks(len(self.source), MASK_BYTES_PER_ROW * len(self.source))

    def without(self, rows: Rows) -> "Index":
        present = np.ones(len(self.source), dtype=bool) if self.present is None else self.present.copy()
        present[rows] = False
        return Index(self.source, self.whole or self, present)

    def categories(self, column: str) -> tuple[str, ...]:
        if column not in self._categories:
            self._categories[column] = tuple(self.source.categories(column))
        return self._categories[column]

    @cached_property
    def _categories(self) -> dict[str, tuple[str, ...]]:
        return {}

    def combinations(self, group: str) -> pd.DataFrame:
        return self.source.groups[group].values

    @property
    def areas(self) -> AreaList:
        return self.source.areas.listed

    def find(self, incident_ids: Sequence[str]) -> Rows:
        distinct = [text for text in dict.fromkeys(incident_ids) if _is_storable(text)]
        wanted = pa.array(distinct, pa.large_string())
        numbers = pc.index_in(pa.array(self.source.table["incident_id"].array, pa.large_string()), value_set=wanted)
        matches = np.asarray(numbers.fill_null(-1).to_numpy(zero_copy_only=False))
        rows = np.flatnonzero(matches >= 0)
        if self.present is not None:
            rows = rows[self.present[rows]]
        row_by_id = {distinct[matches[row]]: row for row in rows.tolist()}
        return np.array([row_by_id.get(text, NO_ROW) for text in incident_ids], dtype=np.int64)

    def take(self, rows: Rows, columns: Sequence[str] | None = None) -> gpd.GeoDataFrame | pd.DataFrame:
        return complete_rows(_take(select_columns(self.source.table, columns), rows), columns)

    @property
    def base(self) -> "Index":
        return self.whole or self

    @cached_property
    def _facet_values(self) -> dict[tuple[str, Inside], FacetValues]:
        return dict(self.facets)

    @cached_property
    def _facet_models(self) -> dict[str, FacetModel]:
        return dict(self.models)

    def _mask(self, selection: Selection) -> Mask | None:
        """Whether each row is selected; None for all. The rows of each single filter are cached too."""
        if self.whole is not None and self.present is not None:
            mask = self.whole.select(selection).mask
            return self.present if mask is None else self.present & mask
        if not selection.filters:
            return None
        return self._masks.get(selection, lambda: self._find_rows(selection))

    def _find_rows(self, selection: Selection) -> Mask:
        if len(selection.filters) == 1:
            ((key, value),) = selection.filters
            return FILTER[key].mask_by(self.source.any_mask, value, selection.inside)
        masks = (self._mask(selection.only(key)) for key, _ in selection.filters)
        return reduce(and_, [mask for mask in masks if mask is not None])


def _take(table: pd.DataFrame, rows: Rows) -> pd.DataFrame:
    if len(rows) and int(rows[-1]) - int(rows[0]) == len(rows) - 1 and bool((np.diff(rows) == 1).all()):
        return table.iloc[int(rows[0]) : int(rows[-1]) + 1].reset_index(drop=True)  # a slice takes no copy
    return table.iloc[rows].reset_index(drop=True)


def _is_storable(text: str) -> bool:
    """Whether a text can be written as UTF-8, as all texts of a table are; one with half a character cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
