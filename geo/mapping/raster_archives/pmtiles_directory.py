"""Directories of PMTiles 3 (github.com/protomaps/PMTiles, spec v3 §4): which bytes of the file a tile has.

The package pmtiles unpacks them whatever their size, and reads numbers of any length one byte at a time; here sizes are
bounded before anything is unpacked, and all numbers are read at once.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MAX_DIRECTORY_BYTES = 2_000_000  # unpacked; a leaf of a map of the whole earth to zoom 14 has some 500,000
MAX_NUMBER_BYTES = 8  # of 7 bits each: tiles up to zoom 27, files up to 72 PB

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Entry:
    """Where bytes lie: a tile's in the section of tiles, or a leaf directory's in the section of leaves."""

    offset: int
    length: int
    is_leaf: bool


@dataclass(frozen=True, eq=False)
class Directory:
    """Entries in the order of their tiles' numbers; a `run_lengths` of 0 means a leaf directory."""

    tile_ids: Ints
    run_lengths: Ints
    lengths: Ints
    offsets: Ints

    def find(self, tile_id: int) -> Entry | None:
        """The entry that a tile belongs to, or None where there is none."""
        row = int(np.searchsorted(self.tile_ids, tile_id, side="right")) - 1
        if row < 0:
            return None
        run_length = int(self.run_lengths[row])
        if run_length and tile_id - int(self.tile_ids[row]) >= run_length:
            return None
        return Entry(int(self.offsets[row]), int(self.lengths[row]), is_leaf=not run_length)


def parse_directory(content: bytes) -> Directory | None:
    """An unpacked directory: n, then n steps of tile numbers, n run lengths, n lengths and n offsets plus 1.

    None where it is none. An offset of 0 means: right after the entry before.
    """
    numbers = _parse_numbers(content)
    if numbers is None or not len(numbers) or len(numbers) != 1 + 4 * int(numbers[0]):
        return None
    steps, run_lengths, lengths, stored = numbers[1:].reshape(4, -1)
    tile_ids, offsets = np.cumsum(steps), _resolve_offsets(stored, lengths)
    is_ordered = (steps[1:] > 0).all() and (tile_ids >= 0).all()
    is_valid = is_ordered and (lengths > 0).all() and (stored[:1] > 0).all() and (offsets >= 0).all()
    return Directory(tile_ids, run_lengths, lengths, offsets) if is_valid else None


def _resolve_offsets(stored: Ints, lengths: Ints) -> Ints:
    """Offsets from the beginning of their section; sums that are too large for 64 bits become negative."""
    ends = np.cumsum(lengths)
    starts = ends - lengths  # if all entries lay one after the other
    base = np.maximum.accumulate(np.where(stored > 0, np.arange(len(stored)), 0))
    offsets: Ints = stored[base] - 1 + starts - starts[base]
    return offsets


def _parse_numbers(content: bytes) -> Ints | None:
    """All numbers of a sequence of varints (LEB128): seven bits a byte, the lowest first; None where it is none."""
    octets = np.frombuffer(content, np.uint8)
    is_last = octets < 0x80
    if not len(octets) or not is_last[-1]:
        return None
    starts = np.append(0, np.flatnonzero(is_last)[:-1] + 1)
    n_bytes = np.diff(np.append(starts, len(octets)))
    if n_bytes.max() > MAX_NUMBER_BYTES:
        return None
    places = np.arange(len(octets)) - np.repeat(starts, n_bytes)
    numbers: Ints = np.add.reduceat((octets & 0x7F).astype(np.int64) << (7 * places), starts)
    return numbers
