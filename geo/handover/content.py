"""What a hand-over page holds of a selection, before it is laid out: its data, and the ground of its map."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from geo.core.excerpts import shorten
from geo.core.formatting import pluralize
from geo.errors import HandoverTooLarge
from geo.exports.generalisation import EXACT, Generalisation
from geo.handover import reductions
from geo.handover.area_outlines import draw_areas
from geo.handover.embedding import Embedded, embed, embed_within
from geo.handover.generalised_records import generalise
from geo.handover.ground import build_ground
from geo.handover.records import Records, build_records
from geo.mapping.opening_view import opening_view
from geo.mapping.payload import DrawCounts, draw_counts
from geo.mapping.symbols import SYMBOLS, TYPE_COLOURS, UNSTATED_COLOUR
from geo.places.area_credits import describe_outlines
from geo.query.filters.geometry import BBox
from geo.query.selection import Selection
from geo.storage.atlas import Atlas

MAX_INCIDENTS = 5_000
MAX_PAGE_BYTES = 3_000_000
# Of the page, for what is neither data nor ground: script, style and what is written without a script. Measured: 90 kB
# with the bundled incidents; most of it is the table of those who read without a script, whose cells are short.
ROOM_BYTES = 350_000
# For those who read without a script.
PLAIN_COLUMNS, MAX_PLAIN_ROWS, MAX_PLAIN_CELL = ("date", "title", "place", "id"), 100, 80
FORMAT = 1  # of the data in the page


@dataclass(frozen=True, eq=False)
class Content:
    """A selection as a page holds it, without the rows themselves, which are in `data`.

    `days_of_access`: when each imported dataset was added; `plain_rows`: date, title, place and identifier of the first
    incidents; `left_out`: what was cut, in sentences; `outline_credits`: whose the outlines of its districts are.
    """

    full_selection: Selection
    generalisation: Generalisation
    data_version: str
    n_incidents: int
    datasets: tuple[str, ...]
    days_of_access: Mapping[str, date]
    plain_rows: tuple[tuple[str, ...], ...]
    counts: DrawCounts
    data: Embedded
    ground: Embedded
    left_out: tuple[str, ...]
    outline_credits: str = ""

    @property
    def words(self) -> str:
        """The selection as a sentence; as hostile as its values."""
        return self.generalisation.describe_selection(self.full_selection)

    @property
    def selection(self) -> Selection:
        """The selection as far as it may be stated."""
        return self.generalisation.restrict(self.full_selection)

    @property
    def size_bytes(self) -> int:
        """About how much memory it takes."""
        return self.data.size_bytes + self.ground.size_bytes


def check_size(number: int) -> None:
    """Raise HandoverTooLarge for more incidents than a page holds."""
    if number > MAX_INCIDENTS:
        raise HandoverTooLarge(
            f"A hand-over page holds up to {pluralize(MAX_INCIDENTS, 'incident')}, and this selection has {number:,}. "
            "Choose fewer, or download them as CSV."
        )


def build_content(atlas: Atlas, selection: Selection, generalisation: Generalisation = EXACT) -> Content:
    """Read a selection; raises HandoverTooLarge where it does not fit, whatever is cut."""
    results = atlas.select(selection)
    check_size(len(results))
    coarse = generalise(results, generalisation) if generalisation.is_coarse else None
    records = coarse.records if coarse else build_records(atlas, results.rows(0, len(results)))
    bounds = coarse.bounds if coarse else opening_view(results)["bounds"]
    ground = embed(build_ground(bounds))
    room = MAX_PAGE_BYTES - ROOM_BYTES - ground.size_bytes
    frame = _frame(generalisation.restrict(selection), records, bounds)
    records, left_out, data = reductions.reduce_until(records, lambda some: embed_within(frame | _describe(some), room))
    if data is None:
        raise HandoverTooLarge(
            "These incidents do not fit into a hand-over page of 3 MB, even without their notes and with their names "
            "cut. Choose fewer, or download them as CSV."
        )
    return Content(
        full_selection=selection,
        generalisation=generalisation,
        data_version=atlas.version,
        n_incidents=len(records),
        datasets=tuple(dict.fromkeys(records.columns["dataset"])),
        days_of_access=atlas.days_of_access,
        plain_rows=_plain_rows(records),
        counts=coarse.counts if coarse else draw_counts(results),
        data=data,
        ground=ground,
        left_out=left_out,
        outline_credits=describe_outlines(area.area_id for area in records.areas),
    )


def _plain_rows(records: Records) -> tuple[tuple[str, ...], ...]:
    columns = (records.columns[name][:MAX_PLAIN_ROWS] for name in PLAIN_COLUMNS)
    return tuple(tuple(shorten(text, MAX_PLAIN_CELL) for text in row) for row in zip(*columns, strict=True))


def _frame(selection: Selection, records: Records, bounds: BBox | None) -> dict[str, Any]:
    """What the page's script needs beside the records."""
    return {
        "format": FORMAT,
        "query": selection.to_query(),
        "bounds": bounds,
        "areas": draw_areas(records.areas),
        "types": [{"key": colour.key, "label": colour.event_type} for colour in (*TYPE_COLOURS, UNSTATED_COLOUR)],
        "symbols": [{"key": symbol.key, "label": symbol.label} for symbol in SYMBOLS],
    }


def _describe(records: Records) -> dict[str, Any]:
    return {
        "columns": records.columns,
        "claims": records.claims,
        "publications": records.publications,
        "publication_notes": records.publication_notes,
        "links": records.links,
        "changes": records.changes,
        "positions": records.positions,
    }
