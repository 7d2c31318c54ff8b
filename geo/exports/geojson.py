"""GeoJSON (RFC 7946): a point for each incident with all its columns, under a head that says what the file holds."""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

import geopandas as gpd
import pyarrow as pa
import pyarrow.compute as pc

from geo.exports.cells import TEXT, CellEncoder, CellFormat, join_rows, replace_where, wrap
from geo.exports.exporter import Exporter, ExportJob
from geo.settings import __version__

ATTRIBUTION = "Countries and provinces: Natural Earth, which shows de facto borders."
MUST_ESCAPE = r'["\\\x00-\x1f]'  # RFC 8259, section 7: what a JSON string cannot contain unescaped
FEATURE = ',\n  {\n   "type": "Feature",\n   "geometry": '
POINT = '{\n    "type": "Point",\n    "coordinates": [\n     ', ",\n     ", "\n    ]\n   }"
PROPERTIES, FEATURE_END = ',\n   "properties": {', "\n   }\n  }"


class GeoJSON(Exporter):
    """A FeatureCollection of points; rows without coordinates have no geometry."""

    label = "GeoJSON"
    extension = "geojson"
    media_type = "application/geo+json"

    def iter_chunks(self, job: ExportJob) -> Iterator[bytes]:
        head = {
            "type": "FeatureCollection",
            "selection": job.selection.describe(),
            "query": job.selection.to_query(),
            "data_version": job.data_version,
            "faultline_version": __version__,
            "note": f"A point is only as precise as its place_precision says. {ATTRIBUTION}",
        }
        yield f'{_to_json(head)[:-2]},\n "features": ['.encode(errors="replace")
        encoder, comma, end = CellEncoder(job.head, CELL_FORMAT), 1, b"]\n}"
        for features in map(partial(_features, encoder), job.batches()):
            yield features[comma:]
            comma, end = 0, b"\n ]\n}"
        yield end


def _features(encoder: CellEncoder, rows: gpd.GeoDataFrame) -> bytes:
    """The features as `json.dumps` with indent=1 writes them, each with a comma before it."""
    columns = encoder.encode(rows)
    by_name = dict(zip(encoder.names, columns, strict=True))
    points = _points(by_name["longitude"], by_name["latitude"])
    keys = [_scalar(f"{',' if number else ''}\n    {_to_json(name)}: ") for number, name in enumerate(encoder.names)]
    properties = [part for pair in zip(keys, columns, strict=True) for part in pair]
    return join_rows(_scalar(FEATURE), points, _scalar(PROPERTIES), *properties, _scalar(FEATURE_END))


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
