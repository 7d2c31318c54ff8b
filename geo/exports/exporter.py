"""What an exporter is: one file format that a selection can be saved in."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geo.query.selection import Selection

FIRST_BATCH_ROWS, BATCH_ROWS = 1_000, 10_000  # rows; the first is small, so that the first byte comes at once


@dataclass(frozen=True, eq=False)
class ExportJob:
    """The rows of a selection on their way into a file, with what the file must say of them.

    `positions`: their numbers in the table, ascending; None for all of it.
    """

    table: gpd.GeoDataFrame
    positions: NDArray[np.intp] | None
    selection: Selection
    data_version: str

    def batches(self, rows: int | None = None) -> Iterator[gpd.GeoDataFrame]:
        """The rows in order, some thousands or `rows` at a time; none for no rows."""
        first, others = (FIRST_BATCH_ROWS, BATCH_ROWS) if rows is None else (rows, rows)
        number = len(self.table) if self.positions is None else len(self.positions)
        start, stop = 0, first
        while start < number:
            yield self.table.iloc[start:stop] if self.positions is None else self.table.iloc[self.positions[start:stop]]
            start, stop = stop, stop + others


class Exporter(ABC):
    """One file format. It gives the same bytes for the same extract, however its batches are cut."""

    label: str
    extension: str
    media_type: str

    @abstractmethod
    def iter_chunks(self, extract: ExportJob) -> Iterator[bytes]:
        """The file, piece by piece, as it is made; no batch is held while its piece is on its way: that may be long."""

    def to_bytes(self, extract: ExportJob) -> bytes:
        """The whole file."""
        return b"".join(self.iter_chunks(extract))
