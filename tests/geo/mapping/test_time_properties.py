"""Cubes as bytes, read back as the map's script reads them."""

import json
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from geo.mapping.time_properties import encode_counts, encode_cube
from geo.query.index import Index
from geo.query.map_view import MapView
from geo.query.time_cube import TimeCube
from tests.tables import incident_table, select


def read_counts(content: bytes, number: int) -> tuple[list[int], bytes]:
    """So many counts, and the bytes behind them."""
    small, rest, counts = content[:number], content[number:], []
    for byte in small:
        if byte == 255:
            value, rest = int.from_bytes(rest[:4], "little"), rest[4:]
        else:
            value = byte
        counts.append(value)
    return counts, rest


def read_cube(content: bytes) -> tuple[dict[str, Any], list[list[int]]]:
    """The header and the four tables."""
    length = int.from_bytes(content[:4], "little")
    header, rest = json.loads(content[4 : 4 + length]), content[4 + length :]
    tables = []
    for places in ("cells", "cells", "areas", "areas"):
        size = len(header["types"]) * len(header[places]) * max(len(header["edges"]) - 1, 0)
        table, rest = read_counts(rest, size)
        tables.append(table)
    assert rest == b""
    return header, tables


@given(arrays.arrays(np.int64, arrays.array_shapes(max_dims=3), elements=st.integers(0, 2**32 - 1)))
def test_counts_of_any_size_survive(counts: Any) -> None:
    assert read_counts(encode_counts(counts), counts.size) == (counts.ravel().tolist(), b"")


def test_a_cube_is_read_back() -> None:
    lines = [
        f"i{number},2024-01-{1 + number % 28:02},30.5,{60 + number % 3},2024-02-01,Battles" for number in range(900)
    ]
    results = select(incident_table(*lines, columns="date_end,event_type"))
    cube = TimeCube.of_view(results, MapView.parse("-180,-85,180,85"), 7)
    assert cube is not None
    header, (starts, changes, area_starts, _) = read_cube(encode_cube(results.engine, cube))
    assert header["edges"] == cube.bins.edges.tolist()
    assert starts == cube.cell_counts.starts.transpose(1, 0, 2).ravel().tolist()
    ends = [
        start + (-(change + 1) // 2 if change % 2 else change // 2)
        for start, change in zip(starts, changes, strict=True)
    ]
    assert ends == cube.cell_counts.ends.transpose(1, 0, 2).ravel().tolist()
    assert max(ends) == max(count for _, _, count in header["cells"])
    assert sum(count for _, _, count in header["cells"]) == len(lines)
    assert area_starts == []


def test_a_cube_without_dates_has_neither_bins_nor_places() -> None:
    engine = Index.from_table(incident_table("i1,,30,60"))
    header, tables = read_cube(encode_cube(engine, None))
    assert (header["edges"], header["cells"], tables) == ([], [], [[], [], [], []])
