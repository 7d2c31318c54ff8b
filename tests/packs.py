"""Packs tables for tests, and reads a packed folder back as the table that memory holds."""

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import msgspec
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from geo.core.points import make_points
from geo.core.schema import CATEGORY, DATE
from geo.query.packed import names
from geo.query.packed.folder import PackedFolder
from geo.storage.packing import packer, plan

MEMORY = 500_000_000
NULLABLE = {pa.int32(): pd.Int32Dtype(), pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}


def pack(
    sources: Sequence[Path | str], folder: Path, *, chunk_rows: int = 400_000, partition_rows: int = 1_000_000
) -> PackedFolder:
    """Pack files into a folder, in chunks and files of at most so many rows."""
    limits = plan.ROWS_OF_CHUNK, plan.ROWS_OF_PARTITION
    plan.ROWS_OF_CHUNK, plan.ROWS_OF_PARTITION = (1, chunk_rows), (1, partition_rows)
    try:
        packer.pack(list(map(str, sources)), folder, MEMORY, lambda _: None)
    finally:
        plan.ROWS_OF_CHUNK, plan.ROWS_OF_PARTITION = limits
    return PackedFolder.open(folder)


def packed_rows(folder: PackedFolder) -> pd.DataFrame:
    """All rows with all columns but the geometry, in the order of the table."""
    paths = [folder.file(partition.path) for partition in folder.manifest.partitions]
    tables = [pq.read_table(path, partitioning=None).drop_columns(["geometry", "bbox"]) for path in paths]
    joined = pa.concat_tables(tables).to_pandas(types_mapper=NULLABLE.get)
    return joined.sort_values("_row", ignore_index=True)


def read_table(folder: PackedFolder) -> gpd.GeoDataFrame:
    """The table that was packed, as the loader would have read it."""
    rows = packed_rows(folder)
    columns = {
        column.name: _as_dtype(folder, column.name, column.dtype, rows[column.stored])
        for column in folder.manifest.columns
    }
    table = pd.DataFrame(columns)
    return gpd.GeoDataFrame(
        table.assign(geometry=make_points(table["longitude"].to_numpy(), table["latitude"].to_numpy()))
    )


def _as_dtype(folder: PackedFolder, name: str, dtype: str, values: pd.Series) -> pd.Series:
    if dtype == CATEGORY:
        texts = folder.read(names.dictionary_path(name))["text"].to_pandas().astype("str")
        return pd.Series(pd.Categorical(values.astype("str"), pd.Index(texts.array)))
    return pd.to_datetime(values).astype(DATE) if dtype == DATE else values.astype(dtype)


def manifest_json(folder: PackedFolder) -> bytes:
    """The manifest without what differs from run to run."""
    return msgspec.json.encode(folder.manifest)
