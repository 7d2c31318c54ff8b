"""The fields of incidents, clusters and areas that the map's script reads: JSON values only, user text as data."""

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.formatting import format_date
from geo.core.place_radius import DISTRICT_RADIUS_KM, NEAR_RADIUS_KM
from geo.core.schema import PLACE_NAMES, PLACE_PRECISION_LABELS
from geo.mapping.symbols import AREA_SYMBOL, colour_of, symbol_of
from geo.places.areas import AREA_COLUMNS, Area, area_of
from geo.query.area_sums import AreaSums
from geo.query.cell_sums import CellSums
from geo.query.engine import NO_ROW, Engine, Rows
from geo.query.killed_bounds import BOUNDS_COLUMNS, KilledBounds

DECIMALS = 4  # of a degree: about 10 m
MEAN_DECIMALS = 5  # of the mean position of a cluster: a metre
EDGE_STEPS = 100_000  # a degree: the edges of a cluster are rounded outward, so that they hold its points
COLUMNS = tuple(
    dict.fromkeys(
        (
            "incident_id", "title", "date_start", "date_end", "date_precision", "event_type", "place_precision",
            "radius_km", "longitude", "latitude", "contested", "contested_on", *PLACE_NAMES, *AREA_COLUMNS,
            *BOUNDS_COLUMNS,
        )
    )
)  # fmt: skip


def describe_incidents(engine: Engine, rows: Rows) -> list[dict[str, Any]]:
    """The incidents of these rows, in their order; each has coordinates."""
    return _describe_rows(engine.take(rows, COLUMNS)) if len(rows) else []


def describe_mark(engine: Engine, incident_id: str) -> dict[str, Any] | None:
    """Where the map draws an incident: its fields, and `bounds` of its area in degrees or None.

    None for an incident without coordinates, and for one that there is not.
    """
    rows = engine.find([incident_id])
    table = engine.take(rows[rows != NO_ROW], COLUMNS)
    table = table[table["longitude"].notna()]
    if table.empty:
        return None
    (area,) = areas_of_table(table)
    return _describe_rows(table)[0] | {"bounds": describe_area(area)["bounds"] if area else None}


def areas_of_table(table: pd.DataFrame) -> list[Area | None]:
    """The area of each row of a table with AREA_COLUMNS; None where it is known more precisely, or not at all."""
    texts = (map(_text_or_empty, table[name].array) for name in AREA_COLUMNS)
    return [area_of(*of_row) for of_row in zip(*texts, strict=True)]


def _describe_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    columns = {name: table[name].array.tolist() for name in COLUMNS}
    bounds = KilledBounds.from_table(table)
    rows = (dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True))
    return [
        _describe_incident(row, area, bounds.of_row(number))
        for number, (row, area) in enumerate(zip(rows, areas_of_table(table), strict=True))
    ]


def _describe_incident(row: dict[str, Any], area: Area | None, killed: list[int | None]) -> dict[str, Any]:
    symbol = AREA_SYMBOL if area else symbol_of(row["place_precision"])
    longitude, latitude = round(row["longitude"], DECIMALS), round(row["latitude"], DECIMALS)
    return {
        "id": row["incident_id"],
        "title": _text_or_empty(row["title"]) or row["incident_id"],
        "date": format_date(row["date_start"], row["date_end"], row["date_precision"]),
        "days": [_iso_day(row["date_start"]), _iso_day(row["date_end"])],
        "place": area.name if area else _place_name(row),
        "precision": row["place_precision"],
        "precision_label": PLACE_PRECISION_LABELS[row["place_precision"]],
        "type": colour_of(_text_or_empty(row["event_type"])).key,
        "symbol": symbol.key,
        "longitude": longitude,
        "latitude": latitude,
        "radius_km": _radius_km(row),
        "shape": area.area_id if area else "",
        "group": area.area_id if area else f"{symbol.key} {longitude} {latitude}",
        "killed": killed,
        "contested": row["contested"] is True,
        "contested_on": _text_or_empty(row["contested_on"]),
    }


