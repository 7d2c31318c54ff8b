"""Parquet tables read within a budget of memory, and the points of their geometry column."""

import json
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from geo.core.formatting import pluralize
from geo.errors import IncidentsInvalid
from geo.ingest.readers.raw_table import build_rejections

GEOMETRY = "geometry"
POSITION = ("longitude", "latitude")
MAX_ROWS, MAX_COLUMNS = 50_000_000, 2_000  # by judgement: beyond what fits into memory as text
# A file of 1 MB can hold 10 GB: a dictionary of one long text. Real tables unpack to some ten times their size.
FREE_BYTES, MAX_RATIO = 500_000_000, 40
# Rows of the batch that shows how large a row is, and rows and bytes of one after it, by judgement.
FIRST_BATCH, BATCH, BATCH_BYTES = 256, 65_536, 64_000_000
WGS_84 = ("CRS84", "4326")


def read_within_budget(content: bytes) -> pa.Table:
    """The table of a Parquet file, its bytes counted while it is unpacked.

    Raises IncidentsInvalid where they are too many, or its own count of rows is wrong.
    """
    file = pq.ParquetFile(pa.BufferReader(content), page_checksum_verification=True)
    rows, columns = file.metadata.num_rows, file.metadata.num_columns
    if rows > MAX_ROWS or columns > MAX_COLUMNS:
        raise IncidentsInvalid(
            f"has {pluralize(rows, 'row')} and {pluralize(columns, 'column')}; "
            f"{MAX_ROWS:,} and {MAX_COLUMNS:,} are read at most."
        )
    limit = max(FREE_BYTES, len(content) * MAX_RATIO)
    batches, size = [], 0
    for batch in _iter_batches(file):
        size += batch.nbytes
        if size > limit:
            raise IncidentsInvalid(f"unpacks to more than {limit / 1e6:,.0f} MB. Split it into smaller files.")
        batches.append(batch)
    table = pa.Table.from_batches(batches, file.schema_arrow)
    row_counts = {rows, sum(file.metadata.row_group(group).num_rows for group in range(file.num_row_groups))}
    if row_counts != {table.num_rows}:
        raise IncidentsInvalid(f"declares {pluralize(rows, 'row')} but holds {table.num_rows:,}: it is damaged.")
    return table


def extract_positions(table: pa.Table) -> tuple[dict[str, pa.Array], pd.DataFrame]:
    """Longitude and latitude from the geometry column (WKB) where no columns give them, and the rows that are no point.

    Raises IncidentsInvalid where the geometry is in another coordinate system than WGS 84.
    """
    names = set(table.column_names)
    if names & set(POSITION) or GEOMETRY not in names or not _is_binary(table[GEOMETRY].type):
        return {}, build_rejections()
    _check_crs(table.schema.metadata or {})
    shapes = shapely.from_wkb(table[GEOMETRY].to_numpy(zero_copy_only=False), on_invalid="ignore")
    is_filled = ~table[GEOMETRY].is_null().to_numpy()
    is_point = shapely.get_type_id(shapes) == shapely.GeometryType.POINT
    coordinates = zip(POSITION, _coordinates(shapes, is_point), strict=True)
    positions = {name: pa.array(values, from_pandas=True) for name, values in coordinates}
    reason = "is not a Point; an incident has one position: give a point, or nothing where it is unknown"
    other_shapes = np.flatnonzero(is_filled & ~is_point)
    return positions, build_rejections(
        (int(row) + 1, GEOMETRY, _shape_name(shapes[row]), reason) for row in other_shapes
    )


def _iter_batches(file: pq.ParquetFile) -> Iterator[pa.RecordBatch]:
    """All batches, each small enough that a bomb shows before it goes off."""
    probe = next(file.iter_batches(FIRST_BATCH), None)
    row_bytes = probe.nbytes / max(probe.num_rows, 1) if probe is not None else 1
    yield from file.iter_batches(int(min(BATCH, max(FIRST_BATCH, BATCH_BYTES / max(row_bytes, 1)))))


def _coordinates(shapes: np.ndarray, is_point: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    point_shapes = shapes.copy()
    point_shapes[~is_point] = None
    return shapely.get_x(point_shapes), shapely.get_y(point_shapes)


def _shape_name(shape: shapely.Geometry | None) -> str:
    return "damaged" if shape is None else str(shape.geom_type)


def _is_binary(kind: pa.DataType) -> bool:
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind))


def _check_crs(metadata: dict[bytes, bytes]) -> None:
    geo_metadata = json.loads(metadata.get(b"geo", b"{}"))
    column = geo_metadata.get("columns", {}).get(GEOMETRY, {}) if isinstance(geo_metadata, dict) else {}
    crs = column.get("crs")
    if crs and str(crs.get("id", {}).get("code")) not in WGS_84:
        raise IncidentsInvalid("is in a coordinate system other than WGS 84 (longitude, latitude).")
