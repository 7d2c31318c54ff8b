"""GeoJSON (RFC 7946): points with every column, and what the file holds said at its top."""

import json
from collections.abc import Iterator
from typing import Any

import pandas as pd

from geo.exports.base import Exporter, Extract
from geo.exports.cells import GEOMETRY

ATTRIBUTION = "Borders and provinces: Natural Earth, which draws them as they are held."


class GeoJSON(Exporter):
    """A FeatureCollection of points; rows that cannot be placed have no geometry."""

    label = "GeoJSON"
    extension = "geojson"
    media_type = "application/geo+json"

    def pieces(self, extract: Extract) -> Iterator[bytes]:
        head = {
            "type": "FeatureCollection",
            "selection": extract.selection.describe(),
            "query": extract.selection.to_query(),
            "data_version": extract.data_version,
            "note": f"Points stand for places as precise as place_precision says. {ATTRIBUTION}",
        }
        yield _encoded(f'{_json(head)[:-2]},\n "features": [')
        before = "\n"
        for rows in extract.batches():
            features = [_indented(_json(_feature(row))) for row in rows.drop(columns=GEOMETRY).to_dict("records")]
            yield _encoded(before + ",\n".join(features))
            before = ",\n"
        yield _encoded("]\n}" if before == "\n" else "\n ]\n}")


def _json(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, allow_nan=False, indent=1)


def _indented(text: str) -> str:
    # Not textwrap.indent: it takes a text's own line separators for ends of lines.
    return "  " + text.replace("\n", "\n  ")


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", errors="replace")


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
