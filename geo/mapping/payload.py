"""What the map is told of a selection: a few fields an incident, the shapes they need, and the box around them."""

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.filters.areas import BBox
from geo.mapping import area
from geo.mapping.shapes import Shape, rounded, shapes_of
from geo.mapping.symbols import colour_of, symbol_of
from geo.phrases import date_phrase
from geo.selection import Selection

MOST_DRAWN = 3000  # vectors that a browser still pans smoothly
DECIMALS = 4  # about 10 m
DISTRICT_RADIUS_KM = 30.0  # where a district's row gives none
NEAR_RADIUS_KM = 25.0  # UCDP: “near” is within about 25 km


@dataclass(frozen=True)
class Drawn:
    """How many incidents of a selection the map draws, and how many it does not and why."""

    selected: int
    as_points: int
    as_areas: int
    unplaced: int
    beyond_limit: int


def drawable(rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The rows that the map draws: those with a position, the latest ones where there are too many."""
    placed = rows[rows["longitude"].notna()]
    return placed.iloc[-MOST_DRAWN:]


def drawn(rows: gpd.GeoDataFrame) -> Drawn:
    """Count what the map shows of a selection."""
    placed, shown = int(rows["longitude"].notna().sum()), drawable(rows)
    points = int(shown["place_precision"].isin(("exact", "near")).sum())
    return Drawn(len(rows), points, len(shown) - points, len(rows) - placed, placed - len(shown))


def payload(rows: gpd.GeoDataFrame, selection: Selection) -> dict[str, Any]:
    """The selection for the map's script; JSON values only. Texts in it are hostile and stay data."""
    shown = drawable(rows)
    shapes = shapes_of(shown)
    return {
        "query": selection.to_query(),
        "incidents": [_incident(row, shapes) for row in shown.drop(columns="geometry").to_dict("records")],
        "shapes": [_shape(shape) for shape in {each.key: each for each in shapes.values()}.values()],
        "bounds": _bounds(shown, shapes) or _around(area.boxes(selection)),
        "ring": area.ring(selection),
        "around": selection.get("around"),
        "places": area.places(selection),
    }


def _incident(row: dict[str, Any], shapes: dict[str, Shape]) -> dict[str, Any]:
    symbol, shape = symbol_of(row["place_precision"]), shapes.get(row["incident_id"])
    longitude, latitude = round(row["longitude"], DECIMALS), round(row["latitude"], DECIMALS)
    key = shape.key if shape else ""
    return {
        "id": row["incident_id"],
        "title": _text(row["title"]) or row["incident_id"],
        "date": date_phrase(row["date_start"], row["date_end"], row["date_precision"]),
        "place": next(filter(None, map(_text, (row["place_name"], row["admin1"], row["country"]))), ""),
        "precision": row["place_precision"],
        "type": colour_of(_text(row["event_type"])).key,
        "symbol": symbol.key,
        "longitude": longitude,
        "latitude": latitude,
        "radius_km": _radius(row),
        "shape": key,
        "group": key or f"{symbol.key} {longitude} {latitude}",
    }


def _radius(row: dict[str, Any]) -> float:
    default = DISTRICT_RADIUS_KM if row["place_precision"] == "admin2" else NEAR_RADIUS_KM
    return default if pd.isna(row["radius_km"]) else float(row["radius_km"])


def _shape(shape: Shape) -> dict[str, Any]:
    return {"key": shape.key, "name": shape.name, "geometry": rounded(shape.outline)}


def _bounds(shown: gpd.GeoDataFrame, shapes: dict[str, Shape]) -> BBox | None:
    if shown.empty:
        return None
    return _around([tuple(shown.total_bounds), *(shape.outline.bounds for shape in shapes.values())])


def _around(boxes: list[BBox]) -> BBox | None:
    """The box around all these."""
    if not boxes:
        return None
    west, south, east, north = (
        pick(edge) for pick, edge in zip((min, min, max, max), zip(*boxes, strict=True), strict=True)
    )
    return float(west), float(south), float(east), float(north)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
