"""The incidents that are known only to an area, counted by area."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.query.cell_sums import Measures, cross_counts, killed_columns
from geo.query.incident_areas import NO_AREA, AreaList
from geo.query.point_index import Counts, Rows


@dataclass(frozen=True, eq=False)
class AreaSums:
    """The incidents of areas, one entry an area: its number in AreaList, and counts as in CellSums.

    `n_parts` says of how many areas an entry is the sum, as where provinces are counted to their country.
    """

    areas: NDArray[np.intp]
    counts: Counts
    types: Counts
    killed: Counts
    n_parts: Counts

    @classmethod
    def from_rows(cls, rows: Rows, area_codes: NDArray[np.int32], measures: Measures) -> "AreaSums":
        """Count rows, each of which has an area; `area_codes` has the number of the area of every row of the table."""
        numbers, codes = np.unique(area_codes.take(rows), return_inverse=True)
        killed = [np.bincount(codes, column, len(numbers)) for column in killed_columns(measures.killed.take(rows))]
        return cls(
            numbers.astype(np.intp),
            np.bincount(codes, minlength=len(numbers)),
            cross_counts(codes, measures.types.take(rows), len(numbers), measures.n_types),
            np.stack(killed, axis=1).astype(np.int64),
            np.ones(len(numbers), dtype=np.int64),
        )

    def __len__(self) -> int:
        return len(self.areas)

    def take(self, positions: NDArray[np.intp]) -> "AreaSums":
        """Some of the entries."""
        arrays = (self.areas, self.counts, self.types, self.killed, self.n_parts)
        return AreaSums(*(array.take(positions, axis=0) for array in arrays))

    def by_country(self, areas: AreaList) -> "AreaSums":
        """Each area counted to its country; one whose country is unknown stays as it is."""
        countries = areas.countries[self.areas]
        numbers, codes = np.unique(np.where(countries == NO_AREA, self.areas, countries), return_inverse=True)
        order = np.argsort(codes, kind="stable")
        starts = np.searchsorted(codes[order], np.arange(len(numbers)))
        arrays = (self.counts, self.types, self.killed, self.n_parts)
        sums = (np.add.reduceat(array[order], starts) if len(numbers) else array for array in arrays)
        return AreaSums(numbers.astype(np.intp), *sums)
