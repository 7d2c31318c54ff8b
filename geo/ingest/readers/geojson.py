"""GeoJSON (RFC 7946) of points, read without GDAL, which would follow links and open other files."""

import json
import re
from typing import Any, NoReturn

import pandas as pd

from geo.core.schema import REQUIRED
from geo.errors import FeatureParseError, IncidentsInvalid
from geo.ingest.options import ImportOptions
from geo.ingest.readers.raw_table import RawTable, build_rejections
from geo.ingest.readers.reader import Reader

MAX_SHOWN = 200  # characters of a geometry that a rejection repeats
ACCEPTED_CRS = ("urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326")
BEGINNING = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{|\[\s*[\[{])")  # an object, or a list of them; no header begins so


class GeoJSONReader(Reader):
    """A FeatureCollection of points, or of features without geometry; their properties are the columns."""

    name = "GeoJSON"
    extensions = (".geojson", ".json")

    def matches(self, content: bytes) -> bool:
        return bool(BEGINNING.match(content))

    def read(self, content: bytes, options: ImportOptions) -> RawTable:
        collection = _parse(content)
        _check_crs(collection)
        rows: dict[int, dict[str, str | None]] = {}
        rejected: list[tuple[int, str, str, str]] = []
        for number, feature in enumerate(collection["features"], start=1):
            try:
                rows[number] = _to_row(number, feature)
            except FeatureParseError as error:
                rejected.append((number, "geometry", error.feature, error.reason))
        index = pd.Index(rows, dtype="int64")
        if not rows:  # a collection without features names no columns either
            cells = pd.DataFrame(columns=list(REQUIRED), index=index, dtype="str")
        else:
            cells = pd.DataFrame(list(rows.values()), index=index).astype("str")
        return RawTable(self.name, cells, 1, build_rejections(rejected))


def _feature_error(feature: Any, reason: str) -> FeatureParseError:
    return FeatureParseError(json.dumps(feature)[:MAX_SHOWN], reason)


def _parse(content: bytes) -> dict[str, Any]:
    try:
        collection = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise IncidentsInvalid(f"cannot be read as GeoJSON: {error}") from None
    if not isinstance(collection, dict) or collection.get("type") != "FeatureCollection":
        raise IncidentsInvalid("is not a GeoJSON FeatureCollection. Give one, with a list of features.")
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


def _to_row(number: int, feature: Any) -> dict[str, str | None]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise IncidentsInvalid(f"feature {number}: is not a GeoJSON Feature.")
    properties = feature.get("properties")
    if not isinstance(properties, dict | None):
        raise _feature_error(properties, "its properties are not an object of names and values")
    identifier = {"id": feature["id"]} if "id" in feature else {}
    cells = {name: _to_text(value) for name, value in (identifier | (properties or {})).items()}
    _check_text(properties, "".join(filter(None, (*cells, *cells.values()))))
    return cells | _to_position(feature.get("geometry"))


def _check_text(properties: Any, text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        surrogate = ascii(text[error.start])
        raise _feature_error(properties, f"holds {surrogate}, half a character; write it whole") from None


def _to_position(geometry: Any) -> dict[str, str | None]:
    if geometry is None:
        return {"longitude": None, "latitude": None}
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        reason = "its geometry is not a Point; an incident has one position: give a Point, or null where it is unknown"
        raise _feature_error(geometry, reason)
    coordinates = geometry.get("coordinates")
    if not isinstance(coordinates, list) or len(coordinates) < 2:
        raise _feature_error(geometry, "its point has no longitude and latitude")
    return {"longitude": _to_text(coordinates[0]), "latitude": _to_text(coordinates[1])}


def _to_text(value: Any) -> str | None:
    if value is None:
        return None
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
