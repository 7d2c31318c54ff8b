"""MBTiles as programs write them, and databases that are none or that were made to harm."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from geo.errors import BasemapInvalid
from geo.mapping.raster_archives import open_archive
from geo.mapping.raster_archives.mbtiles import MAX_SECONDS
from geo.query.point_index import Tile
from tests.tile_files import INSERT, PNG, TABLE, VECTOR, connect_new, to_rows, write_mbtiles

TILES = {Tile(0, 0, 0): PNG + b"0", Tile(2, 1, 0): PNG + b"north", Tile(2, 1, 3): PNG + b"south"}


def write_database(path: Path, *statements: str) -> Path:
    """A database with a table `stored` of tiles, and what the statements add."""
    with closing(connect_new(path)) as connection, connection:
        connection.execute(TABLE.replace("tiles", "stored"))
        connection.executemany(INSERT.format("stored"), to_rows(TILES))
        for statement in statements:
            connection.execute(statement)
    return path


@pytest.mark.parametrize(
    "statements",
    [
        ("CREATE VIEW tiles AS SELECT * FROM stored",),
        (
            "CREATE TABLE map (zoom_level, tile_column, tile_row, tile_id)",
            "INSERT INTO map SELECT zoom_level, tile_column, tile_row, rowid FROM stored",
            "CREATE TABLE images AS SELECT rowid AS tile_id, tile_data FROM stored",
            "CREATE VIEW tiles AS SELECT map.zoom_level AS zoom_level, map.tile_column AS tile_column, "
            "map.tile_row AS tile_row, images.tile_data AS tile_data FROM map "
            "JOIN images ON images.tile_id = map.tile_id",
        ),
        ("CREATE TABLE tiles AS SELECT tile_data, tile_row, tile_column, zoom_level FROM stored",),
    ],
    ids=["view", "map and images", "no index, other order, no metadata"],
)
def test_tiles_may_be_a_view(statements: tuple[str, ...], tmp_path: Path) -> None:
    with closing(open_archive(write_database(tmp_path / "view.mbtiles", *statements))) as archive:
        pictures = [archive.read_picture(tile) for tile in TILES]
    assert [picture and picture.content for picture in pictures] == list(TILES.values())


ENDLESS = "WITH RECURSIVE n(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n)"
AS_TABLE = "CREATE TABLE tiles AS SELECT {}, tile_column, tile_row FROM stored"
CROSS_JOIN = ", ".join(f"stored AS s{number}" for number in range(30))


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        (f"CREATE VIEW tiles AS {ENDLESS} SELECT 3 AS zoom_level, i AS tile_column, 0 AS tile_row, x'00' AS tile_data "
         "FROM n",
         "its view of tiles does more than read tables"),
        ("CREATE VIEW tiles AS SELECT zoom_level, tile_column, tile_row, zeroblob(900000000) AS tile_data FROM stored",
         "its view of tiles does more than read tables"),
        (f"CREATE VIEW tiles AS SELECT s0.zoom_level + s1.zoom_level AS zoom_level, s2.tile_row AS tile_row, "
         f"s3.tile_column AS tile_column, s4.tile_data AS tile_data FROM {CROSS_JOIN}",
         f"to find a tile takes more than {MAX_SECONDS:g} second"),
        ("CREATE VIEW tiles AS SELECT * FROM tiles", "SQLite cannot read it"),
        ("CREATE VIEW tiles AS SELECT zoom_level, tile_column, tile_row FROM stored", "without the tiles of MBTiles"),
        ("CREATE VIEW tiles AS SELECT * FROM pragma_database_list", "without the tiles|does more|cannot read it"),
        ("CREATE TABLE gpkg_contents (table_name, data_type)", "a GeoPackage or another"),
        ("CREATE TABLE tiles AS SELECT * FROM stored WHERE 0", "it has no tiles"),
        (AS_TABLE.format("NULL AS zoom_level, tile_data"), "has no tiles"),
        (AS_TABLE.format("'five' AS zoom_level, tile_data"), "no whole"),
        (AS_TABLE.format("23 AS zoom_level, tile_data"), "zooms 23 to 23"),
        (AS_TABLE.format("-1 AS zoom_level, tile_data"), "zooms -1 to -1"),
        (AS_TABLE.format("zoom_level, 'text' AS tile_data"), "neither PNG"),
        (AS_TABLE.format("zoom_level, NULL AS tile_data"), "neither PNG"),
    ],
)  # fmt: skip
def test_a_database_that_is_none_or_a_trap_is_refused(statement: str, reason: str, tmp_path: Path) -> None:
    path = write_database(tmp_path / "trap.mbtiles", statement)
    with pytest.raises(BasemapInvalid, match=reason):
        open_archive(path)


@pytest.mark.parametrize("stated", ["pbf", "PBF ", "application/vnd.mapbox-vector-tile"])
def test_vector_tiles_are_refused_by_name_with_what_to_do(stated: str, tmp_path: Path) -> None:
    path = write_mbtiles(tmp_path / "vector.mbtiles", {Tile(0, 0, 0): VECTOR}, {"format": stated})
    with pytest.raises(BasemapInvalid, match=r"its tiles are vectors.*QGIS.*Generate XYZ tiles"):
        open_archive(path)


@pytest.mark.parametrize(
    "metadata",
    [{"bounds": "west,south"}, {"bounds": "nan,0,inf,1"}, {"bounds": "1,2,3"}, {"bounds": None}, {"bounds": 7},
     {"bounds": b"\xff\xfe"}, {"bounds": "1," * 100_000}, {"name": b"\x00\x01", "attribution": 3.5}],
)  # fmt: skip
def test_metadata_that_cannot_be_right_cost_no_tile(metadata: dict[str, object], tmp_path: Path) -> None:
    path = write_mbtiles(tmp_path / "map.mbtiles", TILES, metadata)
    with closing(open_archive(path)) as archive:
        assert (archive.description.bounds, archive.description.name) == (None, "map")
        assert archive.read_picture(Tile(2, 1, 3)) is not None


def test_one_text_that_is_too_large_costs_no_other(tmp_path: Path) -> None:
    metadata = {"name": "Panjgur", "attribution": "a" * 5_000_000, "json": "{" * 5_000_000}
    with closing(open_archive(write_mbtiles(tmp_path / "map.mbtiles", TILES, metadata, 4096))) as archive:
        assert (archive.description.name, archive.description.attribution) == ("Panjgur", "")


def test_the_first_tile_of_a_zoom_may_be_empty(tmp_path: Path) -> None:
    path = write_mbtiles(tmp_path / "map.mbtiles", {Tile(1, 0, 0): b"", Tile(1, 1, 1): PNG})
    with closing(open_archive(path)) as archive:
        assert archive.read_picture(Tile(1, 0, 0)) is None
        assert archive.read_picture(Tile(1, 1, 1)) is not None


def test_a_file_that_is_still_being_written_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "busy.mbtiles"
    with closing(sqlite3.connect(path)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute(TABLE)
        with pytest.raises(BasemapInvalid, match="still being written"):
            open_archive(path)


def test_a_file_of_another_writer_is_read_without_its_lock(tmp_path: Path) -> None:
    path = write_mbtiles(tmp_path / "map.mbtiles", TILES)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with closing(open_archive(path)) as archive:
            assert archive.read_picture(Tile(0, 0, 0)) is not None
