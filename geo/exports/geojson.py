"""GeoJSON (RFC 7946): a point for each incident with all its columns, under a head that says what the file holds.

On request the areas that incidents are known to stand behind them, each once. They are features and no member of their
own: GDAL, and with it QGIS and geopandas, passes over members that it does not know.
"""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.core.schema import AREA_KIND, FEATURE_KIND, FEATURE_KINDS, INCIDENT_KIND
from geo.exports.areas import describe_areas
from geo.exports.cells import TEXT, CellEncoder, CellFormat, join_rows, replace_where, wrap
from geo.exports.exporter import Exporter, ExportJob

ATTRIBUTION = "Countries and provinces: Natural Earth, which shows de facto borders."
MUST_ESCAPE = r'["\\\x00-\x1f]'  # RFC 8259, section 7: what a JSON string cannot contain unescaped
FEATURE, IDENTIFIER, GEOMETRY = ',\n  {\n   "type": "Feature"', ',\n   "id": ', ',\n   "geometry": '
POINT = '{\n    "type": "Point",\n    "coordinates": [\n     ', ",\n     ", "\n    ]\n   }"
PROPERTIES, FEATURE_END = ',\n   "properties": {', "\n   }\n  }"


class GeoJSON(Exporter):
    """A FeatureCollection of points; rows without coordinates have no geometry."""

    label = "GeoJSON"
    extension = "geojson"
    media_type = "application/geo+json"
    purpose = "For maps on the web and GIS programs."

    def iter_chunks(self, job: ExportJob) -> Iterator[bytes]:
        note = f"A point is only as precise as its place_precision says. {ATTRIBUTION}"
        head = {"type": "FeatureCollection", **job.facts, "note": note}
        yield f'{_to_json(head | self._more_head(job))[:-2]},\n "features": ['.encode(errors="replace")
        comma, end = 1, b"]\n}"
        for features in self._iter_features(job):
            yield features[comma:]
            comma, end = 0, b"\n ]\n}"
        yield end

    def _more_head(self, _job: ExportJob) -> dict[str, Any]:
        """What the head says beside what it always does."""
        return {}

    def _iter_features(self, job: ExportJob) -> Iterator[bytes]:
        """Yield the features, some at a time, each with a comma before it."""
        return map(partial(encode_features, CellEncoder(job.head, CELL_FORMAT)), job.batches())


class GeoJSONWithAreas(GeoJSON):
    """The incidents, then the areas that they are known to, told apart by `feature_kind` and joined by `area_id`."""

    label = "GeoJSON with areas"
    content_kind = "incidents-and-areas"

    def _more_head(self, job: ExportJob) -> dict[str, Any]:
        return {} if FEATURE_KIND in job.rows.head.columns else {FEATURE_KINDS: [INCIDENT_KIND, AREA_KIND]}

    def _iter_features(self, job: ExportJob) -> Iterator[bytes]:
        encoder = CellEncoder(_with_kind(job.head), CELL_FORMAT)
        yield from map(partial(encode_features, encoder), map(_with_kind, job.batches()))
        areas = describe_areas(job.rows.area_counts())
        areas.insert(0, FEATURE_KIND, AREA_KIND)
        yield from map(_area_feature, areas.iterfeatures(drop_id=True))


def _with_kind(rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The incidents with their kind; unchanged where the data have a column of that name of their own."""
    if FEATURE_KIND in rows.columns:
        return rows
    return rows.assign(**{FEATURE_KIND: pd.Series(INCIDENT_KIND, index=rows.index, dtype="str")})


def _area_feature(feature: Any) -> bytes:
    """An area on one line, with a comma before it: a number a line would make an outline four times as long."""
    return f",\n  {json.dumps(feature, ensure_ascii=False, allow_nan=False)}".encode()


def encode_features(encoder: CellEncoder, rows: gpd.GeoDataFrame, id_column: str = "") -> bytes:
    """The features as `json.dumps` with indent=1 writes them, each with a comma before it.

    `id_column`: the column that is the feature's identifier too; blank for features without one.
    """
    columns = encoder.encode(rows)
    by_name = dict(zip(encoder.names, columns, strict=True))
    points = _points(by_name["longitude"], by_name["latitude"])
    keys = [_scalar(f"{',' if number else ''}\n    {_to_json(name)}: ") for number, name in enumerate(encoder.names)]
    properties = [part for pair in zip(keys, columns, strict=True) for part in pair]
    identifiers = [_scalar(IDENTIFIER), by_name[id_column]] if id_column else []
    start = [_scalar(FEATURE), *identifiers, _scalar(GEOMETRY)]
    return join_rows(*start, points, _scalar(PROPERTIES), *properties, _scalar(FEATURE_END))


def _points(longitude: pa.Array, latitude: pa.Array) -> pa.Array:
    start, middle, end = map(_scalar, POINT)
    points = pc.binary_join_element_wise(start, longitude, middle, latitude, end, _scalar(""))
    return pc.if_else(pc.equal(longitude, CELL_FORMAT.unknown), CELL_FORMAT.unknown, points)


def _quote(texts: pa.Array) -> pa.Array:
    mask = pc.match_substring_regex(texts, MUST_ESCAPE)
    return wrap('"', '"')(replace_where(texts, mask, lambda text: _to_json(text)[1:-1]))


def _scalar(text: str) -> pa.Scalar:
    return pa.scalar(text, TEXT)


def _to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1)


CELL_FORMAT = CellFormat(text=_quote, day=wrap('"', '"'), plain=lambda texts: texts, unknown="null")
