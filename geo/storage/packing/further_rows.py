"""For each filter, the rows that a choice of its facet matches by more than their combination: few choices, few rows.

They are found while rows are written, by the index of the table in memory over the rows of one file.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from geo.core import actors
from geo.query.combinations import COLUMN_GROUPS, Combinations, combinations_with
from geo.query.facet_values import build_facet_values
from geo.query.filters import FILTERS, Filter
from geo.query.filters.extents import Inside
from geo.query.indexed_table import IndexedTable
from geo.query.packed.columns import ARROW_TYPE, CATEGORICAL
from geo.query.packed.names import further_path
from geo.query.point_index import PointIndex
from geo.storage.own_actors import read_own_actors
from geo.storage.packing.combination_keys import CombinationKeys
from geo.storage.packing.gathered_rows import GatheredRows, Numbering
from geo.storage.packing.parquet_files import write_table
from geo.storage.packing.partition_plan import Piece
from geo.storage.packing.plan import PackPlan
from geo.storage.packing.staged_rows import CODED
from geo.storage.packing.staging import Staging
from geo.storage.packing.texts_of_combinations import combination_table

DONE = "further.json"
SCHEMA = pa.schema([("choice", pa.int32()), ("_row", pa.int64())])
NUMBERS = ("longitude", "latitude", "radius_km")


@dataclass(frozen=True, eq=False)
class FurtherChoices:
    """Choices that may match more rows than by their combination: pairs of a filter and a choice, by their number."""

    pairs: tuple[tuple[Filter[Any], str], ...]

    def filters(self) -> list[str]:
        """The keys of the filters that have some."""
        return list(dict.fromkeys(filter_.key for filter_, _ in self.pairs))

    def find(self, rows: GatheredRows) -> pa.Table:
        """The numbers of choices with those of the rows that they match, of the rows of one file."""
        if not self.pairs:
            return SCHEMA.empty_table()
        groups = {combinations_with(filter_.facet_columns) for filter_, _ in self.pairs}
        index = _index(rows, groups)
        matches = [index.further_rows(filter_, choice, Inside.CERTAIN) for filter_, choice in self.pairs]
        choices = np.repeat(np.arange(len(matches), dtype=np.int32), [len(each) for each in matches])
        return pa.table([pa.array(choices), pa.array(rows.rows[np.concatenate(matches)])], schema=SCHEMA)


def find_choices(plan: PackPlan, numbering: Numbering, staging: Staging) -> FurtherChoices:
    """The choices of all filters that match rows by more than their combination."""
    _use_own_actors(plan)
    named = staging.read_json(DONE, list[tuple[str, str]])
    if named is None:
        named = [pair for filter_ in FILTERS if filter_.facet_columns for pair in _choices_of(filter_, numbering)]
        staging.write_json(DONE, named)
    filters = {filter_.key: filter_ for filter_ in FILTERS}
    return FurtherChoices(tuple((filters[key], choice) for key, choice in named))


def _use_own_actors(plan: PackPlan) -> None:
    """Let the filter on actors know a person's own ones, as the server will."""
    files = [Path(file.path) for file in plan.actors]
    read = [read_own_actors(file.read_bytes(), file.name)[0] for file in files]
    actors.use_own_actors(actor for own in read for actor in own)


def _choices_of(filter_: Filter[Any], numbering: Numbering) -> Iterator[tuple[str, str]]:
    group = combinations_with(filter_.facet_columns)
    if not (filter_.matches_regions or _lists_further(filter_, group, numbering)):
        return
    table = combination_table(numbering.keys, group, slice(None))
    combinations = table.to_pandas().astype(dict.fromkeys(filter_.facet_columns, "str"))
    totals = count_combinations(numbering.keys, group)
    values = build_facet_values(filter_, Inside.CERTAIN, lambda _: combinations, lambda _: totals)
    yield from ((filter_.key, values.values[code]) for code in values.further)


def _lists_further(filter_: Filter[Any], group: str, numbering: Numbering) -> bool:
    """Whether a filter has choices of that kind: it is asked of the texts of each column, not of all combinations."""
    names = COLUMN_GROUPS[group]
    if not set(names) <= set(CODED):
        return False
    columns = [numbering.dictionaries.texts(name).to_pandas().astype("str").rename(name) for name in names]
    return bool(filter_.further_choices(filter_.facet_texts(pd.concat(columns, axis="columns")).unique()))


def count_combinations(keys: CombinationKeys, group: str) -> NDArray[np.int64]:
    """How many rows have each combination of a group."""
    totals = np.zeros(keys.count(group), dtype=np.int64)
    for number in range(len(keys.chunks)):
        own = np.bincount(keys.chunks.integers(number, f"_{group}"), minlength=len(keys.codes(number, group)) - 1)
        totals[keys.codes(number, group)[:-1]] += own
    return totals


def _index(rows: GatheredRows, groups: set[str]) -> IndexedTable:
    """The index in memory of the rows of a file, as far as the clauses of a choice need it."""
    texts = {name: rows.texts(name) for name in CATEGORICAL}
    others = {
        name: pd.Series(values.to_pandas().astype("str"))
        for name, values in rows.columns.items()
        if values.type == ARROW_TYPE["str"]
    }
    days = {  # a spelling of several actors means one of them in some years
        name: values.cast(pa.timestamp("us")).to_pandas()
        for name, values in rows.columns.items()
        if values.type == ARROW_TYPE["datetime64[us]"]
    }
    table = pd.DataFrame(texts | others | days | {name: rows.numbers(name) for name in NUMBERS})
    spots = rows.spots()
    points, imprecise = (
        PointIndex(rows.keys[members].astype(np.uint64), members.astype(np.int32))
        for members in (np.flatnonzero(spots == 1), np.flatnonzero(spots > 1))
    )
    return IndexedTable(table, {group: _combinations(rows, group) for group in groups}, points, imprecise)


def _combinations(rows: GatheredRows, group: str) -> Combinations:
    """The combinations of a group that the rows of a file have."""
    used, codes = np.unique(rows.groups[group], return_inverse=True)
    values = combination_table(rows.numbering.keys, group, used).to_pandas()
    return Combinations(values.astype(dict.fromkeys(COLUMN_GROUPS[group], "str")), codes.astype(np.uint32))


def write_further(folder: Path, staging: Staging, pieces: Sequence[Piece], choices: FurtherChoices) -> tuple[str, ...]:
    """Write what was found of all files; return the filters that have a file."""
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
