"""The sums of one table by the codes of several: types, precisions and areas are numbered anew."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from geo.query.area_sums import AreaSums
from geo.query.cell_sums import CellSums
from geo.query.segments.joint_names import Codes
from geo.query.time_cube import TimeCounts

Counts = NDArray[np.int64]


def recode_columns(counts: Counts, codes: Codes) -> Counts:
    """Counts of [entry, code] by the joint codes; the last of them is that of a missing value."""
    joint = np.zeros((len(counts), int(codes[-1]) + 1), dtype=np.int64)
    joint[:, codes] = counts
    return joint


def recode_cells(sums: CellSums, types: Codes, precisions: Codes) -> CellSums:
    """The sums of cells by the joint codes of types and precisions."""
    return replace(
        sums, types=recode_columns(sums.types, types), precisions=recode_columns(sums.precisions, precisions)
    )


def recode_areas(sums: AreaSums, types: Codes, areas: Codes) -> AreaSums:
    """The sums of areas by the joint codes of types and areas."""
    return replace(sums, types=recode_columns(sums.types, types), areas=areas[sums.areas])


def add_areas(parts: list[AreaSums]) -> AreaSums:
    """The sums of areas that several tables have, by their joint numbers."""
    numbers, positions = np.unique(np.concatenate([part.areas for part in parts]), return_inverse=True)
    counts, types, killed = (
        _add_up(np.concatenate([getattr(part, name) for part in parts]), positions, len(numbers))
        for name in ("counts", "types", "killed")
    )
    return AreaSums(numbers.astype(np.intp), counts, types, killed, np.ones(len(numbers), dtype=np.int64))


def add_times(parts: list[tuple[TimeCounts, Codes]]) -> TimeCounts:
    """Counts of [group, type, bin] of several tables, each with the joint codes of its types."""
    starts, ends = (
        np.sum([_recode_types(getattr(counts, name), codes) for counts, codes in parts], axis=0)
        for name in ("starts", "ends")
    )
    return TimeCounts(starts, ends)


def _add_up(values: Counts, positions: NDArray[np.intp], n: int) -> Counts:
    sums = np.zeros((n, *values.shape[1:]), dtype=np.int64)
    np.add.at(sums, positions, values)
    return sums


def _recode_types(counts: Counts, codes: Codes) -> Counts:
    n_groups, _, n_bins = counts.shape
    joint = np.zeros((n_groups, int(codes[-1]) + 1, n_bins), dtype=np.int64)
    joint[:, codes] = counts
    return joint
