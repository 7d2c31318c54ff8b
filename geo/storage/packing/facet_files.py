"""The choices of all facets of the whole table, computed once and stored: they take longer than a reader waits.

They need the combinations of a group in memory, one group at a time, and no row.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core import actors
from geo.query.combinations import COLUMN_GROUPS, combinations_with
from geo.query.facet_model import FacetModel
from geo.query.facet_values import values_of_model
from geo.query.filters import FILTERS, Filter
from geo.query.filters.extents import Inside
from geo.query.packed.names import facet_path, readings_path
from geo.query.packed.stored_facets import facet_tables
from geo.storage.own_actors import read_own_actors
from geo.storage.packing.combination_keys import CombinationKeys
from geo.storage.packing.parquet_files import write_table
from geo.storage.packing.plan import PackPlan
from geo.storage.packing.staged_rows import CODED
from geo.storage.packing.staging import Staging, write_whole
from geo.storage.packing.texts_of_combinations import combination_table

DONE = "facets.json"


class PackedFacets(msgspec.Struct, frozen=True):
    """What was stored: the group of each filter with choices, and the `further` choices, each with its filter."""

    groups: dict[str, str]
    further: list[tuple[str, str]]


def write_facets(folder: Path, plan: PackPlan, keys: CombinationKeys, staging: Staging) -> PackedFacets:
    """Write the choices of all filters, unless they are there."""
    use_own_actors(plan)
    stored = staging.read_json(DONE, PackedFacets)
    if stored is not None:
        return stored
    groups: dict[str, str] = {}
    further: list[tuple[str, str]] = []
    for filter_, model in _all_models(keys):
        values = values_of_model(model, filter_, Inside.CERTAIN)
        for name, table in facet_tables(model, values).items():
            write_table(folder / facet_path(filter_.key, name), table)
        readings = msgspec.json.encode(filter_.read_texts(model.texts))
        write_whole(folder / readings_path(filter_.key), partial(_write, readings))
        groups[filter_.key] = values.group
        further += ((filter_.key, values.values[code]) for code in values.further.tolist())
    packed = PackedFacets(groups, further)
    staging.write_json(DONE, packed)
    return packed


def use_own_actors(plan: PackPlan) -> None:
    """Let the filter on actors know a person's own ones, as the server will."""
    files = [Path(file.path) for file in plan.actors]
    read = [read_own_actors(file.read_bytes(), file.name)[0] for file in files]
    actors.use_own_actors(actor for own in read for actor in own)


def _write(content: bytes, path: Path) -> None:
    path.write_bytes(content)


def _all_models(keys: CombinationKeys) -> Iterator[tuple[Filter[Any], FacetModel]]:
    """What the choices of each filter are made of, group by group."""
    for group in COLUMN_GROUPS:
        of_group = [each for each in FILTERS if each.facet_columns and combinations_with(each.facet_columns) == group]
        if of_group:
            yield from _models_of_group(group, of_group, keys)


def _models_of_group(
    group: str, filters: list[Filter[Any]], keys: CombinationKeys
) -> Iterator[tuple[Filter[Any], FacetModel]]:
    combinations, totals = _combinations(group, keys), count_combinations(keys, group)
    for filter_ in filters:
        yield filter_, FacetModel.build(filter_, lambda _: combinations, lambda _: totals)


def _combinations(group: str, keys: CombinationKeys) -> pd.DataFrame:
    """The combinations of a group with the dtypes that filters expect."""
    table = combination_table(keys, group, slice(None))
    columns = zip(table.column_names, table.columns, strict=True)
    return pd.DataFrame(
        {name: pd.array(values, dtype="str") if name in CODED else values.to_pandas() for name, values in columns}
    )


def count_combinations(keys: CombinationKeys, group: str) -> NDArray[np.int64]:
    """How many rows have each combination of a group."""
    totals = np.zeros(keys.count(group), dtype=np.int64)
    for number in range(len(keys.chunks)):
        own = np.bincount(keys.chunks.integers(number, f"_{group}"), minlength=len(keys.codes(number, group)) - 1)
        totals[keys.codes(number, group)[:-1]] += own
    return totals
