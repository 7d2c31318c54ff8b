"""What the map's timeline reads: a selection's bars as JSON, and a view's cube as bytes.

A cube is a JSON text with its length before it (32 bits), then four tables of counts, each by type, place and bin:
how many rows begin in a bin of each cell, how many more or fewer end there, and both of the areas. A count takes one
byte; 255 says that the number stands behind the table in 32 bits. Differences are written as 2d, or -2d - 1 below zero,
so that small ones are small numbers. All numbers have their low byte first. Measured in docs/decisions/0034.
"""

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.mapping.incident_properties import MEAN_DECIMALS, describe_areas, order_areas, type_keys
from geo.query.cell_sums import CellSums
from geo.query.engine import Counts, Engine
from geo.query.time_cube import TimeCounts, TimeCube, TimeStrip

MEDIA_TYPE = "application/x-faultline-cube"
ESCAPE = 255


def describe_strip(engine: Engine, strip: TimeStrip) -> dict[str, Any]:
    """The bars of a selection: JSON values only.

    `edges`: the first day of each bin and the first after the last, in days since 1970-01-01. `starts` and `ends`: by
    the key of a type's colour, how many rows begin and end in each bin; types that do not occur are left out.
    """
    return {
        "edges": strip.bins.edges.tolist(),
        "starts": _by_key(engine, strip.starts),
        "ends": _by_key(engine, strip.ends),
        "undated": strip.n_undated,
    }


def encode_cube(engine: Engine, cube: TimeCube | None) -> bytes:
    """The bytes of a cube; of None, where no incident has a date, a cube without bins and places."""
    if cube is None:
        return _join({"edges": [], "types": [], "level": 0, "cells": [], "areas": []})
    header = {
        "edges": cube.bins.edges.tolist(),
        "types": type_keys(engine),
        "level": cube.cells.level,
        "cells": _describe_cells(cube.cells),
        "areas": describe_areas(engine, cube.areas),
    }
    order = order_areas(engine, cube.areas)
    area_counts = TimeCounts(cube.area_counts.starts[order], cube.area_counts.ends[order])
    tables = (table for counts in (cube.cell_counts, area_counts) for table in _tables(counts))
    return _join(header, *map(encode_counts, tables))


def encode_counts(counts: Counts) -> bytes:
    """Numbers from 0, a byte each, and behind them in 32 bits each those that a byte does not hold."""
    flat = counts.ravel()
    is_large = flat >= ESCAPE
    return np.where(is_large, ESCAPE, flat).astype(np.uint8).tobytes() + flat[is_large].astype("<u4").tobytes()


def _join(header: dict[str, Any], *tables: bytes) -> bytes:
    text = json.dumps(header, separators=(",", ":"), allow_nan=False).encode()
    return b"".join((len(text).to_bytes(4, "little"), text, *tables))


def _tables(counts: TimeCounts) -> tuple[Counts, Counts]:
    """Both tables of counts as they are written: [type, place, bin], in which neighbours are most alike."""
    starts, ends = (side.transpose(1, 0, 2) for side in (counts.starts, counts.ends))
    change = ends - starts
    return starts, np.where(change < 0, -2 * change - 1, 2 * change)


def _describe_cells(cells: CellSums) -> list[list[float]]:
    """Longitude and latitude of the mean of the spots of each cell, as a cluster has them, and how many there are."""
    means = cells.means.round(MEAN_DECIMALS).tolist()
    return [[*mean, count] for mean, count in zip(means, cells.counts.tolist(), strict=True)]


def _by_key(engine: Engine, counts: Counts) -> dict[str, list[int]]:
    by_key: dict[str, NDArray[np.int64]] = {}
    for key, row in zip(type_keys(engine), counts, strict=True):
        if row.any():
            by_key[key] = by_key.get(key, 0) + row
    return {key: row.tolist() for key, row in by_key.items()}
