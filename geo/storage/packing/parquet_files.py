"""Parquet as a packed folder has it: zstd, page checksums, plain types, each file whole or not there."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from geo.storage.packing.staging import write_whole

COMPRESSION, LEVEL = "zstd", 1
ROW_GROUP_ROWS = 100_000


@contextmanager
def parquet_writer(
    path: Path, schema: pa.Schema, dictionary: list[str], deltas: list[str]
) -> Iterator[pq.ParquetWriter]:
    """A writer; columns of `dictionary` repeat few values, whole numbers of `deltas` differ little from row to row."""
    with pq.ParquetWriter(
        path,
        schema,
        compression=COMPRESSION,
        compression_level=LEVEL,
        write_page_checksum=True,
        store_schema=False,
        use_dictionary=dictionary,
        column_encoding=dict.fromkeys(deltas, "DELTA_BINARY_PACKED"),
    ) as writer:
        yield writer


def write_table(path: Path, table: pa.Table, row_group_rows: int = ROW_GROUP_ROWS) -> None:
    """Write a table."""
    write_tables(path, table.schema, [table], row_group_rows)


def write_tables(
    path: Path, schema: pa.Schema, tables: Iterable[pa.Table], row_group_rows: int = ROW_GROUP_ROWS
) -> None:
    """Write tables of one schema, one after the other, each in row groups of its own."""

    def write(partial: Path) -> None:
        with parquet_writer(partial, schema, [], []) as writer:
            for table in tables:
                writer.write_table(table, row_group_rows)

    write_whole(path, write)
