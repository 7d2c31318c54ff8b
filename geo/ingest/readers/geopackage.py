"""GeoPackage (OGC 12-128) and its layers, read from memory by SQL that touches only their own tables."""

import sqlite3
import struct
import time
from dataclasses import dataclass, replace
from typing import Any

import shapely
from shapely.errors import ShapelyError

from geo.core.formatting import pluralize
from geo.errors import FeatureParseError, IncidentsInvalid
from geo.ingest.import_result import Finding
from geo.ingest.options import ImportOptions
from geo.ingest.readers.feature_positions import Shape
from geo.ingest.readers.feature_table import Features, build_table
from geo.ingest.readers.raw_table import RawTable
from geo.ingest.readers.reader import Reader
from geo.ingest.readers.table_choice import TableNoun, take_tables
from geo.ingest.readers.table_limits import MAX_COLUMNS, check_tables

BEGINNING = b"SQLite format 3\x00"
# Limits of SQLite, by judgement: cells of 50 MB, as many columns as any table, and what a plain query needs.
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 50_000_000,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 1_000_000,
    sqlite3.SQLITE_LIMIT_COLUMN: MAX_COLUMNS,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 20,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 2,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 4,
}
MAX_SECONDS, CHECK_EVERY = 120.0, 100_000  # of one file, by judgement; virtual instructions between looks at the clock
LAYERS = TableNoun("layer", "layers")
CATALOGUE = ("sqlite_master", "sqlite_schema", "gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys")
ENVELOPE_BYTES = (0, 32, 48, 48, 64)  # by the number in the flags of a geometry: section 2.1.3 of the standard
IS_EMPTY, IS_EXTENDED, IS_LITTLE_ENDIAN = 0x10, 0x20, 0x01
UNDEFINED_SYSTEMS = (-1, 0)  # srs_id of systems that nobody stated
REMEDY = "Export the table as GeoPackage, GeoJSON or CSV."


@dataclass(frozen=True)
class _Layer:
    """A table of a GeoPackage: its columns, the one with geometries (empty for none), and its reference system."""

    name: str
    columns: tuple[str, ...]
    geometry: str = ""
    system: str = ""


class GeoPackageReader(Reader):
    """The layer that the options name, all where they have the same columns, or the one that reads best."""

    name = "GeoPackage"
    extensions = (".gpkg",)

    def matches(self, content: bytes) -> bool:
        return content.startswith(BEGINNING)

    def read(self, content: bytes, options: ImportOptions) -> RawTable:
        _check_length(content)
        connection = sqlite3.connect(":memory:")
        try:
            return self._read(_open(connection, content), options)
        except (sqlite3.Error, OverflowError, UnicodeError) as error:
            raise IncidentsInvalid(f"cannot be read as GeoPackage: {error}. It may be damaged. {REMEDY}") from None
        finally:
            connection.close()

    def _read(self, connection: sqlite3.Connection, options: ImportOptions) -> RawTable:
        layers, others = _list_layers(connection)
        if not layers:
            raise IncidentsInvalid(f"is a GeoPackage without tables of its own. {REMEDY}")
        tables = {layer.name: _read_layer(connection, layer, options) for layer in layers}
        findings = (Finding(f"Views and tables of other kinds are not read: {', '.join(others)}."),) if others else ()
        table = take_tables(tables, options, LAYERS)
        return replace(table, findings=(*table.findings, *findings))


def _check_length(content: bytes) -> None:
    """Raise IncidentsInvalid where the file is shorter than its header says (bytes 16 and 28, where they are valid)."""
    size, pages = int.from_bytes(content[16:18], "big"), int.from_bytes(content[28:32], "big")
    is_valid = content[24:28] == content[92:96]
    if is_valid and pages * (65_536 if size == 1 else size) > len(content):
        raise IncidentsInvalid(f"is a GeoPackage that ends after {len(content):,} bytes: it is cut off.")


def _open(connection: sqlite3.Connection, content: bytes) -> sqlite3.Connection:
    """The file in memory, read-only: only SELECT on plain tables, no views, triggers, functions or other files."""
    for limit, value in LIMITS.items():
        connection.setlimit(limit, value)
    # A write-ahead log lies in another file, which was not uploaded: the bytes 18 and 19 ask for it.
    connection.deserialize(content[:18] + b"\x01\x01" + content[20:])
    for pragma in ("trusted_schema = OFF", "query_only = ON", "cell_size_check = ON", "mmap_size = 0"):
        connection.execute(f"PRAGMA {pragma}")
    deadline = time.monotonic() + MAX_SECONDS
    connection.set_progress_handler(lambda: int(time.monotonic() > deadline), CHECK_EVERY)
    connection.text_factory = lambda text: text.decode("utf-8", "backslashreplace")
    _authorize(connection, CATALOGUE)
    return connection


