"""Records whose coordinates are generalised: nothing beside them, in the page or around it, says more of a place."""

from dataclasses import dataclass

import pandas as pd

from geo.exports.generalisation import Generalisation, with_words
from geo.handover.records import Records, build_table_records
from geo.mapping import longitude_arcs
from geo.mapping.opening_view import outline_bounds
from geo.mapping.payload import DrawCounts
from geo.query.engine import ResultSet
from geo.query.filters.geometry import BBox

LEFT_OUT = (
    "Claims, publications, links and changes are left out too: their words may name the place. Instead of a title "
    "stands what kind of incident it is."
)


@dataclass(frozen=True, eq=False)
class CoarseRecords:
    """Records, the bounds that the map opens on (degrees; None where nothing is drawn) and how they are drawn."""

    records: Records
    bounds: BBox | None
    counts: DrawCounts


def generalise(results: ResultSet, generalisation: Generalisation) -> CoarseRecords:
    """The selected rows, generalised; what is counted and where the map opens comes of the generalised ones."""
    rows = pd.DataFrame(generalisation.generalise(results.rows(0, len(results))))
    records = build_table_records(rows.assign(title=with_words(rows)["title"]))
    return CoarseRecords(records, _bounds(records), _count(records))


def _bounds(records: Records) -> BBox | None:
    columns = records.columns
    points = zip(columns["longitude"], columns["latitude"], columns["area"], strict=True)
    boxes = [
        outline_bounds(records.areas[area]) if area >= 0 else (longitude, latitude, longitude, latitude)
        for longitude, latitude, area in points
        if longitude is not None
    ]
    return longitude_arcs.union(list(dict.fromkeys(boxes)))


def _count(records: Records) -> DrawCounts:
    columns = records.columns
    places = zip(columns["symbol"], columns["longitude"], columns["area"], strict=True)
    symbols = ["area" if area >= 0 else symbol for symbol, longitude, area in places if longitude is not None]
    exact, near, areas = map(symbols.count, ("exact", "near", "area"))
    return DrawCounts(len(records), exact, near, len(symbols) - exact - near - areas, areas)
