"""What tables of incidents know of places: each is read once, when somebody first asks, and nobody else's is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from geo.places.own_places import TAUGHT_COLUMNS, OwnPlaces, OwnTable, count_points, join_counts
from geo.places.own_places.own_table import NO_OWN_TABLE
from geo.query.engine import Engine
from geo.query.selection import Selection

BATCH_ROWS = 200_000  # at once, for memory
# Of a table; a million take some seconds (docs/decisions/0072). Of more the first in the table's order, the oldest.
MAX_ROWS = 2_000_000
# Of a table that is longer nothing is read: whoever uploads a file waits for it, and a packed folder may have a hundred
# million rows, of which two million say little. By judgement.
MAX_TABLE_ROWS = 5_000_000


@dataclass(frozen=True, eq=False)
class PlaceSource:
    """The rows of one table as a source of places; `digest` is that of the file that they were read from, if one."""

    engine: Engine
    digest: str = ""

    @cached_property
    def table(self) -> OwnTable:
        """The places at which the rows have names; read at the first use."""
        if len(self.engine) > MAX_TABLE_ROWS:
            return NO_OWN_TABLE
        rows = self.engine.select(Selection()).page(0, min(len(self.engine), MAX_ROWS))
        slices = (rows[start : start + BATCH_ROWS] for start in range(0, len(rows), BATCH_ROWS))
        counts = [count_points(self.engine.take(part, TAUGHT_COLUMNS)) for part in slices]
        return OwnTable.from_counts(join_counts(counts))


def own_places_of(sources: Sequence[PlaceSource], *, without: str = "") -> OwnPlaces:
    """The places that these tables know; `without` those of a file by its digest, so that it does not teach itself."""
    used = [source for source in sources if not without or source.digest != without]
    return OwnPlaces(tuple(table for source in used if len(table := source.table)))