def _authorize(connection: sqlite3.Connection, tables: tuple[str, ...]) -> None:
    """Allow nothing but to read these tables, and only by our own statements."""

    def check(action: int, table: str | None, _: str | None, __: str | None, source: str | None) -> int:
        if action == sqlite3.SQLITE_SELECT:
            return sqlite3.SQLITE_OK
        is_ours = action == sqlite3.SQLITE_READ and table in tables and source is None
        return sqlite3.SQLITE_OK if is_ours else sqlite3.SQLITE_DENY

    connection.set_authorizer(check)


def _list_layers(connection: sqlite3.Connection) -> tuple[list[_Layer], list[str]]:
    """The layers that are plain tables, and the names of what the catalogue lists besides."""
    kinds = {
        name: (kind, sql or "") for kind, name, sql in _select(connection, "SELECT type, name, sql FROM sqlite_master")
    }
    if kinds.get("gpkg_contents", ("",))[0] != "table":
        raise IncidentsInvalid(f"is a database of SQLite (SpatiaLite or another) and no GeoPackage. {REMEDY}")
    contents = dict.fromkeys(_select(connection, "SELECT table_name, data_type FROM gpkg_contents"))
    geometries = _list_geometries(connection, kinds)
    layers, others = [], []
    check_tables(len(contents), LAYERS.many)
    for name, data_type in contents:
        kind, sql = kinds.get(name, ("", ""))
        is_plain = kind == "table" and not sql.lstrip()[:14].upper().startswith("CREATE VIRTUAL")
        if is_plain and data_type in ("features", "attributes", "aspatial") and str(name) not in CATALOGUE:
            layers.append(_describe(connection, str(name), geometries))
        else:
            others.append(f"“{name}”")
    return layers, others


def _list_geometries(connection: sqlite3.Connection, kinds: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """The column of geometries of each table, and the reference system that it states."""
    if not all(kinds.get(name, ("",))[0] == "table" for name in CATALOGUE[3:]):
        return {}
    systems = {
        number: f"{organization}:{code}" if str(organization).upper() == "EPSG" else str(definition)
        for number, organization, code, definition in _select(
            connection, "SELECT srs_id, organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys"
        )
    }
    columns = _select(connection, "SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns")
    return {
        str(table): (str(column), "" if number in UNDEFINED_SYSTEMS else systems.get(number, str(number)))
        for table, column, number in columns
    }


def _describe(connection: sqlite3.Connection, name: str, geometries: dict[str, tuple[str, str]]) -> _Layer:
    _authorize(connection, (*CATALOGUE, name))
    cursor = connection.execute(f"SELECT * FROM {_quote(name)} LIMIT 0")
    columns = tuple(str(column[0]) for column in cursor.description)
    geometry, system = geometries.get(name, ("", ""))
    return _Layer(name, columns, geometry if geometry in columns else "", system)


def _select(connection: sqlite3.Connection, statement: str) -> list[tuple[Any, ...]]:
    return connection.execute(statement).fetchall()


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _read_layer(connection: sqlite3.Connection, layer: _Layer, options: ImportOptions) -> RawTable:
    _authorize(connection, (*CATALOGUE, layer.name))
    features, n_binary = Features(), 0
    for number, values in enumerate(connection.execute(f"SELECT * FROM {_quote(layer.name)}"), start=1):
        record = dict(zip(layer.columns, values, strict=True))
        geometry = record.pop(layer.geometry, None)
        n_binary += sum(isinstance(value, bytes) for value in record.values())
        try:
            features.add(number, {name: _to_text(value) for name, value in record.items()}, _parse_geometry(geometry))
        except FeatureParseError as error:
            features.reject(number, error.feature, error.reason)
    notes = (f"Pictures and other binary cells are left out: {pluralize(n_binary, 'cell')}.",) if n_binary else ()
    return build_table(GeoPackageReader.name, features, options, system=layer.system, notes=notes)


def _to_text(value: Any) -> str | None:
    if value is None or isinstance(value, bytes):
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return value if isinstance(value, str) else repr(value)


def _parse_geometry(blob: Any) -> Shape:
    """A geometry of a GeoPackage: a header with an optional envelope, then WKB; raises FeatureParseError."""
    if blob is None:
        return None
    if not isinstance(blob, bytes) or len(blob) < 8 or blob[:2] != b"GP":
        raise FeatureParseError(repr(blob)[:50], "its geometry is none of a GeoPackage")
    flags = blob[3]
    envelope = flags >> 1 & 0x07
    if flags & IS_EXTENDED or envelope >= len(ENVELOPE_BYTES):
        raise FeatureParseError("geometry", "its geometry is of an extended kind, which is not read")
    if flags & IS_EMPTY:
        return None
    wkb = blob[8 + ENVELOPE_BYTES[envelope] :]
    try:
        shape: shapely.Geometry = shapely.from_wkb(wkb)
    except (ShapelyError, struct.error, ValueError):
        raise FeatureParseError("geometry", "its geometry is damaged") from None
    return (repr(shape.x), repr(shape.y)) if shape.geom_type == "Point" and not shape.is_empty else shape
