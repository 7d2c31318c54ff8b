"""The sums of one file of rows, for the cubes: by combination of each group, by day, by cell and by area.

Each is staged as a table of its own with whole numbers, so that a run that was killed does not sum again.
"""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo.query.combinations import COLUMN_GROUPS
from geo.query.packed.columns import CASUALTY_COLUMN, KNOWN_AREA, MAP_COLUMNS, NO_COORDINATES, SPOT, X7, Y7
from geo.query.point_index import BITS, COARSE_LEVEL
from geo.storage.packing.gathered_rows import GatheredRows
from geo.storage.packing.staging import Staging

Numbers = NDArray[np.int64]
DENSE_SHARE = 4  # a group with fewer combinations than rows of a file times this is counted without sorting its codes
CELLS, DAYS, AREA_SUMS = "cells", "days", "areas"
CASUALTIES = tuple(CASUALTY_COLUMN)
MAP_SUMS = tuple(name.lstrip("_") for name in MAP_COLUMNS)
EDGES = ("west", "south", "east", "north")
CELL_KEYS, DAY_KEYS, AREA_KEYS = ("cell", "spot", "type", "precision"), ("when", "type"), ("area", "type")


def cube_name(piece: str, cube: str) -> str:
    """Where the sums of a file of rows are staged."""
    return f"cubes/{piece}.{cube}.arrow"


def write_sums(
    staging: Staging, piece: str, rows: GatheredRows, own: Mapping[str, pa.Array], sizes: Mapping[str, int]
) -> None:
    """Stage all sums of a file of rows; `sizes`: how many combinations each group has."""
    added = {name: own[column].to_numpy() for name, column in CASUALTY_COLUMN.items()}
    for group in COLUMN_GROUPS:
        table = _sum_by_code(rows.groups[group], added, sizes[group])
        staging.write_table(cube_name(piece, group), table)
    days = _sum_by(dict(zip(DAY_KEYS, (rows.groups["when"], rows.codes["event_type"]), strict=True)), {})
    staging.write_table(cube_name(piece, DAYS), days)
    staging.write_table(cube_name(piece, AREA_SUMS), _sum_areas(rows, own))
    staging.write_table(cube_name(piece, CELLS), _sum_cells(rows, own))


def _sum_areas(rows: GatheredRows, own: Mapping[str, pa.Array]) -> pa.Table:
    """The sums by area and type of the rows that are drawn as areas."""
    members = np.flatnonzero(own[SPOT].to_numpy() == KNOWN_AREA)
    keys = (rows.areas[members], rows.codes["event_type"][members])
    return _sum_by(dict(zip(AREA_KEYS, keys, strict=True)), _on_map(own, members))


def _sum_cells(rows: GatheredRows, own: Mapping[str, pa.Array]) -> pa.Table:
    """The sums by cell of COARSE_LEVEL, spot, type and precision of the rows that have coordinates."""
    spots = own[SPOT].to_numpy()
    placed = np.flatnonzero(spots != NO_COORDINATES)
    types, precisions = (rows.codes[name][placed] for name in ("event_type", "place_precision"))
    keys = (rows.keys[placed] >> 2 * (BITS - COARSE_LEVEL), spots[placed], types, precisions)
    units = {name: own[column].to_numpy(zero_copy_only=False)[placed] for name, column in (("x7", X7), ("y7", Y7))}
    longitude, latitude = (rows.numbers(name)[placed] for name in ("longitude", "latitude"))
    return _sum_by(dict(zip(CELL_KEYS, keys, strict=True)), _on_map(own, placed) | units, (longitude, latitude))


def _on_map(own: Mapping[str, pa.Array], members: NDArray[np.intp]) -> dict[str, NDArray[np.generic]]:
    return {name: own[column].to_numpy()[members] for name, column in zip(MAP_SUMS, MAP_COLUMNS, strict=True)}


def _sum_by_code(codes: NDArray[np.int32], added: Mapping[str, NDArray[np.generic]], n_codes: int) -> pa.Table:
    """The sums of the rows of each code that occurs."""
    distinct: NDArray[np.signedinteger] = np.arange(n_codes)
    positions: NDArray[np.signedinteger] = codes
    if n_codes > DENSE_SHARE * len(codes):
        distinct, positions = np.unique(codes, return_inverse=True)
    counts = np.bincount(positions, minlength=len(distinct))
    occurs = np.flatnonzero(counts)
    sums = {name: _bincount(positions, values, len(distinct))[occurs] for name, values in added.items()}
    return pa.table({"combination": distinct[occurs].astype(np.int32), "n": counts[occurs], **sums})


def _bincount(codes: NDArray[np.integer], values: NDArray[np.generic], n_codes: int) -> Numbers:
    """Whole sums: no file has so many rows that they would not be exact as decimals."""
    return np.bincount(codes, weights=values, minlength=n_codes).astype(np.int64)


def _sum_by(
    keys: Mapping[str, NDArray[np.integer]],
    added: Mapping[str, NDArray[np.generic]],
    points: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None,
) -> pa.Table:
    """The count and the sums of the rows of each combination of keys that occurs, in order of them; with `points`,
    longitude and latitude, also the box around them.
    """
    n_rows = len(next(iter(keys.values())))
    order = np.lexsort(list(keys.values())[::-1])
    ordered = {name: values[order] for name, values in keys.items()}
    changes = np.zeros(n_rows, dtype=bool)
    changes[:1] = True
    for values in ordered.values():
        changes[1:] |= values[1:] != values[:-1]
    starts = np.flatnonzero(changes)
    table: dict[str, NDArray[np.generic]] = {name: values[starts] for name, values in ordered.items()}
    table["n"] = np.diff(starts, append=n_rows)
    table |= {name: _reduce(np.add, values[order].astype(np.int64), starts) for name, values in added.items()}
    if points is not None:
        lowest = [_reduce(np.minimum, values[order], starts) for values in points]
        highest = [_reduce(np.maximum, values[order], starts) for values in points]
        table |= dict(zip(EDGES, (*lowest, *highest), strict=True))
    return pa.table(table)


def _reduce(function: np.ufunc, values: NDArray[np.generic], starts: NDArray[np.intp]) -> NDArray[np.generic]:
    reduced: NDArray[np.generic] = function.reduceat(values, starts) if len(starts) else values[:0]
    return reduced
