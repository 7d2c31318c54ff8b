"""Directories of PMTiles, beside the package of its makers."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pmtiles.tile import Entry, deserialize_directory, find_tile, serialize_directory

from geo.mapping.raster_archives.pmtiles_directory import parse_directory

steps = st.lists(
    st.tuples(st.integers(1, 2**30), st.integers(0, 5), st.integers(1, 2**24), st.booleans(), st.integers(0, 2**40)),
    max_size=40,
)


def build_entries(rows: list[tuple[int, int, int, bool, int]]) -> list[Entry]:
    entries: list[Entry] = []
    tile_id = -1
    for step, run_length, length, follows, offset in rows:
        tile_id += step
        start = entries[-1].offset + entries[-1].length if follows and entries else offset
        entries.append(Entry(tile_id, start, length, run_length))
    return entries


@given(rows=steps, other=st.integers(0, 2**36))
def test_every_tile_is_where_another_reader_finds_it(rows: list[tuple[int, int, int, bool, int]], other: int) -> None:
    entries = build_entries(rows)
    directory = parse_directory(gzip.decompress(serialize_directory(entries)))
    assert directory is not None
    numbers = [entry.tile_id + step for entry in entries for step in (-1, 0, 1, 5)]
    for number in [*(number for number in numbers if number >= 0), other]:
        peer, entry = find_tile(entries, number), directory.find(number)
        assert (peer is None) == (entry is None)
        if peer and entry:
            assert (entry.offset, entry.length, entry.is_leaf) == (peer.offset, peer.length, peer.run_length == 0)


@given(content=st.binary(max_size=60))
def test_any_bytes_are_a_directory_or_none(content: bytes) -> None:
    directory = parse_directory(content)
    if directory is not None and len(directory.tile_ids):
        peer = deserialize_directory(gzip.compress(content))
        assert directory.offsets.tolist() == [entry.offset for entry in peer]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x80",
        b"\x01",
        b"\x01\x00\x01\x01",
        b"\x01\x00\x01\x01\x01\x00",
        b"\xff" * 2_000_000 + b"\x00",
        b"\x02\x00\x00\x01\x01\x01\x01\x01\x01",
        b"\x01\x00\x01\x00\x01",
        b"\x01\x00\x01\x01\x00",
        b"\xff\xff\xff\xff\xff\xff\xff\x7f\x00",
    ],
    ids=["nothing", "no end", "no entry", "too short", "too long", "one endless number", "one tile twice", "no length",
         "nothing before", "too many"],
)  # fmt: skip
def test_what_is_no_directory(content: bytes) -> None:
    assert parse_directory(content) is None
