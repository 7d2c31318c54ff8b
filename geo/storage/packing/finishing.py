"""The files that are written once all rows are: dictionaries, groups, cubes, identifiers and companions."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from geo.query.combinations import COLUMN_GROUPS
from geo.query.packed import names
from geo.query.packed.columns import CATEGORICAL
from geo.query.packed.manifest import IdentifierPart
from geo.storage.packing import cubes
from geo.storage.packing.combination_keys import CombinationKeys
from geo.storage.packing.dictionaries import Dictionaries
from geo.storage.packing.parquet_files import write_table, write_tables
from geo.storage.packing.partition_plan import Piece
from geo.storage.packing.plan import PackPlan
from geo.storage.packing.row_order import RowOrder
from geo.storage.packing.staging import Staging, map_numbers, write_whole
from geo.storage.packing.texts_of_combinations import combination_table

SLICE = 500_000  # combinations that are written at a time
IDENTIFIER_GROUP_ROWS = 16_384  # so that a look-up unpacks little
CUBED_SHARE = 4  # a group has a cube where that has fewer entries than rows by this factor
CUBED_UP_TO_ROWS = 100_000  # of a table, whose cubes are all small
JOINED_TABLES = 16


def write_dictionaries(folder: Path, dictionaries: Dictionaries) -> None:
    """Write the texts of each categorical column."""
    for name in CATEGORICAL:
        texts = dictionaries.texts(name)
        codes = pa.array(np.arange(len(texts), dtype=np.int32))
        write_table(folder / names.dictionary_path(name), pa.table({"code": codes, "text": texts}))


def write_groups(folder: Path, staging: Staging, pieces: Sequence[Piece], keys: CombinationKeys) -> None:
    """Write the combinations of each group, with the sums of all rows."""
    for group in COLUMN_GROUPS:
        n_codes, sums = keys.count(group), ("n", *cubes.CASUALTIES)
        totals = map_numbers(staging.file(f"sums/{group}"), (len(sums), max(n_codes, 1)), "w+")
        for piece in pieces:
            table = staging.read_table(cubes.cube_name(piece.name, group))
            codes = table["combination"].to_numpy()
            for place, name in enumerate(sums):
                totals[place, codes] += table[name].to_numpy()
        tables = (_group_table(keys, group, start, min(start + SLICE, n_codes), totals) for start in _starts(n_codes))
        first = next(tables)
        write_tables(folder / names.group_path(group), first.schema, _chain(first, tables))


def _starts(n_codes: int) -> range:
    return range(0, max(n_codes, 1), SLICE)


def _chain(first: pa.Table, others: Iterator[pa.Table]) -> Iterator[pa.Table]:
    yield first
    yield from others


def _group_table(keys: CombinationKeys, group: str, start: int, stop: int, totals: NDArray[np.int64]) -> pa.Table:
    values = combination_table(keys, group, slice(start, stop))
    n, *casualties = (np.asarray(of_sum[start:stop]) for of_sum in totals)
    codes, own = np.arange(start, stop, dtype=np.int32), dict(zip(values.column_names, values.columns, strict=True))
    sums = {"n": n, "incidents": n, **dict(zip(cubes.CASUALTIES, casualties, strict=True))}
    return pa.table({"code": codes, **own, **sums})


def write_cubes(folder: Path, staging: Staging, pieces: Sequence[Piece]) -> tuple[str, ...]:
    """Write all cubes; return the groups that have one."""
    n_rows = sum(piece.n_rows for piece in pieces)
    cubed = []
    for group in COLUMN_GROUPS:
        read = _reader(staging, pieces, group)
        n_entries = sum(table.num_rows for _, table in read())
        if n_rows <= CUBED_UP_TO_ROWS or n_entries * CUBED_SHARE <= n_rows:
            _write_cube(folder / names.cube_path(group), read, 1)
            cubed.append(group)
    _write_cube(folder / names.DAYS_CUBE, _reader(staging, pieces, cubes.DAYS), len(cubes.DAY_KEYS))
    _write_cube(folder / names.AREAS_CUBE, _reader(staging, pieces, cubes.AREA_SUMS), len(cubes.AREA_KEYS))
    read = _reader(staging, pieces, cubes.CELLS)
    _write_cube(folder / names.CELLS_CUBE, read, len(cubes.CELL_KEYS))
    write_table(folder / names.WORLD_CUBE, _world(read))
    return tuple(cubed)


ReadTables = Callable[[], Iterator[tuple[int, pa.Table]]]


def _reader(staging: Staging, pieces: Sequence[Piece], cube: str) -> ReadTables:
    def read() -> Iterator[tuple[int, pa.Table]]:
        for number, piece in enumerate(pieces):
            yield number, staging.read_table(cubes.cube_name(piece.name, cube))

    return read


def _write_cube(path: Path, read: ReadTables, n_keys: int) -> None:
    """Write the sums of all files of rows, each with its number behind the keys."""
    tables = (
        table.add_column(n_keys, "partition", pa.array(np.full(len(table), number, dtype=np.int32)))
        for number, table in read()
    )
    first = next(tables, None)
    if first is not None:
        write_tables(path, first.schema, _chain(first, tables))


def _world(read: ReadTables) -> pa.Table:
    """The sums by cell of all files of rows."""
    waiting: list[pd.DataFrame] = []
    for _, table in read():
        waiting.append(table.to_pandas())
        if len(waiting) >= JOINED_TABLES:
            waiting = [_add_up(waiting)]
    return pa.Table.from_pandas(_add_up(waiting), preserve_index=False)


def _add_up(tables: list[pd.DataFrame]) -> pd.DataFrame:
    joint = pd.concat(tables, ignore_index=True)
    keys = list(cubes.CELL_KEYS)
    kinds = {"west": "min", "south": "min", "east": "max", "north": "max"}
    functions = {name: kinds.get(name, "sum") for name in joint.columns if name not in keys}
    return joint.groupby(keys, as_index=False, sort=True).agg(functions)


def write_identifiers(folder: Path, order: RowOrder) -> tuple[IdentifierPart, ...]:
    """Write the index of identifiers."""
    parts = []
    for number, (texts, rows) in enumerate(order.identifiers()):
        path = names.identifiers_path(number)
        write_table(folder / path, pa.table({"incident_id": texts, "_row": rows}), IDENTIFIER_GROUP_ROWS)
        parts.append(IdentifierPart(path, pc.min(texts).as_py(), len(texts)))
    return tuple(parts)


def find_identifiers(folder: Path, parts: Iterable[IdentifierPart], incident_ids: Sequence[str]) -> set[str]:
    """Those of some incidents that the index has."""
    sought, known = pa.array(incident_ids, pa.string()), set[str]()
    for part in parts if incident_ids else ():
        for batch in pq.ParquetFile(folder / part.path).iter_batches(columns=["incident_id"]):
            known |= set(batch["incident_id"].filter(pc.is_in(batch["incident_id"], value_set=sought)).to_pylist())
    return known


def write_companions(folder: Path, plan: PackPlan, tables: Mapping[str, pd.DataFrame]) -> None:
    """Write the companion tables by kind, and copy the files of own actors."""
    for kind, table in tables.items():
        write_table(folder / names.companion_path(kind), pa.Table.from_pandas(table, preserve_index=False))
    for number, actors in enumerate(plan.actors):
        write_whole(folder / names.actors_path(number), partial(_copy, actors.path))


def count_rows(path: Path) -> int:
    """How many rows a file has."""
    n_rows: int = pq.read_metadata(path).num_rows
    return n_rows


def _copy(source: str, target: Path) -> None:
    shutil.copyfile(source, target)
