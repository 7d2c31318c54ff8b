"""What an exporter is: a file format that a selection can be saved in."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd

from geo.errors import ValueRefused
from geo.exports.generalisation.generalisation import EXACT, Generalisation
from geo.exports.geometry_kind import with_geometry_kind
from geo.exports.rows import ExportRows
from geo.query.selection import Selection
from geo.settings import __version__

# Rows. Chosen by judgement: the first batch is small, so that the first bytes leave at once; the others are as large as
# memory allows for many downloads at a time.
FIRST_BATCH_ROWS, BATCH_ROWS = 1_000, 10_000


@dataclass(frozen=True, eq=False)
class ExportJob:
    """The rows of a selection to write to a file, and what the file states about them.

    `rows` are written as they are: where `generalisation` says so, they have been generalised before.
    """

    rows: ExportRows
    selection: Selection
    data_version: str
    generalisation: Generalisation = EXACT

    @cached_property
    def head(self) -> gpd.GeoDataFrame:
        """The columns of the file, without rows: the dictionary's, and of all others those that hold anything."""
        return self._shape(self.rows.head)

    @property
    def facts(self) -> dict[str, str]:
        """What a file with room for it states about itself, by the name of the fact."""
        facts = {
            "selection": self.selection_words,
            "query": self.generalisation.restrict(self.selection).to_query(),
            "data_version": self.data_version,
            "faultline_version": __version__,
        }
        return facts | ({"coordinates": self.generalisation.describe()} if self.generalisation.is_coarse else {})

    @property
    def selection_words(self) -> str:
        """The selection as a sentence, as far as it may be stated; as hostile as its values."""
        return self.generalisation.describe_selection(self.selection)

    def batches(self, n_rows: int | None = None) -> Iterator[gpd.GeoDataFrame]:
        """The rows in order, `n_rows` or some thousands at a time; nothing where there are none."""
        first, others = (FIRST_BATCH_ROWS, BATCH_ROWS) if n_rows is None else (n_rows, n_rows)
        # Not a generator, which would hold a batch while its chunk is being sent.
        return map(self._shape, self.rows.batches(first, others))

    def _shape(self, rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        return with_geometry_kind(rows.drop(columns=self._blank_columns) if self._blank_columns else rows)

    @cached_property
    def _blank_columns(self) -> list[str]:
        """The columns of datasets that are not in the selection; asked once, before the first row."""
        return self.rows.blank_columns()


class Exporter(ABC):
    """A file format. It writes the same bytes for the same job, however the batches are cut.

    `purpose` says what it is for, `losses` what it cannot hold, a sentence each; none where what is read back is what
    was written. `max_columns` is how many columns it has room for, if that is limited.
    """

    label: str
    extension: str
    media_type: str
    content_kind = "incidents"  # what the file holds, as its name says
    purpose: str = ""
    losses: tuple[str, ...] = ()
    max_columns: int | None = None

    @abstractmethod
    def iter_chunks(self, job: ExportJob) -> Iterator[bytes]:
        """Yield the file chunk by chunk as it is made.

        No batch may be held while its chunk is being sent, which can take long. A format whose beginning depends on its
        end yields empty chunks while it is made, so that whoever has enough can stop it. Raises ValueRefused where
        there are more columns than the format has room for.
        """

    def to_bytes(self, job: ExportJob) -> bytes:
        """The whole file."""
        return b"".join(self.iter_chunks(job))

    def check_columns(self, job: ExportJob) -> None:
        """Raise ValueRefused where there are more columns than the format has room for."""
        n_columns = len(job.head.columns) - 1  # the geometry is none
        if self.max_columns is not None and n_columns > self.max_columns:
            others = "CSV, GeoJSON or GeoParquet, which have room for any number"
            raise ValueRefused(
                f"{n_columns:,} columns", accepted=f"up to {self.max_columns:,} columns in {self.label}; {others}"
            )
