"""GeoJSON (RFC 7946) of points, read without GDAL, which would follow links and open other files."""

import json
from typing import Any, NoReturn

import pandas as pd

from geo.answers import Answers
from geo.errors import IncidentsInvalid
from geo.schema import REQUIRED
from geo.sheets.base import Format, Sheet

ACCEPTED_CRS = ("urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326")


class GeoJSON(Format):
    """A FeatureCollection whose features are points or have no geometry; properties are the columns."""

    name = "GeoJSON"
    extensions = (".geojson", ".json")

    def holds(self, content: bytes) -> bool:
        return content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"

    def sheet(self, content: bytes, answers: Answers) -> Sheet:
        collection = _parsed(content)
        _check_crs(collection)
        rows = [_row(number, feature) for number, feature in enumerate(collection["features"], start=1)]
        index = pd.RangeIndex(1, len(rows) + 1)
        if not rows:  # a collection without features names no columns either
            return Sheet(self.name, pd.DataFrame(columns=list(REQUIRED), index=index, dtype="str"), 1)
        return Sheet(self.name, pd.DataFrame(rows, index=index).astype("str"), 1)


def _parsed(content: bytes) -> dict[str, Any]:
    try:
        collection = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise IncidentsInvalid(f"cannot be read as GeoJSON: {error}") from None
    if not isinstance(collection, dict) or collection.get("type") != "FeatureCollection":
        raise IncidentsInvalid("is not a GeoJSON FeatureCollection.")
    if not isinstance(collection.get("features"), list):
        raise IncidentsInvalid("has no list of features.")
    return collection


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a number that JSON knows")


def _check_crs(collection: dict[str, Any]) -> None:
    crs = collection.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if crs is not None and name not in ACCEPTED_CRS:
        raise IncidentsInvalid("names a coordinate system other than WGS 84 (longitude, latitude).")


def _row(number: int, feature: Any) -> dict[str, str | None]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise IncidentsInvalid(f"feature {number}: is not a GeoJSON Feature.")
    properties = feature.get("properties")
    if not isinstance(properties, dict | None):
        raise IncidentsInvalid(f"feature {number}: its properties are not an object of names and values.")
    cells = {name: _cell(value) for name, value in (properties or {}).items()}
    _check_text(number, "".join(filter(None, (*cells, *cells.values()))))
    return cells | _position(number, feature.get("geometry"))


def _check_text(number: int, text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        half = ascii(text[error.start])
        raise IncidentsInvalid(f"feature {number}: holds {half}, half a character. Write it whole.") from None


def _position(number: int, geometry: Any) -> dict[str, str | None]:
    if geometry is None:
        return {"longitude": None, "latitude": None}
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        raise IncidentsInvalid(f"feature {number}: its geometry is not a Point.")
    coordinates = geometry.get("coordinates")
    if not isinstance(coordinates, list) or len(coordinates) < 2:
        raise IncidentsInvalid(f"feature {number}: its point has no longitude and latitude.")
    return {"longitude": _cell(coordinates[0]), "latitude": _cell(coordinates[1])}


def _cell(value: Any) -> str | None:
    if value is None:
        return None
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
