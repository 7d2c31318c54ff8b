"""One file of rows: the columns of the table as plain Parquet, GeoParquet's geometry and box, and our own columns."""

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyproj
from numpy.typing import NDArray

from geo.core.schema import CRS
from geo.query.casualty_sums import casualty_columns
from geo.query.cell_sums import killed_columns, to_units
from geo.query.packed.columns import (
    AREA,
    BBOX,
    BBOX_TYPE,
    CASUALTY_COLUMN,
    CIRCLE_KM,
    CODE_COLUMN,
    EXTENT_AREA,
    GEOMETRY,
    GROUP_COLUMN,
    KEY,
    MAP_COLUMNS,
    ROW,
    SPOT,
    X7,
    Y7,
)  # fmt: skip
from geo.query.packed.file_states import file_digest
from geo.query.packed.manifest import PackedColumn, Partition
from geo.storage.packing.gathered_rows import GatheredRows
from geo.storage.packing.parquet_files import ROW_GROUP_ROWS, parquet_writer
from geo.storage.packing.partition_plan import Piece
from geo.storage.packing.staged_rows import CODED, NO_KEY, NO_YEAR
from geo.storage.packing.staging import write_whole

WKB_TYPE = np.dtype([("order", "u1"), ("kind", "<u4"), ("x", "<f8"), ("y", "<f8")])
LITTLE_ENDIAN, WKB_POINT = 1, 1


def own_columns(rows: GatheredRows) -> dict[str, pa.Array]:
    """The columns of ours, in the order of OWN_FIELDS."""
    has_point, killed = rows.keys != NO_KEY, rows.killed()
    longitude, latitude = (rows.numbers(name) for name in ("longitude", "latitude"))
    circles, missing = rows.circles_km(), ~has_point
    units = [
        np.where(has_point, to_units(np.nan_to_num(values)), 0).astype(np.int32) for values in (longitude, latitude)
    ]
    types = {"low": np.int32, "best": np.int32, "high": np.int32}
    casualties = {
        CASUALTY_COLUMN[name]: pa.array(values.astype(types.get(name, np.int8)))
        for name, values in casualty_columns(killed).items()
    }
    on_map = (np.int32, np.int32, np.int32, np.int8)
    maps = zip(MAP_COLUMNS, killed_columns(killed), on_map, strict=True)
    return {
        ROW: pa.array(rows.rows),
        **{GROUP_COLUMN[group]: pa.array(codes) for group, codes in rows.groups.items()},
        **{column: pa.array(rows.codes[name]) for name, column in CODE_COLUMN.items()},
        KEY: pa.array(rows.keys, mask=missing),
        SPOT: pa.array(rows.spots()),
        AREA: pa.array(rows.areas),
        EXTENT_AREA: pa.array(rows.extent_areas),
        CIRCLE_KM: pa.array(circles, from_pandas=True),
        X7: pa.array(units[0], mask=missing),
        Y7: pa.array(units[1], mask=missing),
        **casualties,
        **{name: pa.array(values.astype(kind)) for name, values, kind in maps},
    }


def write_rows(
    folder: Path, piece: Piece, rows: GatheredRows, columns: tuple[PackedColumn, ...], own: dict[str, pa.Array]
) -> Partition:
    """Write a file of rows; return what the manifest states of it."""
    arrays: dict[str, pa.Array] = {
        column.stored: pa.nulls(0, pa.string()) if column.name in CODED else rows.columns[column.name]
        for column in columns
    }
    coded = {column.stored: column.name for column in columns if column.name in CODED}
    arrays |= {GEOMETRY: _geometry(rows), BBOX: _boxes(rows)} | own
    bounds = _bounds(rows)

    def write(partial: Path) -> None:
        schema = pa.schema([(name, _coded_type() if name in coded else array.type) for name, array in arrays.items()])
        with parquet_writer(partial, schema, _repeating(coded), [ROW, KEY]) as writer:
            for start in range(0, len(rows), ROW_GROUP_ROWS):
                stop = min(start + ROW_GROUP_ROWS, len(rows))
                slices = [
                    _texts(rows, coded[name], start, stop) if name in coded else array.slice(start, stop - start)
                    for name, array in arrays.items()
                ]
                writer.write_table(pa.Table.from_arrays(slices, schema=schema), ROW_GROUP_ROWS)
            writer.add_key_value_metadata({"geo": json.dumps(_geo(bounds))})

    path = folder / piece.path
    write_whole(path, write)
    return _describe(piece, rows, bounds, own, path)


