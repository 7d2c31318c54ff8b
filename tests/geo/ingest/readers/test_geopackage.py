"""GeoPackage: layers, reference systems, and SQL that a file would have us run."""

import sqlite3
import struct

import pytest
import shapely
from shapely.geometry import Point, box

from geo.errors import IncidentsInvalid
from geo.ingest.import_result import SHEET
from geo.ingest.options import ImportOptions
from geo.ingest.readers import read_table
from tests.geo.ingest.readers.ten_incidents import LAYER, geopackage, written_by_gdal

ENDLESS = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT n AS fid, n AS table_name FROM t"


def changed(*statements: str) -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(geopackage())
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    content: bytes = connection.serialize()
    connection.close()
    return content


def listed(name: str) -> str:
    return f"INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('{name}', 'attributes', '{name}', 0)"


def with_geometry(blob: bytes) -> bytes:
    return changed(
        "CREATE TABLE own (fid INTEGER PRIMARY KEY, date TEXT, shape BLOB)",
        f"INSERT INTO own (date, shape) VALUES ('2024-01-16', x'{blob.hex()}'), ('2024-01-17', NULL)",
        listed("own"),
        "INSERT INTO gpkg_geometry_columns VALUES ('own', 'shape', 'GEOMETRY', 4326, 0, 0)",
    )


@pytest.mark.parametrize("envelope", range(5))
@pytest.mark.parametrize("order", ["<", ">"])
def test_geometries_with_any_envelope_and_byte_order(envelope: int, order: str) -> None:
    size = (0, 32, 48, 48, 64)[envelope]
    header = b"GP\x00" + bytes([envelope << 1 | (order == "<")]) + struct.pack(f"{order}i", 4326) + bytes(size)
    wkb = shapely.to_wkb(Point(63, 26), byte_order=int(order == "<"))
    cells = read_table(with_geometry(header + wkb), ImportOptions(sheet="own")).cells
    assert cells["longitude"].fillna("").tolist() == ["63.0", ""]


@pytest.mark.parametrize(
    "blob", [b"GP", b"no geometry", b"GP\x00\x21" + bytes(20), b"GP\x00\x0f" + bytes(90), b"GP\x00\x01" + bytes(9)]
)
def test_a_damaged_geometry_is_rejected_alone(blob: bytes) -> None:
    table = read_table(with_geometry(blob), ImportOptions(sheet="own"))
    assert (list(table.cells.index), list(table.rejected["row"])) == ([2], [1])


def test_views_are_not_run_but_named() -> None:
    table = read_table(changed(f"CREATE VIEW endless AS {ENDLESS}", listed("endless")))
    assert (len(table.cells), "“endless”" in table.findings[0].text) == (10, True)


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        (("DROP TABLE incidents", f"CREATE VIEW incidents AS {ENDLESS}"), "without tables of its own"),
        (("ALTER TABLE gpkg_contents RENAME TO other", f"CREATE VIEW gpkg_contents AS {ENDLESS}"), "no GeoPackage"),
        (
            (
                "CREATE TABLE large (a INTEGER PRIMARY KEY, b TEXT GENERATED ALWAYS AS (hex(zeroblob(40000000))) VIRTUAL)",
                "INSERT INTO large (a) VALUES (1)",
                listed("large"),
            ),
            "too big|prohibited|not authorized",
        ),
        (("CREATE TABLE large (b)", "INSERT INTO large VALUES (zeroblob(60000000))", listed("large")), "too big"),
    ],
)
def test_what_would_never_end_or_fill_the_memory_is_refused(statements: tuple[str, ...], words: str) -> None:
    with pytest.raises(IncidentsInvalid, match=words):
        read_table(changed(*statements))


def test_no_name_of_a_table_is_sql() -> None:
    name = 'x"; DROP TABLE incidents; --'
    quoted = '"' + name.replace('"', '""') + '"'
    content = changed(f"CREATE TABLE {quoted} (a TEXT)", f"INSERT INTO {quoted} VALUES ('b')", listed(name))
    assert read_table(content, ImportOptions(sheet=name)).cells["a"].tolist() == ["b"]
    assert len(read_table(content).cells) == 10


def test_a_file_that_is_cut_off_or_another_database_is_refused() -> None:
    with pytest.raises(IncidentsInvalid, match="cut off"):
        read_table(geopackage()[:50_000])
    with pytest.raises(IncidentsInvalid, match="SQLite"):
        read_table(written_by_gdal(LAYER, "a.sqlite", driver="SQLite")["a.sqlite"])


def test_areas_are_kept_as_shapes_and_the_layer_can_be_named() -> None:
    layer = LAYER.set_geometry([box(point.x, point.y, point.x + 1, point.y + 1) for point in LAYER.geometry])
    table = read_table(geopackage(layer))
    assert (len(table.shapes), table.cells["geometry"].str.startswith("POLYGON").all()) == (10, True)
    assert read_table(geopackage(), ImportOptions(answers=((SHEET, "", "incidents"),))).n_rows == 10


def test_no_layer_of_many_is_left_out_and_too_many_are_refused() -> None:
    def layers(number: int) -> bytes:
        names = [f"t{place}" for place in range(number)]
        return changed(
            *(f"CREATE TABLE {name} (date TEXT, place TEXT)" for name in names),
            *(f"INSERT INTO {name} VALUES ('2024-01-16', 'Place {name}')" for name in names),
            *map(listed, names),
        )

    table = read_table(layers(60), ImportOptions(sheet="t59"))
    assert table.cells["place"].tolist() == ["Place t59"]
    with pytest.raises(IncidentsInvalid, match="layers; 1,000 are read at most"):
        read_table(layers(1_000))
