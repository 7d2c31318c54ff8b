"""GeoParquet with page checksums, so that a reader notices a damaged file."""

import io
import json
from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from geo.exports.cells import GEOMETRY
from geo.exports.exporter import Exporter, ExportJob

# Rows that are compressed together. Part of the file, so that its bytes do not depend on how a download is cut into
# batches. Chosen by judgement: large enough to compress well, small enough to hold in memory.
ROW_GROUP_ROWS = 50_000
GEO = b"geo"  # the key of geopandas' own description of the geometry


class GeoParquet(Exporter):
    """The table with its types and geometry; categories are written as plain text."""

    label = "GeoParquet"
    extension = "parquet"
    media_type = "application/vnd.apache.parquet"
    purpose = "For analysis in Python and R: small, with types."

    def iter_chunks(self, job: ExportJob) -> Iterator[bytes]:
        schema, buffer = _schema(job), ChunkBuffer()
        with pq.ParquetWriter(buffer, schema, compression="zstd", write_page_checksum=True) as writer:
            for rows in job.batches(ROW_GROUP_ROWS):
                writer.write_table(_to_arrow(rows, schema))
                del rows
                yield buffer.drain()
        yield buffer.drain()


class ChunkBuffer(io.RawIOBase):
    """A write-only file whose content is drained chunk by chunk."""

    def __init__(self) -> None:
        self._chunks: list[bytes] = []
        self._position = 0

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self._chunks.append(bytes(content))
        self._position += len(self._chunks[-1])
        return len(self._chunks[-1])

    def tell(self) -> int:
        return self._position

    def drain(self) -> bytes:
        """Return what was written since the last call, and let go of it."""
        chunks, self._chunks = self._chunks, []
        return b"".join(chunks)


def _schema(job: ExportJob) -> pa.Schema:
    """The columns as geopandas describes them, with the extent of all rows and what the file holds."""
    file = io.BytesIO()
    _without_categories(job.head).to_parquet(file, index=False)
    schema = pq.read_schema(file)
    description = json.loads(schema.metadata[GEO])
    bounds = [bound + 0.0 for bound in job.rows.bounds or ()]  # a zero has no sign
    if bounds:
        description["columns"][GEOMETRY] |= {"geometry_types": ["Point"], "bbox": bounds}
    return schema.with_metadata({**schema.metadata, GEO: json.dumps(description), **_provenance(job)})


def _provenance(job: ExportJob) -> dict[str, bytes]:
    """The same facts as at the head of a GeoJSON file, and the address of the areas that incidents are known to."""
    query = job.facts["query"]
    facts = job.facts | {"areas": f"/api/areas.parquet?{query}" if query else "/api/areas.parquet"}
    return {name: fact.encode(errors="replace") for name, fact in facts.items()}


def _to_arrow(rows: gpd.GeoDataFrame, schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pandas(_without_categories(rows).to_wkb(), schema, preserve_index=False, nthreads=1)


def _without_categories(rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """With plain text instead of categories, which would also name those of rows outside the selection."""
    categorical = [name for name in rows.columns if isinstance(rows[name].dtype, pd.CategoricalDtype)]
    return rows.astype(dict.fromkeys(categorical, "str"))
