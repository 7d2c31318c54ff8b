"""GeoJSON (RFC 7946, and sequences of it), read without GDAL, which would follow links and open other files."""

import re

from geo.ingest.options import ImportOptions
from geo.ingest.readers.json_documents import is_json
from geo.ingest.readers.json_records import read_json
from geo.ingest.readers.raw_table import RawTable
from geo.ingest.readers.reader import Reader

FEATURE = re.compile(rb'"type"\s*:\s*"Feature(?:Collection)?"')
HEAD_BYTES = 100_000  # in which a feature begins, by judgement: metadata stand above it


class GeoJSONReader(Reader):
    """Features with any geometry or none; their properties are the columns."""

    name = "GeoJSON"
    extensions = (".geojson", ".geojsonl", ".geojsons")

    def matches(self, content: bytes) -> bool:
        return is_json(content) and bool(FEATURE.search(content[:HEAD_BYTES].replace(b"\x00", b"")))

    def read(self, content: bytes, options: ImportOptions) -> RawTable:
        return read_json(content, options)
