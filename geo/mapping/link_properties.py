"""The fields of links and linked incidents that the map's script reads: JSON values only, user text as data."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from geo.core.formatting import format_date
from geo.mapping.incident_properties import DECIMALS, areas_of_table, describe_area
from geo.mapping.link_arcs import Point, bend_arc
from geo.mapping.link_styles import LINK_STYLE
from geo.mapping.symbols import AREA_SYMBOL, colour_of, symbol_of
from geo.places.areas import AREA_COLUMNS, Area
from geo.query.engine import Engine, Rows

COLUMNS = tuple(
    dict.fromkeys(
        (
            "incident_id", "title", "date_start", "date_end", "date_precision", "event_type", "place_name",
            "place_precision", "longitude", "latitude", *AREA_COLUMNS,
        )
    )
)  # fmt: skip


def describe_linked(engine: Engine, rows: Rows) -> list[dict[str, Any]]:
    """Linked incidents in the order of their rows, those without a place too: their position is then None.

    An incident known to an area has the position of the area's label, and the area's identifier as `shape`.
    """
    table = pd.DataFrame(engine.take(rows, COLUMNS))
    columns = {name: table[name].array.tolist() for name in COLUMNS}
    records = (dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True))
    return [_describe_end(row, area) for row, area in zip(records, areas_of_table(table), strict=True)]


def _describe_end(row: Mapping[str, Any], area: Area | None) -> dict[str, Any]:
    longitude, latitude = _position(row, area)
    return {
        "id": row["incident_id"],
        "title": row["title"] if isinstance(row["title"], str) else row["incident_id"],
        "date": format_date(row["date_start"], row["date_end"], row["date_precision"]),
        "days": [_iso_day(row["date_start"]), _iso_day(row["date_end"])],
        "type": colour_of(row["event_type"] if isinstance(row["event_type"], str) else "").key,
        "symbol": (AREA_SYMBOL if area else symbol_of(row["place_precision"])).key,
        "place": area.name if area else (row["place_name"] if isinstance(row["place_name"], str) else ""),
        "longitude": longitude,
        "latitude": latitude,
        "shape": area.area_id if area and longitude is not None else "",
    }


def _position(row: Mapping[str, Any], area: Area | None) -> tuple[float | None, float | None]:
    if pd.isna(row["longitude"]) or pd.isna(row["latitude"]):
        return None, None
    if area:
        label = describe_area(area)
        return label["longitude"], label["latitude"]
    return round(row["longitude"], DECIMALS), round(row["latitude"], DECIMALS)


def describe_links(
    links: Iterable[tuple[str, str, str]], ends: Sequence[Mapping[str, Any]], phrases: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Each link from its earlier end to its later one, as numbers of `ends`, with its arc where both have a place.

    `links`: source, which is the later one, target and relation; `phrases`: each relation in words, as the later
    incident is to the earlier one.
    """
    numbers = {end["id"]: number for number, end in enumerate(ends)}
    ranks: Counter[tuple[Point, Point]] = Counter()
    return [
        {
            "from": numbers[target],
            "to": numbers[source],
            "relation": LINK_STYLE[relation].key,
            "phrase": phrases[relation],
            "is_directed": LINK_STYLE[relation].is_directed,
            "arc": _arc(ends[numbers[target]], ends[numbers[source]], ranks),
        }
        for source, target, relation in links
    ]


def _arc(start: Mapping[str, Any], end: Mapping[str, Any], ranks: Counter[tuple[Point, Point]]) -> list[Any] | None:
    """The start, control point and end; None where an end has no place, or both have the same."""
    places = [(each["longitude"], each["latitude"]) for each in (start, end)]
    if None in places[0] or None in places[1] or places[0] == places[1]:
        return None
    pair = places[0], places[1]
    arc = bend_arc(*pair, ranks[pair])
    ranks[pair] += 1
    return [[round(degrees, DECIMALS) for degrees in point] for point in arc]


def _iso_day(day: pd.Timestamp) -> str:
    return "" if pd.isna(day) else day.date().isoformat()
