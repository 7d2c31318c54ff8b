"""What an exporter is: a file format that a selection can be saved in."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd

from geo.exports.geometry_kind import with_geometry_kind
from geo.exports.rows import ExportRows
from geo.query.selection import Selection

# Rows. Chosen by judgement: the first batch is small, so that the first bytes leave at once; the others are as large as
# memory allows for many downloads at a time.
FIRST_BATCH_ROWS, BATCH_ROWS = 1_000, 10_000


@dataclass(frozen=True, eq=False)
class ExportJob:
    """The rows of a selection to write to a file, and what the file states about them."""

    rows: ExportRows
    selection: Selection
    data_version: str

    @property
    def head(self) -> gpd.GeoDataFrame:
        """The columns of the file, without rows."""
        return with_geometry_kind(self.rows.head)

    def batches(self, n_rows: int | None = None) -> Iterator[gpd.GeoDataFrame]:
        """The rows in order, `n_rows` or some thousands at a time; nothing where there are none."""
        first, others = (FIRST_BATCH_ROWS, BATCH_ROWS) if n_rows is None else (n_rows, n_rows)
        # Not a generator, which would hold a batch while its chunk is being sent.
        return map(with_geometry_kind, self.rows.batches(first, others))


class Exporter(ABC):
    """A file format. It writes the same bytes for the same job, however the batches are cut."""

    label: str
    extension: str
    media_type: str
    content_kind = "incidents"  # what the file holds, as its name says

    @abstractmethod
    def iter_chunks(self, job: ExportJob) -> Iterator[bytes]:
        """Yield the file chunk by chunk as it is made.

        No batch may be held while its chunk is being sent, which can take long.
        """

    def to_bytes(self, job: ExportJob) -> bytes:
        """The whole file."""
        return b"".join(self.iter_chunks(job))
