"""Tables of many incidents that differ in one row, which no cache may mistake for each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tests.bench.generator import Generator

# What is different in the row: it is killed, title and place that views show.
KILLED, TITLE, LONGITUDE, LATITUDE = 997, "The row that differs", 66.6, 33.3


@dataclass(frozen=True)
class ChangedTable:
    """A table in a file, and the row in it that differs from the first."""

    path: Path
    row: int


def write_tables(folder: Path, n_rows: int, n_tables: int, seed: int) -> Iterator[ChangedTable]:
    """The table as it is, as row -1, and then with one row changed, another one each time."""
    table = Generator(seed + 1).table(0, n_rows)
    yield _write(table, folder / "first.parquet", -1)
    for number, row in enumerate(np.random.default_rng(seed).integers(0, n_rows, n_tables)):
        yield _write(_change(table, int(row)), folder / f"{number}.parquet", int(row))


def _write(table: pa.Table, path: Path, row: int) -> ChangedTable:
    pq.write_table(table, path)
    return ChangedTable(path, row)


def _change(table: pa.Table, row: int) -> pa.Table:
    values = {
        "killed_low": KILLED, "killed_best": KILLED, "killed_high": KILLED, "title": TITLE,
        "longitude": LONGITUDE, "latitude": LATITUDE,
    }  # fmt: skip
    for name, value in values.items():
        place = table.schema.get_field_index(name)
        column = table.column(name).combine_chunks()
        parts = [column.slice(0, row), pa.array([value], column.type), column.slice(row + 1)]
        table = table.set_column(place, name, pa.concat_arrays(parts))
    return table
