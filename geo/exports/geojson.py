"""GeoJSON (RFC 7946): points with every column, and what the file holds said at its top."""

import json
from typing import Any

import pandas as pd

from geo.exports.base import Exporter, Extract
from geo.exports.texts import GEOMETRY

ATTRIBUTION = "Borders and provinces: Natural Earth, which draws them as they are held."


class GeoJSON(Exporter):
    """A FeatureCollection of points; rows that cannot be placed have no geometry."""

    label = "GeoJSON"
    extension = "geojson"
    media_type = "application/geo+json"

    def write(self, extract: Extract) -> bytes:
        collection = {
            "type": "FeatureCollection",
            "selection": extract.selection.describe(),
            "query": extract.selection.to_query(),
            "data_version": extract.data_version,
            "note": f"Points stand for places as precise as place_precision says. {ATTRIBUTION}",
            "features": [_feature(row) for row in extract.rows.drop(columns=GEOMETRY).to_dict("records")],
        }
        return json.dumps(collection, ensure_ascii=False, allow_nan=False, indent=1).encode("utf-8", errors="replace")


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    properties = {name: _value(value) for name, value in row.items()}
    return {"type": "Feature", "geometry": _point(properties), "properties": properties}


def _point(properties: dict[str, Any]) -> dict[str, Any] | None:
    if properties["longitude"] is None:
        return None
    return {"type": "Point", "coordinates": [properties["longitude"], properties["latitude"]]}


def _value(value: Any) -> Any:
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()  # strftime would write the year 950 with three digits
    return value.item() if hasattr(value, "item") else value
