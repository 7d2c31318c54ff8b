"""The payload of the map: a few fields of each incident, the shapes they need, and the bounds that hold them."""

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.core.formatting import format_date
from geo.core.schema import PLACE_NAMES, PLACE_PRECISION_LABELS
from geo.mapping import density_tiles, opening_view, selection_outline
from geo.mapping.outlines import Shape, outlines_by_incident, to_geojson
from geo.mapping.symbols import colour_of, symbol_of
from geo.query.filters.geometry import BBox
from geo.query.result_set import ResultSet

MAX_DRAWN = 2000  # measured: docs/decisions/0004
DECIMALS = 4  # of a degree: about 10 m
# Where a row has no radius. Near: UCDP's codebook, where_prec 2, “within about 25 km”. District: a guess, not fitted.
NEAR_RADIUS_KM = 25.0
DISTRICT_RADIUS_KM = 30.0


@dataclass(frozen=True)
class DrawCounts:
    """How many incidents of a selection the map draws, and how.

    `selected`: all of them; `points`, `areas` and `without_coordinates` add up to it. `as_density`: more than MAX_DRAWN
    have coordinates, so that points are counted in squares and areas are not drawn.
    """

    selected: int
    points: int
    areas: int
    without_coordinates: int
    as_density: bool


def draw_counts(results: ResultSet) -> DrawCounts:
    """Count what the map draws of a selection."""
    points, areas = len(results.point_keys), results.n_imprecise
    return DrawCounts(len(results), points, areas, len(results) - points - areas, points + areas > MAX_DRAWN)


def build_payload(results: ResultSet, version: str, areas: dict[str, Any] | None = None) -> dict[str, Any]:
    """The selection for the map's script: JSON values only. User text in it is untrusted and stays data.

    `version`: the cache key of the script's own requests (`Atlas.cache_key`).
    `areas`: the legend of the areas that are drawn instead of incidents (geo/mapping/choropleth_legend.py).
    """
    selection, as_density = results.selection, draw_counts(results).as_density
    rows = results.rows(0, 0 if as_density or areas else None)
    drawn_rows = rows[rows["longitude"].notna()]
    shapes = outlines_by_incident(drawn_rows)
    return {
        "query": selection.to_query(),
        "version": version,
        "incidents": [
            incident_properties(row, shapes) for row in drawn_rows.drop(columns="geometry").to_dict("records")
        ],
        "shapes": [_shape_properties(shape) for shape in {shape.key: shape for shape in shapes.values()}.values()],
        "density": density_tiles.build_legend() if as_density and not areas else None,
        "areas": areas,
        "days": None if areas else _playable_days(results),  # incidents are played through time, areas are not
        "bounds": (results.bounds if as_density or areas else _drawn_bounds(drawn_rows, shapes))
        or _union_bounds(selection_outline.bounding_boxes(selection)),
        "view": opening_view.opening_view(results),
        "ring": selection_outline.drawn_ring(selection),
        "around": selection.get("around"),
        "places": selection_outline.place_outlines(selection),
    }


def incident_properties(row: dict[str, Any], shapes: dict[str, Shape]) -> dict[str, Any]:
    """The fields of an incident that the map's script reads: JSON values only."""
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
        "precision_label": PLACE_PRECISION_LABELS[row["place_precision"]],
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


def _drawn_bounds(rows: gpd.GeoDataFrame, shapes: dict[str, Shape]) -> BBox | None:
    if rows.empty:
        return None
    return _union_bounds([tuple(rows.total_bounds), *(shape.outline.bounds for shape in shapes.values())])


def _union_bounds(boxes: list[BBox]) -> BBox | None:
    """The smallest bounding box that holds all of these."""
    if not boxes:
        return None
    west, south, east, north = (
        pick(edge) for pick, edge in zip((min, min, max, max), zip(*boxes, strict=True), strict=True)
    )
    return float(west), float(south), float(east), float(north)


def _playable_days(results: ResultSet) -> list[str] | None:
    """The first and last day to play through (ISO dates); None where no incident has a date.

    An incident known only to a year may extend beyond the selected dates; the days are then cut to those dates.
    """
    first, last = results.date_range()
    if pd.isna(first):
        return None
    since, until = (results.selection.get(key) for key in ("from", "to"))
    return [_iso_day(max(first, pd.Timestamp(since or first))), _iso_day(min(last, pd.Timestamp(until or last)))]


def _iso_day(day: pd.Timestamp) -> str:
    return "" if pd.isna(day) else day.date().isoformat()


def _text_or_empty(value: object) -> str:
    return value if isinstance(value, str) else ""