def _coded_type() -> pa.DataType:
    return pa.dictionary(pa.int32(), pa.string())


def _repeating(coded: dict[str, str]) -> list[str]:
    """The columns that are written with a dictionary: few values, or the same one in long stretches."""
    codes = [*CODE_COLUMN.values(), *GROUP_COLUMN.values()]
    return [*coded, *codes, SPOT, AREA, EXTENT_AREA, CIRCLE_KM, "date_start", "date_end", "radius_km", *MAP_COLUMNS]


def _texts(rows: GatheredRows, name: str, start: int, stop: int) -> pa.DictionaryArray:
    """A coded column of some rows, with a dictionary of only those texts that they have."""
    codes, texts = rows.codes[name][start:stop], rows.numbering.dictionaries.texts(name)
    used, own = np.unique(codes, return_inverse=True)
    n_missing = int(len(used) > 0 and used[0] < 0)
    indices = own.astype(np.int32) - n_missing
    dictionary = texts.take(pa.array(used[n_missing:]))
    return pa.DictionaryArray.from_arrays(pa.array(indices, mask=indices < 0), dictionary)


def _geometry(rows: GatheredRows) -> pa.Array:
    """The point of each row as WKB; missing without coordinates."""
    has_point = rows.keys != NO_KEY
    points = np.zeros(int(has_point.sum()), dtype=WKB_TYPE)
    points["order"], points["kind"] = LITTLE_ENDIAN, WKB_POINT
    points["x"], points["y"] = (rows.numbers(name)[has_point] for name in ("longitude", "latitude"))
    offsets = np.append(0, np.cumsum(has_point) * WKB_TYPE.itemsize).astype(np.int32)
    buffers = [_bits(has_point), pa.py_buffer(offsets), pa.py_buffer(points.tobytes())]
    return pa.Array.from_buffers(pa.binary(), len(rows), buffers)


def _boxes(rows: GatheredRows) -> pa.Array:
    """The box around the point of each row, which is the point; missing without coordinates."""
    longitude, latitude = (pa.array(rows.numbers(name), from_pandas=True) for name in ("longitude", "latitude"))
    children = [longitude, latitude, longitude, latitude]
    return pa.StructArray.from_buffers(BBOX_TYPE, len(rows), [_bits(rows.keys != NO_KEY)], children=children)


def _bits(is_valid: NDArray[np.bool_]) -> pa.Buffer | None:
    return None if is_valid.all() else pa.py_buffer(np.packbits(is_valid, bitorder="little"))


def _bounds(rows: GatheredRows) -> tuple[float, float, float, float] | None:
    has_point = rows.keys != NO_KEY
    if not has_point.any():
        return None
    longitude, latitude = (rows.numbers(name)[has_point] for name in ("longitude", "latitude"))
    return float(longitude.min()), float(latitude.min()), float(longitude.max()), float(latitude.max())


def _geo(bounds: tuple[float, float, float, float] | None) -> dict[str, object]:
    """The metadata of GeoParquet 1.1."""
    covering = {"bbox": {edge: [BBOX, edge] for edge in ("xmin", "ymin", "xmax", "ymax")}}
    column = {
        "encoding": "WKB",
        "geometry_types": ["Point"] if bounds else [],
        "crs": pyproj.CRS(CRS).to_json_dict(),
        "covering": covering,
    }
    described = column | {"bbox": list(bounds)} if bounds else column
    return {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: described}}


def _describe(
    piece: Piece,
    rows: GatheredRows,
    bounds: tuple[float, float, float, float] | None,
    own: dict[str, pa.Array],
    path: Path,
) -> Partition:
    is_dated = piece.year != NO_YEAR
    spots = np.bincount(own[SPOT].to_numpy(), minlength=4).tolist()
    return Partition(
        path=piece.path,
        year=piece.year if is_dated else None,
        cell=piece.cell,
        n_rows=len(rows),
        first_row=int(rows.rows.min()),
        last_row=int(rows.rows.max()),
        first_day=pc.min(rows.columns["date_start"]).as_py() if is_dated else None,
        last_day=pc.max(rows.columns["date_end"]).as_py() if is_dated else None,
        bounds=bounds,
        spots=(spots[0], spots[1], spots[2], spots[3]),
        bytes=path.stat().st_size,
        sha256=file_digest(path),
    )
