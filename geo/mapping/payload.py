"""What the map is told of a selection: a few fields an incident, the shapes they need, and the box around them."""

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.core.formatting import format_date
from geo.core.schema import PLACE_NAMES
from geo.mapping import density_tiles, selection_outline
from geo.mapping.outlines import Shape, outlines_by_incident, to_geojson
from geo.mapping.symbols import colour_of, symbol_of
from geo.query.filters.geometry import BBox
from geo.query.index import ResultSet

MAX_DRAWN = 2000  # vectors that a browser draws in about a second and pans smoothly
DECIMALS = 4  # about 10 m
DISTRICT_RADIUS_KM = 30.0  # where a district's row gives none
NEAR_RADIUS_KM = 25.0  # UCDP: “near” is within about 25 km


@dataclass(frozen=True)
class DrawCounts:
    """How many incidents of a selection the map draws, and how many it does not.

    `densely`: as counts in squares, where there are more than MOST_DRAWN; areas are then not drawn.
    """

    selected: int
    points: int
    areas: int
    without_coordinates: int
    as_density: bool


def draw_counts(chosen: ResultSet) -> DrawCounts:
    """Count what the map shows of a selection."""
    points, areas = len(chosen.point_keys), chosen.n_imprecise
    return DrawCounts(len(chosen), points, areas, len(chosen) - points - areas, points + areas > MAX_DRAWN)


def build_payload(chosen: ResultSet, version: str, areas: dict[str, Any] | None = None) -> dict[str, Any]:
    """The selection for the map's script; JSON values only. Texts in it are hostile and stay data.

    `version`: what browsers keep the answers by that the script asks for (`Atlas.answers`).
    `areas`: the legend of what is drawn in place of the incidents (geo/mapping/coloured.py).
    """
    selection, as_density = chosen.selection, draw_counts(chosen).as_density
    rows = chosen.rows(0, 0 if as_density or areas else None)
    drawn_rows = rows[rows["longitude"].notna()]
    shapes = outlines_by_incident(drawn_rows)
    return {
        "query": selection.to_query(),
        "version": version,
        "incidents": [
            incident_properties(row, shapes) for row in drawn_rows.drop(columns="geometry").to_dict("records")
        ],
        "shapes": [_shape_properties(shape) for shape in {each.key: each for each in shapes.values()}.values()],
        "density": density_tiles.build_legend() if as_density and not areas else None,
        "areas": areas,
        "days": None if areas else _playable_days(chosen),  # incidents are played through time, areas are not
        "bounds": (chosen.bounds if as_density or areas else _drawn_bounds(drawn_rows, shapes))
        or _union_bounds(selection_outline.bounding_boxes(selection)),
        "ring": selection_outline.drawn_ring(selection),
        "around": selection.get("around"),
        "places": selection_outline.place_outlines(selection),
    }


def incident_properties(row: dict[str, Any], shapes: dict[str, Shape]) -> dict[str, Any]:
    """The few fields of an incident that the map's script knows."""
    symbol, shape = symbol_of(row["place_precision"]), shapes.get(row["incident_id"])
    longitude, latitude = round(row["longitude"], DECIMALS), round(row["latitude"], DECIMALS)
    key = shape.key if shape else ""
    return {
        "id": row["incident_id"],
        "title": _text_or_empty(row["title"]) or row["incident_id"],
        "date": format_date(row["date_start"], row["date_end"], row["date_precision"]),
        "days": [_iso_day(row["date_start"]), _iso_day(row["date_end"])],
        "place": next(filter(None, (_text_or_empty(row[name]) for name in PLACE_NAMES)), ""),
        "precision": row["place_precision"],
        "type": colour_of(_text_or_empty(row["event_type"])).key,
        "symbol": symbol.key,
        "longitude": longitude,
        "latitude": latitude,
        "radius_km": _radius_km(row),
        "shape": key,
        "group": key or f"{symbol.key} {longitude} {latitude}",
    }


def _radius_km(row: dict[str, Any]) -> float:
    default = DISTRICT_RADIUS_KM if row["place_precision"] == "admin2" else NEAR_RADIUS_KM
    return default if pd.isna(row["radius_km"]) else float(row["radius_km"])


def _shape_properties(shape: Shape) -> dict[str, Any]:
    return {"key": shape.key, "name": shape.name, "geometry": to_geojson(shape.outline)}


def _drawn_bounds(shown: gpd.GeoDataFrame, shapes: dict[str, Shape]) -> BBox | None:
    if shown.empty:
        return None
    return _union_bounds([tuple(shown.total_bounds), *(shape.outline.bounds for shape in shapes.values())])


def _union_bounds(boxes: list[BBox]) -> BBox | None:
    """The box around all these."""
    if not boxes:
        return None
    west, south, east, north = (
        pick(edge) for pick, edge in zip((min, min, max, max), zip(*boxes, strict=True), strict=True)
    )
    return float(west), float(south), float(east), float(north)


def _playable_days(chosen: ResultSet) -> list[str] | None:
    """The first and the last day of the selection that it may have an incident on; None where none has a date.

    An incident that is known to a year only reaches beyond the days that are set, where others are not selected.
    """
    first, last = chosen.date_range()
    if pd.isna(first):
        return None
    since, until = (chosen.selection.get(key) for key in ("from", "to"))
    return [_iso_day(max(first, pd.Timestamp(since or first))), _iso_day(min(last, pd.Timestamp(until or last)))]


def _iso_day(day: pd.Timestamp) -> str:
    return "" if pd.isna(day) else day.date().isoformat()


def _text_or_empty(value: object) -> str:
    return value if isinstance(value, str) else ""
