"""The geometry column of a GeoParquet file: its shapes, and the reference system that it states."""

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from geo.errors import IncidentsInvalid
from geo.ingest.options import ImportOptions
from geo.ingest.readers.feature_positions import GEOMETRY, POSITION, Positions, Shape, locate_features
from geo.ingest.reference_systems import is_wgs_84

DEFAULT_SYSTEM = "OGC:CRS84"  # of a file that states none: the GeoParquet specification says so
DAMAGED = "its geometry is damaged"


@dataclass(frozen=True, eq=False)
class ParquetGeometry:
    """The column's name, its shapes (None where blank or damaged), and the reference system, empty where unknown."""

    column: str
    shapes: NDArray[np.object_]
    is_blank: NDArray[np.bool_]
    system: str

    def locate(self, cells: pd.DataFrame, options: ImportOptions) -> Positions:
        """Where the rows lie; points in degrees stay numbers, which is quick."""
        are_points = shapely.get_type_id(self.shapes) == shapely.GeometryType.POINT
        if is_wgs_84(self.system) and (are_points | self.is_blank).all():
            values = (shapely.get_x(self.shapes), shapely.get_y(self.shapes))
            degrees = dict(zip(POSITION, values, strict=True))
            return Positions({axis: pd.Series(value, index=cells.index) for axis, value in degrees.items()})
        damaged = np.flatnonzero(~self.is_blank & shapely.is_missing(self.shapes))
        rejected = tuple((int(cells.index[place]), GEOMETRY, "damaged", DAMAGED) for place in damaged)
        shapes: dict[int, Shape] = {
            row: (repr(shape.x), repr(shape.y)) if is_point else shape
            for row, shape, is_point in zip(cells.index, self.shapes, are_points, strict=True)
            if shape is not None and not (is_point and shape.is_empty)
        }
        layer = locate_features(cells, shapes, options, self.system)
        return Positions(layer.columns, layer.shapes, (*rejected, *layer.rejected), layer.notes, layer.questions)


def find_geometry(table: pa.Table) -> ParquetGeometry | None:
    """The table's geometry, of the column that its metadata name first; None where it has none.

    Raises IncidentsInvalid where its reference system is described without a code.
    """
    metadata = json.loads((table.schema.metadata or {}).get(b"geo", b"{}"))
    metadata = metadata if isinstance(metadata, dict) else {}
    column = str(metadata.get("primary_column", GEOMETRY))
    if column not in table.column_names or not _is_binary(table[column].type):
        return None
    described = metadata.get("columns")
    description = described.get(column) if isinstance(described, dict) else None
    wkb = table[column].to_numpy(zero_copy_only=False)
    shapes = shapely.from_wkb(wkb, on_invalid="ignore")
    return ParquetGeometry(column, shapes, table[column].is_null().to_numpy(), _find_system(description))


def _find_system(description: Any) -> str:
    if not isinstance(description, dict) or "crs" not in description:
        return DEFAULT_SYSTEM
    crs = description["crs"]
    if crs is None:
        return ""
    identifier = crs.get("id") if isinstance(crs, dict) else None
    if not isinstance(identifier, dict):
        raise IncidentsInvalid("names its reference system without a code. Save it in WGS 84 (EPSG:4326).")
    return f"{identifier.get('authority')}:{identifier.get('code')}"


def _is_binary(kind: pa.DataType) -> bool:
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind))
