"""GeoPackage 1.3 (OGC 12-128r17), written by SQL: any text that SQLite holds, and the same bytes every time.

Not by GDAL, whose texts end at a NUL and whose files state the time (docs/decisions/0050).
"""

import math
import sqlite3
import struct
from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
import pandas as pd

from geo.exports.about import describe_file, dictionary_rows
from geo.exports.cells import GEOMETRY
from geo.exports.exporter import Exporter, ExportJob
from geo.exports.temporary_files import iter_file, temporary_folder

# “GPKG” and version 1.3, section 1.1.1 of the standard. Nobody else opens the file while it is made.
PRAGMAS = """
PRAGMA application_id = 1196444487;
PRAGMA user_version = 10300;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
"""
LAYER, GEOMETRY_COLUMN, KEY = "incidents", "geom", "fid"
NO_BOUNDS = (None, None, None, None)
METADATA_STANDARD = "https://www.iso.org/standard/71976.html"  # JSON: the standard wants some address (ISO/IEC 21778)
CHANGED = "1980-01-01T00:00:00.000Z"  # in every file, so that the same job gives the same bytes
WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]'
)
SYSTEMS = (
    ("WGS 84 geodetic", 4326, "EPSG", 4326, WGS84, "longitude and latitude in degrees"),
    ("Undefined cartesian SRS", -1, "NONE", -1, "undefined", ""),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", ""),
)
# Sections 1.1.2, 1.1.3, 2.1.5, 2.3 (extensions), F.8 (metadata) and F.9 (schema) of the standard.
TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
    description TEXT DEFAULT '', last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
    srs_id INTEGER REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT
    NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL, PRIMARY KEY (table_name, column_name));
CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
    scope TEXT NOT NULL, UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_metadata (id INTEGER PRIMARY KEY, md_scope TEXT NOT NULL, md_standard_uri TEXT NOT NULL,
    mime_type TEXT NOT NULL, metadata TEXT NOT NULL);
CREATE TABLE gpkg_metadata_reference (reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT,
    row_id_value INTEGER, timestamp DATETIME NOT NULL, md_file_id INTEGER NOT NULL, md_parent_id INTEGER);
CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT,
    description TEXT, mime_type TEXT, constraint_name TEXT, PRIMARY KEY (table_name, column_name));
