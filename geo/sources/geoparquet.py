"""Parquet and GeoParquet, read with pyarrow from bytes held in memory."""

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from geo.errors import IncidentsInvalid
from geo.sources.base import Source

GEOMETRY = "geometry"  # latitude and longitude columns carry the position


class GeoParquet(Source):
    """A Parquet table whose columns are those of the dictionary; its geometry column is made anew."""

    provider = "GeoParquet"
    extensions = (".parquet", ".geoparquet")

    def cells(self, content: bytes) -> pd.DataFrame:
        try:
            return _cells(pq.read_table(pa.BufferReader(content), page_checksum_verification=True))
        # ValueError: names and texts are decoded only when they are asked for.
        except (pa.ArrowException, OSError, ValueError) as error:
            raise IncidentsInvalid(f"cannot be read as Parquet: {error}") from None


def _cells(table: pa.Table) -> pd.DataFrame:
    names = [name for name in table.column_names if name != GEOMETRY]
    columns = {name: _texts(table[name]) for name in names}
    return pd.DataFrame(columns, index=pd.RangeIndex(1, table.num_rows + 1))


def _texts(column: pa.ChunkedArray) -> pd.Series:
    if pa.types.is_timestamp(column.type):
        column = pc.strftime(column, format="%Y-%m-%d")
    if pa.types.is_floating(column.type):
        return pd.Series(
            [None if value is None else repr(value) for value in column.to_pylist()], dtype="str"
        ).set_axis(pd.RangeIndex(1, len(column) + 1))
    try:
        texts = pc.cast(column, pa.string())
    except pa.ArrowException:
        texts = pa.array([None if value is None else str(value) for value in column.to_pylist()], pa.string())
    return pd.Series(texts.to_pylist(), index=pd.RangeIndex(1, len(column) + 1), dtype="str")
