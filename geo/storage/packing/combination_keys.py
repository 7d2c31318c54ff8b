"""The combinations of each group in the whole table, numbered; and which of them each combination of a chunk is.

A combination is folded into one number. Each chunk's numbers are sorted on disk, and all of them are merged range by
range, so that memory holds one range, however many there are.
"""

from collections.abc import Iterator
from functools import lru_cache
from math import prod

import numpy as np
from numpy.typing import NDArray

from geo.errors import IncidentsInvalid
from geo.query.combinations import COLUMN_GROUPS
from geo.storage.packing.chunks import Chunks
from geo.storage.packing.dictionaries import Dictionaries
from geo.storage.packing.staged_rows import CODED, GROUPS, NO_DAY
from geo.storage.packing.staging import Staging

MAX_FOLDED = 1 << 62
FIRST_DAY, N_DAYS = -719_162, 3_652_059  # of year 1, in days from 1970; and up to the end of year 9999
DATE_COLUMNS = COLUMN_GROUPS["when"]
Members = slice | NDArray[np.integer]  # which of the combinations of a group, by their numbers
RANGE_NUMBERS = 4_000_000  # that are merged at a time, on average
SAMPLE_STEP = 1_000
DONE = "combinations/done.json"


class CombinationKeys:
    """The combinations of all groups, once `number_combinations` has numbered them."""

    def __init__(self, chunks: Chunks, dictionaries: Dictionaries) -> None:
        self.chunks, self.dictionaries = chunks, dictionaries
        self.codes = lru_cache(maxsize=2048)(self._codes)

    def count(self, group: str) -> int:
        """How many combinations a group has."""
        return len(_read_all(self.chunks.staging, group))

    def _codes(self, number: int, group: str) -> NDArray[np.int32]:
        """The number of each combination of a chunk, and last -1, that of rows without any."""
        name = self.chunks.heads[number].name
        return np.asarray(self.chunks.staging.read_array(f"combinations/{name}.{group}.codes.npy"), dtype=np.int32)

    def columns(self, group: str, members: Members) -> list[NDArray[np.int64]]:
        """The columns of some combinations: codes, days from 1970, or 0 and 1; -1 and NO_DAY where missing."""
        folded = np.asarray(_read_all(self.chunks.staging, group)[members])
        names = GROUPS[group]
        columns = []
        for name, size in reversed(list(zip(names, self._sizes(group), strict=True))):
            folded, values = np.divmod(folded, size)
            missing = NO_DAY if name in DATE_COLUMNS else -1
            columns.append(np.where(values == 0, missing, values - 1 + (FIRST_DAY if name in DATE_COLUMNS else 0)))
        return columns[::-1]

    def fold(self, number: int, group: str) -> NDArray[np.int64]:
        """The combinations of a chunk, each folded into one number."""
        combinations = self.chunks.combinations(number, group)
        folded = np.zeros(len(combinations), dtype=np.int64)
        for place, (name, size) in enumerate(zip(GROUPS[group], self._sizes(group), strict=True)):
            folded = folded * size + self._shift(number, name, combinations[:, place])
        return folded

    def _shift(self, number: int, name: str, values: NDArray[np.int64]) -> NDArray[np.int64]:
        """Values from 1 on, and 0 where missing."""
        if name in CODED:
            return self.dictionaries.codes(number, name)[values].astype(np.int64) + 1
        if name in DATE_COLUMNS:
            return np.where(values == NO_DAY, 0, values - FIRST_DAY + 1)
        return values + 1

    def _sizes(self, group: str) -> list[int]:
        sizes = [
            self.dictionaries.size(name) + 1 if name in CODED else N_DAYS + 1 if name in DATE_COLUMNS else 3
            for name in GROUPS[group]
        ]
        if prod(sizes) > MAX_FOLDED:
            columns = ", ".join(GROUPS[group])
            raise IncidentsInvalid(f"The columns {columns} have too many different values to be packed together.")
        return sizes


def number_combinations(chunks: Chunks, dictionaries: Dictionaries) -> CombinationKeys:
    """Number the combinations of all groups, unless they are numbered."""
    staging, keys = chunks.staging, CombinationKeys(chunks, dictionaries)
    if staging.has(DONE):
        return keys
    for group in GROUPS:
        for number, head in enumerate(chunks.heads):
            staging.write_array(f"combinations/{head.name}.{group}.sorted.npy", np.unique(keys.fold(number, group)))
        _merge(staging, [f"combinations/{head.name}.{group}.sorted.npy" for head in chunks.heads], group)
        everything = _read_all(staging, group)
        for number, head in enumerate(chunks.heads):
            codes = np.searchsorted(everything, keys.fold(number, group))
            staging.write_array(f"combinations/{head.name}.{group}.codes.npy", np.append(codes, -1).astype(np.int32))
    staging.write_json(DONE, True)
    return keys


def _merge(staging: Staging, names: list[str], group: str) -> None:
    """Write the distinct numbers of sorted arrays, ascending."""
    runs = [staging.read_array(name) for name in names]
    with staging.file(f"combinations/{group}.numbers").open("wb") as file:
        for low, high in _ranges(runs):
            slices = [run[np.searchsorted(run, low) : np.searchsorted(run, high)] for run in runs]
            file.write(np.unique(np.concatenate(slices)).astype(np.int64).tobytes())


def _ranges(runs: list[NDArray[np.generic]]) -> Iterator[tuple[int, int]]:
    """Ranges of numbers that hold about RANGE_NUMBERS each."""
    samples = np.sort(np.concatenate([run[::SAMPLE_STEP] for run in runs])).astype(np.int64)
    cuts = np.unique(samples[RANGE_NUMBERS // SAMPLE_STEP :: RANGE_NUMBERS // SAMPLE_STEP]).tolist()
    yield from zip([0, *cuts], [*cuts, MAX_FOLDED], strict=True)


def _read_all(staging: Staging, group: str) -> NDArray[np.int64]:
    path = staging.file(f"combinations/{group}.numbers")
    return np.memmap(path, dtype=np.int64, mode="r") if path.stat().st_size else np.zeros(0, dtype=np.int64)