"""
METADATA_EXTENSION = "http://www.geopackage.org/spec130/#extension_metadata"
SCHEMA_EXTENSION = "http://www.geopackage.org/spec130/#extension_schema"
EXTENSIONS = (
    ("gpkg_metadata", None, "gpkg_metadata", METADATA_EXTENSION, "read-write"),
    ("gpkg_metadata_reference", None, "gpkg_metadata", METADATA_EXTENSION, "read-write"),
    ("gpkg_data_columns", None, "gpkg_schema", SCHEMA_EXTENSION, "read-write"),
)
POINT = struct.Struct("<2sBBiBIdd")  # the header of section 2.1.3, without envelope, and a point as WKB


class GeoPackage(Exporter):
    """One layer of points with all columns; rows without coordinates have no geometry."""

    label = "GeoPackage"
    extension = "gpkg"
    media_type = "application/geopackage+sqlite3"
    purpose = "For QGIS and ArcGIS: one file with types, in place of a shapefile."
    max_columns = 1_990  # SQLite has room for 2,000

    def iter_chunks(self, job: ExportJob) -> Iterator[bytes]:
        self.check_columns(job)
        with temporary_folder() as folder:
            path = folder / "incidents.gpkg"
            yield from _fill_database(path, job, self)
            yield from iter_file(path)


def _fill_database(path: Path, job: ExportJob, exporter: Exporter) -> Iterator[bytes]:
    """Write the database, with an empty chunk a batch."""
    names = column_names([str(name) for name in job.head.columns if name != GEOMETRY])
    insert = f"INSERT INTO {LAYER} VALUES (NULL, {', '.join('?' * (len(names) + 1))})"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(f"{PRAGMAS} BEGIN; {TABLES}")
        _write_catalogue(connection, job, exporter, names)
        for rows in job.batches():
            points = map(_point, rows["longitude"].tolist(), rows["latitude"].tolist())
            connection.executemany(insert, zip(points, *(_values(rows[name]) for name in names), strict=True))
            del rows, points
            yield b""
        connection.execute("COMMIT")


def _write_catalogue(
    connection: sqlite3.Connection, job: ExportJob, exporter: Exporter, names: Mapping[str, str]
) -> None:
    """All tables but the rows: what the layer is, where it lies and what its columns mean."""
    columns = ", ".join(f"{_quote(name)} {_sql_type(job.head[own])}" for own, name in names.items())
    connection.execute(f"CREATE TABLE {LAYER} ({KEY} INTEGER PRIMARY KEY, {GEOMETRY_COLUMN} POINT, {columns})")
    facts = {name: _encodable(fact) for name, fact in (describe_file(job, exporter) | job.facts).items()}
    content = (LAYER, "features", "Faultline incidents", facts["selection"], CHANGED, *(job.rows.bounds or NO_BOUNDS))
    metadata = (1, "dataset", METADATA_STANDARD, "application/json", msgspec.json.encode(facts).decode())
    described = [
        (LAYER, names[own], None, title or own, meaning, None, None)
        for own, title, meaning, _ in dictionary_rows(list(names))
    ]
    for table, n_columns, rows in (
        ("gpkg_spatial_ref_sys", 6, SYSTEMS),
        ("gpkg_contents", 10, [(*content, 4326)]),
        ("gpkg_geometry_columns", 6, [(LAYER, GEOMETRY_COLUMN, "POINT", 4326, 0, 0)]),
        ("gpkg_extensions", 5, EXTENSIONS),
        ("gpkg_metadata", 5, [metadata]),
        ("gpkg_metadata_reference", 7, [("table", LAYER, None, None, CHANGED, 1, None)]),
        ("gpkg_data_columns", 7, described),
    ):
        connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * n_columns)})", rows)


def column_names(names: list[str]) -> dict[str, str]:
    """The name of each column in SQLite, which knows no case and no NUL; the table has two columns of its own."""
    in_use, result = {KEY, GEOMETRY_COLUMN}, {}
    for name in names:
        plain = name.replace("\0", "\N{REPLACEMENT CHARACTER}")
        numbers = (plain if number == 1 else f"{plain}_{number}" for number in count(1))
        result[name] = next(each for each in numbers if each.lower() not in in_use)
        in_use.add(result[name].lower())
    return result


def _point(longitude: float, latitude: float) -> bytes | None:
    is_known = not math.isnan(longitude)
    return POINT.pack(b"GP", 0, 1, 4326, 1, 1, longitude, latitude) if is_known else None


def _values(values: pd.Series) -> list[Any]:
    """The values of a column as SQLite takes them, None for the unknown."""
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return [None if day is pd.NaT else day.date().isoformat() for day in values.astype("object")]
    return list(values.astype("object").where(values.notna(), None))


def _sql_type(values: pd.Series) -> str:
    kinds = (
        (pd.api.types.is_datetime64_any_dtype, "DATE"),
        (pd.api.types.is_bool_dtype, "BOOLEAN"),
        (pd.api.types.is_integer_dtype, "INTEGER"),
        (pd.api.types.is_numeric_dtype, "DOUBLE"),
    )
    return next((name for is_kind, name in kinds if is_kind(values.dtype)), "TEXT")


def _encodable(text: str) -> str:
    """A text of an address as UTF-8 has it: half of a pair of surrogates becomes a question mark."""
    return text.encode(errors="replace").decode()


def _quote(name: str) -> str:
    text = name.replace('"', '""')
    return f'"{text}"'
