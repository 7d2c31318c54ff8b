"""GeoParquet with page checksums, so that a damaged file is noticed."""

import io
import json
from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from geo.exports.cells import GEOMETRY
from geo.exports.exporter import Exporter, ExportJob

ROW_GROUP_ROWS = 50_000  # rows that are compressed together: a part of the format, however other formats are cut
GEO = b"geo"  # geopandas' own description of the geometry


class GeoParquet(Exporter):
    """The table as it is held, with its types and its geometry; text that rows share as plain text."""

    label = "GeoParquet"
    extension = "parquet"
    media_type = "application/vnd.apache.parquet"

    def iter_chunks(self, extract: ExportJob) -> Iterator[bytes]:
        schema, outlet = _schema(extract), ChunkBuffer()
        with pq.ParquetWriter(outlet, schema, compression="zstd", write_page_checksum=True) as writer:
            for rows in extract.batches(ROW_GROUP_ROWS):
                writer.write_table(_arrow(rows, schema))
                del rows
                yield outlet.taken()
        yield outlet.taken()


class ChunkBuffer(io.RawIOBase):
    """A file that is only written to, and from which what was written is taken piece by piece."""

    def __init__(self) -> None:
        self._held: list[bytes] = []
        self._written = 0

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self._held.append(bytes(content))
        self._written += len(self._held[-1])
        return len(self._held[-1])

    def tell(self) -> int:
        return self._written

    def taken(self) -> bytes:
        """What was written since the last time."""
        held, self._held = self._held, []
        return b"".join(held)


def _schema(extract: ExportJob) -> pa.Schema:
    """The columns as geopandas describes them, with the extent of the rows that are not yet written."""
    file = io.BytesIO()
    _plain(extract.table.head(0)).to_parquet(file, index=False)
    schema = pq.read_schema(file)
    description = json.loads(schema.metadata[GEO])
    bounds = _bounds(extract)
    if bounds:
        description["columns"][GEOMETRY] |= {"geometry_types": ["Point"], "bbox": bounds}
    return schema.with_metadata({**schema.metadata, GEO: json.dumps(description)})


def _arrow(rows: gpd.GeoDataFrame, schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pandas(_plain(rows).to_wkb(), schema, preserve_index=False, nthreads=1)


def _bounds(extract: ExportJob) -> list[float]:
    """West, south, east and north of the points; empty where there are none."""
    columns = [extract.table[name].to_numpy() for name in ("longitude", "latitude")]
    chosen = [values if extract.positions is None else values[extract.positions] for values in columns]
    bounds = [float(extreme.reduce(values, initial=np.nan)) for extreme in (np.fmin, np.fmax) for values in chosen]
    return bounds if np.isfinite(bounds).all() else []


def _plain(rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Without categories: the file would name those of all rows, those of other selections too."""
    shared = [name for name in rows.columns if isinstance(rows[name].dtype, pd.CategoricalDtype)]
    return rows.astype(dict.fromkeys(shared, "str"))
