"""GeoJSON (RFC 7946): points with every column, and what the file holds said at its top."""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

import geopandas as gpd
import pyarrow as pa
import pyarrow.compute as pc

from geo.exports.cells import TEXT, CellEncoder, CellFormat, join_rows, replace_where, wrap
from geo.exports.exporter import Exporter, ExportJob

ATTRIBUTION = "Borders and provinces: Natural Earth, which draws them as they are held."
ESCAPED = r'["\\\x00-\x1f]'  # what JSON cannot hold as it stands
FEATURE = ',\n  {\n   "type": "Feature",\n   "geometry": '
POINT = '{\n    "type": "Point",\n    "coordinates": [\n     ', ",\n     ", "\n    ]\n   }"
PROPERTIES, END = ',\n   "properties": {', "\n   }\n  }"


class GeoJSON(Exporter):
    """A FeatureCollection of points; rows that cannot be placed have no geometry."""

    label = "GeoJSON"
    extension = "geojson"
    media_type = "application/geo+json"

    def iter_chunks(self, extract: ExportJob) -> Iterator[bytes]:
        head = {
            "type": "FeatureCollection",
            "selection": extract.selection.describe(),
            "query": extract.selection.to_query(),
            "data_version": extract.data_version,
            "note": f"Points stand for places as precise as place_precision says. {ATTRIBUTION}",
        }
        yield f'{_json(head)[:-2]},\n "features": ['.encode(errors="replace")
        cells, comma, end = CellEncoder(extract.table, CELL_FORMAT), 1, b"]\n}"
        for features in map(partial(_features, cells), extract.batches()):
            yield features[comma:]
            comma, end = 0, b"\n ]\n}"
        yield end


def _features(cells: CellEncoder, rows: gpd.GeoDataFrame) -> bytes:
    """The features, each with a comma before it, as `json.dumps` with indent=1 writes them."""
    columns = cells.of(rows)
    held = dict(zip(cells.names, columns, strict=True))
    points = _points(held["longitude"], held["latitude"])
    starts = [_scalar(f"{',' if number else ''}\n    {_json(name)}: ") for number, name in enumerate(cells.names)]
    properties = [part for pair in zip(starts, columns, strict=True) for part in pair]
    return join_rows(_scalar(FEATURE), points, _scalar(PROPERTIES), *properties, _scalar(END))


def _points(longitude: pa.Array, latitude: pa.Array) -> pa.Array:
    start, middle, end = map(_scalar, POINT)
    points = pc.binary_join_element_wise(start, longitude, middle, latitude, end, _scalar(""))
    return pc.if_else(pc.equal(longitude, CELL_FORMAT.unknown), CELL_FORMAT.unknown, points)


def _escaped(texts: pa.Array) -> pa.Array:
    return wrap('"', '"')(
        replace_where(texts, pc.match_substring_regex(texts, ESCAPED), lambda text: _json(text)[1:-1])
    )


def _scalar(text: str) -> pa.Scalar:
    return pa.scalar(text, TEXT)


def _json(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, allow_nan=False, indent=1)


CELL_FORMAT = CellFormat(text=_escaped, day=wrap('"', '"'), plain=lambda texts: texts, unknown="null")
