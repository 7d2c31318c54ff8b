"""What tables of incidents know of places: each is read once, when somebody first asks, and nobody else's is asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import pyarrow as pa

from geo.core.lazy_value import LazyValue
from geo.errors import EngineFailed, QueryCancelled
from geo.places.own_places import POINT_COLUMNS, OwnPlaces, OwnTable, count_points, join_counts
from geo.places.own_places.own_table import NO_OWN_TABLE
from geo.places.own_places.reduced_table import add_forms, reduce_table
from geo.query.answers import NO_ROW, Rows
from geo.query.cache import ByteBoundedLRU
from geo.query.engine import Engine
from geo.query.selection import Selection

BATCH_ROWS = 200_000  # at once, for memory
# Of a table; a million take some seconds (docs/decisions/0072). Of more the first in the table's order, the oldest.
MAX_ROWS = 2_000_000
# Of a table that is longer nothing is read: whoever uploads a file waits for it, and a packed folder may have a hundred
# million rows, of which two million say little. By judgement.
MAX_TABLE_ROWS = 5_000_000
MAX_TABLES = 500  # that an atlas remembers, each of which its source has too; by judgement
REDUCED_BYTES = 50_000_000  # of a table without some rows, as imports and corrections of several people have it


class PlaceSource:
    """The rows of one table as a source of places; `digest` is that of the file that they were read from, if one."""

    def __init__(self, engine: Engine, digest: str = "") -> None:
        self.engine, self.digest = engine, digest
        self._table = LazyValue(self._read_table)
        self._named_counts = LazyValue(lambda: add_forms(self._count(self._first_rows())))
        self._incident_ids = LazyValue(self._read_ids)
        self._reduced: ByteBoundedLRU[bytes, OwnTable] = ByteBoundedLRU(REDUCED_BYTES, lambda table: table.size_bytes)

    @property
    def table(self) -> OwnTable:
        """The places at which the rows have names; read at the first use."""
        return self._table.get()

    @property
    def incident_ids(self) -> list[str]:
        """The identifiers of its rows; read at the first use."""
        return self._incident_ids.get()

    def table_without(self, incident_ids: Sequence[str]) -> OwnTable:
        """The places without what the rows of some incidents say, which this table need not have."""
        if not incident_ids or not len(self.table):
            return self.table
        rows = self.engine.find(incident_ids)
        rows = np.unique(rows[rows != NO_ROW])
        return self._reduced.get(rows.tobytes(), lambda: self._reduce(rows)) if len(rows) else self.table

    def _reduce(self, rows: Rows) -> OwnTable:
        if len(self.engine) > MAX_ROWS:
            rows = np.intersect1d(rows, self._first_rows())
        removed = self._count(rows)
        return reduce_table(self.table, self._named_counts.get(), removed) if removed.num_rows else self.table

    def _read_table(self) -> OwnTable:
        if len(self.engine) > MAX_TABLE_ROWS:
            return NO_OWN_TABLE
        return OwnTable.from_counts(self._count(self._first_rows()))

    def _first_rows(self) -> Rows:
        return self.engine.select(Selection()).page(0, min(len(self.engine), MAX_ROWS))

    def _count(self, rows: Rows) -> pa.Table:
        slices = (rows[start : start + BATCH_ROWS] for start in range(0, len(rows), BATCH_ROWS))
        return join_counts(count_points(self.engine.take(part, POINT_COLUMNS)) for part in slices)

    def _read_ids(self) -> list[str]:
        rows = self.engine.select(Selection()).page(0, len(self.engine))
        ids: list[str] = self.engine.take(rows, ["incident_id"])["incident_id"].astype("str").tolist()
        return ids


@dataclass(frozen=True, eq=False)
class PlaceSources:
    """The tables of an atlas as it shows them: each incident is learnt from once, and as it is shown.

    `layers`: the base, and over it the imports that are shown; of each identifier the last row counts. `copies`: the
    rows that a person corrected or added, which stand for those of `changed_ids`; these are also what was deleted.
    """

    layers: tuple[PlaceSource, ...]
    copies: PlaceSource | None = None
    changed_ids: Sequence[str] = field(default=(), repr=False)
    _tables: ByteBoundedLRU[tuple[PlaceSource, str], OwnTable] = field(
        default_factory=lambda: ByteBoundedLRU(MAX_TABLES, lambda _: 1), init=False, repr=False
    )

    def own_places(self, *, without: str = "") -> OwnPlaces:
        """The places that these tables know; `without` those of a file by its digest, as if it were not there.

        What cannot be read teaches nothing, and is said in the notes.
        """
        tables: list[OwnTable] = []
        notes: list[str] = []
        for source in (*([self.copies] if self.copies else []), *reversed(self._used(without))):
            try:
                tables.append(self._tables.get((source, without), partial(self._read_table, source, without)))
            except QueryCancelled:
                raise
            except EngineFailed as error:
                notes.append(error.for_readers)
        return OwnPlaces(tuple(table for table in tables if len(table)), tuple(dict.fromkeys(notes)))

    def _used(self, without: str) -> list[PlaceSource]:
        return [source for source in self.layers if not without or source.digest != without]

    def _read_table(self, source: PlaceSource, without: str) -> OwnTable:
        """The places of a table without the incidents that another one shows in its place."""
        used = self._used(without)
        if source is self.copies:
            unused = [other for other in self.layers if other not in used]
            return source.table_without([incident_id for other in unused for incident_id in other.incident_ids])
        later = used[used.index(source) + 1 :]
        return source.table_without(
            [*self.changed_ids, *(incident_id for other in later for incident_id in other.incident_ids)]
        )