def describe_clusters(engine: Engine, clusters: CellSums) -> Iterator[dict[str, Any]]:
    """Each cluster: its mean position, how many of each type and symbol it holds, and who was killed.

    `killed` has the sums of low, best and high, and how many incidents give no number.
    """
    types, symbols = type_keys(engine), symbol_keys(engine)
    for number, (longitude, latitude) in enumerate(clusters.means.round(MEAN_DECIMALS).tolist()):
        west, south, east, north = clusters.bounds[number].tolist()
        yield {
            "longitude": longitude,
            "latitude": latitude,
            "count": int(clusters.counts[number]),
            "types": _count_by_key(types, clusters.types[number]),
            "symbols": _count_by_key(symbols, clusters.precisions[number]),
            "killed": clusters.killed[number].tolist(),
            "bounds": [*map(_round_down, (west, south)), *map(_round_up, (east, north))],
        }


def describe_areas(engine: Engine, sums: AreaSums) -> list[dict[str, Any]]:
    """Each area once, in order of identifiers: its name, a point in it, its bounds, and counts as of a cluster.

    `parts` is how many areas are counted together.
    """
    types, areas = type_keys(engine), engine.areas.areas
    return [
        {
            **describe_area(areas[sums.areas[number]]),
            "count": int(sums.counts[number]),
            "types": _count_by_key(types, sums.types[number]),
            "killed": sums.killed[number].tolist(),
            "parts": int(sums.n_parts[number]),
        }
        for number in order_areas(engine, sums)
    ]


def order_areas(engine: Engine, sums: AreaSums) -> list[int]:
    """The entries in order of the identifiers of their areas, whose numbers are the engine's own."""
    areas, numbers = engine.areas.areas, sums.areas.tolist()
    return sorted(range(len(numbers)), key=lambda entry: areas[numbers[entry]].area_id)


def describe_area(area: Area) -> dict[str, Any]:
    """An area's identifier, name, bounds and a point in it; in degrees."""
    longitude, latitude = _point_in(area)
    bounds = [round(edge, DECIMALS) for edge in area.outline.bounds]
    return {"area_id": area.area_id, "name": area.name, "longitude": longitude, "latitude": latitude, "bounds": bounds}


@lru_cache(maxsize=8192)
def _point_in(area: Area) -> tuple[float, float]:
    """A point in the largest part of an area."""
    parts = getattr(area.outline, "geoms", [area.outline])
    point = max(parts, key=lambda part: part.area).representative_point()
    return round(point.x, DECIMALS), round(point.y, DECIMALS)


def type_keys(engine: Engine) -> list[str]:
    """The key of the colour of each code of a type; the last is that of a missing value."""
    return [colour_of(name).key for name in (*engine.categories("event_type"), None)]


def symbol_keys(engine: Engine) -> list[str]:
    """The key of the symbol of each code of a precision; the last is that of a missing value."""
    return [symbol_of(name).key for name in (*engine.categories("place_precision"), None)]


def _count_by_key(keys: list[str], counts: NDArray[np.int64]) -> dict[str, int]:
    """The sum of the counts of each key; keys of nothing are left out."""
    by_key: dict[str, int] = {}
    for key, count in zip(keys, counts.tolist(), strict=True):
        if count:
            by_key[key] = by_key.get(key, 0) + count
    return by_key


def _place_name(row: dict[str, Any]) -> str:
    return next(filter(None, (_text_or_empty(row[name]) for name in PLACE_NAMES)), "")


def _radius_km(row: dict[str, Any]) -> float:
    default = DISTRICT_RADIUS_KM if row["place_precision"] == "admin2" else NEAR_RADIUS_KM
    return default if pd.isna(row["radius_km"]) else float(row["radius_km"])


def _round_down(degrees: float) -> float:
    return math.floor(degrees * EDGE_STEPS) / EDGE_STEPS


def _round_up(degrees: float) -> float:
    return math.ceil(degrees * EDGE_STEPS) / EDGE_STEPS


def _iso_day(day: pd.Timestamp) -> str:
    return "" if pd.isna(day) else day.date().isoformat()


def _text_or_empty(value: object) -> str:
    return value if isinstance(value, str) else ""
