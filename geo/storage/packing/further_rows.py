"""For each filter, the rows that a choice of its facet matches by more than their combination: few choices, few rows.

They are found while rows are written, by the index of the table in memory over the rows of one file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from geo.core.schema import DATE, TEXT
from geo.query.combinations import COLUMN_GROUPS, Combinations, combinations_with
from geo.query.filters import FILTERS, Filter
from geo.query.filters.exclusion import value_of
from geo.query.filters.extents import EXTENT_COLUMNS, Inside
from geo.query.indexed_table import IndexedTable
from geo.query.packed.columns import ARROW_TYPE
from geo.query.packed.names import further_path
from geo.query.point_index import PointIndex
from geo.storage.packing.facet_files import PackedFacets
from geo.storage.packing.gathered_rows import NULLABLE, GatheredRows
from geo.storage.packing.parquet_files import write_table
from geo.storage.packing.partition_plan import Piece
from geo.storage.packing.staged_rows import CODED
from geo.storage.packing.staging import Staging
from geo.storage.packing.texts_of_combinations import combination_table

SCHEMA = pa.schema([("choice", pa.int32()), ("_row", pa.int64())])
NUMBERS = ("longitude", "latitude", "radius_km")


@dataclass(frozen=True, eq=False)
class FurtherChoices:
    """Choices that may match more rows than by their combination: pairs of a filter and a choice, by their number."""

    pairs: tuple[tuple[Filter[Any], str], ...]

    def filters(self) -> list[str]:
        """The keys of the filters that have some."""
        return list(dict.fromkeys(filter_.key for filter_, _ in self.pairs))

    @cached_property
    def _columns(self) -> frozenset[str]:
        """The columns of the table that tell which rows match."""
        clauses = [
            clause
            for filter_, choice in self.pairs
            for clause in filter_.alternatives(filter_.parse((value_of(choice),)), Inside.CERTAIN)
        ]
        return frozenset(EXTENT_COLUMNS).union(*(clause.columns for clause in clauses))

    def find(self, rows: GatheredRows) -> pa.Table:
        """The numbers of choices with those of the rows that they match, of the rows of one file."""
        if not self.pairs:
            return SCHEMA.empty_table()
        groups = {combinations_with(filter_.facet_columns) for filter_, _ in self.pairs}
        index = _index(rows, groups, self._columns)
        matches = [index.further_rows(filter_, choice, Inside.CERTAIN) for filter_, choice in self.pairs]
        choices = np.repeat(np.arange(len(matches), dtype=np.int32), [len(each) for each in matches])
        return pa.table([pa.array(choices), pa.array(rows.rows[np.concatenate(matches)])], schema=SCHEMA)


def further_choices(facets: PackedFacets) -> FurtherChoices:
    """The choices of all filters that match rows by more than their combination."""
    filters = {filter_.key: filter_ for filter_ in FILTERS}
    return FurtherChoices(tuple((filters[key], choice) for key, choice in facets.further))


def _index(rows: GatheredRows, groups: set[str], columns: frozenset[str]) -> IndexedTable:
    """The index in memory of the rows of a file with those columns that are read."""
    texts = {name: rows.texts(name) for name in CODED if name in columns}
    others = {name: _to_series(values) for name, values in rows.columns.items() if name in columns - {*NUMBERS}}
    table = pd.DataFrame(texts | others | {name: rows.numbers(name) for name in NUMBERS})
    spots = rows.spots()
    points, imprecise = (
        PointIndex(rows.keys[members].astype(np.uint64), members.astype(np.int32))
        for members in (np.flatnonzero(spots == 1), np.flatnonzero(spots > 1))
    )
    return IndexedTable(table, {group: _combinations(rows, group) for group in groups}, points, imprecise)


def _to_series(values: pa.Array) -> pd.Series:
    if values.type == ARROW_TYPE[TEXT]:
        return pd.Series(pd.array(values, dtype="str"))
    if values.type == ARROW_TYPE[DATE]:  # a spelling of several actors means one of them in some years
        return values.cast(pa.timestamp("us")).to_pandas()
    return values.to_pandas(types_mapper=NULLABLE.get)


def _combinations(rows: GatheredRows, group: str) -> Combinations:
    """The combinations of a group that the rows of a file have."""
    used, codes = np.unique(rows.groups[group], return_inverse=True)
    values = combination_table(rows.numbering.keys, group, used).to_pandas()
    return Combinations(values.astype(dict.fromkeys(COLUMN_GROUPS[group], "str")), codes.astype(np.uint32))


def write_further(folder: Path, staging: Staging, pieces: Sequence[Piece], facets: PackedFacets) -> tuple[str, ...]:
    """Write what was found of all files; return the filters that have a file."""
    choices = further_choices(facets)
    tables = [staging.read_table(further_name(piece.name)) for piece in pieces]
    joined = pa.concat_tables(tables).sort_by([("choice", "ascending"), ("_row", "ascending")])
    numbers = joined["choice"].to_numpy()
    for key in choices.filters():
        own = [number for number, (filter_, _) in enumerate(choices.pairs) if filter_.key == key]
        members = joined.filter(pa.array(np.isin(numbers, own)))
        names = pa.array([choice for _, choice in choices.pairs], pa.string()).take(members["choice"])
        write_table(folder / further_path(key), pa.table({"choice": names, "_row": members["_row"]}))
    return tuple(choices.filters())


def further_name(piece: str) -> str:
    """Where the rows of one file are staged."""
    return f"further/{piece}.arrow"
