"""What every kind of tile file promises: each tile comes back as it was put in, and no file raises anything else."""

import shutil
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import BasemapInvalid
from geo.mapping.raster_archives import ARCHIVE_KINDS, open_archive
from geo.mapping.raster_archives.archive import RasterArchive
from geo.mapping.raster_archives.mbtiles import MBTiles
from geo.mapping.raster_archives.picture import MAX_TILE_BYTES
from geo.mapping.raster_archives.pmtiles import PMTiles
from geo.query.point_index import Tile
from tests.thoroughness import count
from tests.tile_files import AVIF, JPEG, PNG, VECTOR, WEBP, Tiles, pack, write_mbtiles, write_pmtiles

WRITERS: dict[type[RasterArchive], Callable[[Path, Tiles, Mapping[str, Any] | None], Path]] = {
    MBTiles: write_mbtiles,
    PMTiles: write_pmtiles,
}
EVERY_KIND = pytest.mark.parametrize("kind", ARCHIVE_KINDS, ids=lambda kind: kind.kind)
SOME = {Tile(zoom, zoom, zoom // 2): PNG + bytes([zoom] * 30) for zoom in range(2, 7)}
METADATA = {"name": "Panjgur", "attribution": "© nobody", "bounds": "60.5,25,66,29.75", "format": "png"}


@st.composite
def tiles(draw: st.DrawFn) -> Tile:
    zoom = draw(st.integers(0, 16))
    row_or_column = st.integers(0, 2**zoom - 1)
    return Tile(zoom, draw(row_or_column), draw(row_or_column))


pictures = st.builds(bytes.__add__, st.sampled_from([PNG, JPEG, WEBP, AVIF]), st.binary(max_size=40))


def reopen(kind: type[RasterArchive], path: Path, content: Tiles, metadata: dict[str, str]) -> RasterArchive:
    return open_archive(WRITERS[kind](path.with_suffix(kind.extension), content, metadata))


def test_every_kind_is_tested() -> None:
    assert set(WRITERS) == set(ARCHIVE_KINDS)
    assert len({kind.extension for kind in ARCHIVE_KINDS}) == len(ARCHIVE_KINDS)


@EVERY_KIND
@given(content=st.dictionaries(tiles(), pictures, min_size=1, max_size=12), other=tiles())
@settings(max_examples=25)
def test_every_tile_comes_back_byte_for_byte(kind: type[RasterArchive], content: Tiles, other: Tile) -> None:
    with tempfile.TemporaryDirectory() as folder, closing(reopen(kind, Path(folder) / "map", content, {})) as archive:
        for tile, picture in content.items():
            answer = archive.read_picture(tile)
            assert answer is not None
            assert answer.content == picture
        assert (archive.read_picture(other) is None) == (other not in content)
        zooms = [tile.zoom for tile in content]
        assert (archive.description.min_zoom, archive.description.max_zoom) == (min(zooms), max(zooms))


@EVERY_KIND
@pytest.mark.parametrize(
    ("beginning", "media_type"),
    [(PNG, "image/png"), (JPEG, "image/jpeg"), (WEBP, "image/webp"), (AVIF, "image/avif")],
)
def test_the_type_is_that_of_the_bytes(
    kind: type[RasterArchive], beginning: bytes, media_type: str, tmp_path: Path
) -> None:
    content = {Tile(3, 1, 2): beginning + b"...", Tile(3, 1, 3): pack(beginning + b"packed")}
    with closing(reopen(kind, tmp_path / "map", content, {"format": "gif"})) as archive:
        plain, unpacked = archive.read_picture(Tile(3, 1, 2)), archive.read_picture(Tile(3, 1, 3))
    assert plain is not None
    assert unpacked is not None
    assert (plain.media_type, unpacked.media_type) == (media_type, media_type)
    assert unpacked.content == beginning + b"packed"


@EVERY_KIND
def test_what_a_file_states(kind: type[RasterArchive], tmp_path: Path) -> None:
    with closing(reopen(kind, tmp_path / "map", SOME, METADATA)) as archive:
        stated = archive.description
    assert (stated.name, stated.attribution, stated.min_zoom, stated.max_zoom) == ("Panjgur", "© nobody", 2, 6)
    assert stated.bounds == (60.5, 25.0, 66.0, 29.75)


@EVERY_KIND
@pytest.mark.parametrize(
    ("metadata", "name", "attribution"),
    [
        ({}, "map", ""),
        ({"name": "  "}, "map", ""),
        ({"name": "<img src=x onerror=alert(1)>"}, "<img src=x onerror=alert(1)>", ""),
        ({"name": "a\n\tb \x1b[31m\u202edne"}, "a b ␛[31m\ufffddne", ""),
        ({"name": "n" * 5000, "attribution": "a " * 500_000}, "n" * 79 + "…", ("a " * 150)[:299].rstrip() + "…"),
        ({"name": "صورة", "attribution": "</script>{{7*7}}"}, "صورة", "</script>{{7*7}}"),
    ],
)
def test_texts_are_text_on_one_line_and_short(
    kind: type[RasterArchive], metadata: dict[str, str], name: str, attribution: str, tmp_path: Path
) -> None:
    with closing(reopen(kind, tmp_path / "map", SOME, metadata)) as archive:
        assert (archive.description.name, archive.description.attribution) == (name, attribution)


@EVERY_KIND
@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ("-180,-90,180,90", (-180.0, -85.06, 180.0, 85.06)),
        ("60,25,60,29", None),
        ("170,-20,-170,-10", None),
        ("60,29,66,25", None),
        ("-200,0,200,10", None),
        ("60,86,66,89", None),
    ],
)
def test_bounds_that_bound_nothing_are_none(
    kind: type[RasterArchive], bounds: str, expected: tuple[float, ...] | None, tmp_path: Path
) -> None:
    with closing(reopen(kind, tmp_path / "map", SOME, {"bounds": bounds})) as archive:
        assert archive.description.bounds == expected


@EVERY_KIND
@pytest.mark.parametrize("content", [VECTOR, pack(VECTOR), b"<svg onload=alert(1)>", b"GIF89a", b"%PDF-1.7", b"\x00"])
def test_tiles_that_are_no_pictures_are_refused(kind: type[RasterArchive], content: bytes, tmp_path: Path) -> None:
    with pytest.raises(BasemapInvalid, match=r"Accepted: an .mbtiles or .pmtiles file"):
        reopen(kind, tmp_path / "map", {Tile(1, 0, 0): content}, {})


@EVERY_KIND
def test_among_pictures_another_tile_is_not_served(kind: type[RasterArchive], tmp_path: Path) -> None:
    content = {Tile(0, 0, 0): PNG, Tile(1, 0, 0): b"<script>alert(1)</script>"}
    with closing(reopen(kind, tmp_path / "map", content, {})) as archive, pytest.raises(BasemapInvalid):
        archive.read_picture(Tile(1, 0, 0))


@EVERY_KIND
def test_a_tile_that_is_too_large_is_not_read(kind: type[RasterArchive], tmp_path: Path) -> None:
    content = {
        Tile(0, 0, 0): PNG,
        Tile(1, 0, 0): PNG + bytes(MAX_TILE_BYTES + 2_000),
        Tile(1, 0, 1): pack(PNG + bytes(MAX_TILE_BYTES)),
    }
    with closing(reopen(kind, tmp_path / "map", content, {})) as archive:
        for tile in (Tile(1, 0, 0), Tile(1, 0, 1)):
            with pytest.raises(BasemapInvalid):
                archive.read_picture(tile)


@EVERY_KIND
def test_a_file_that_is_cut_off_anywhere_is_refused(kind: type[RasterArchive], tmp_path: Path) -> None:
    whole = WRITERS[kind](tmp_path / "whole", SOME, METADATA).read_bytes()
    path = tmp_path / "cut"
    for length in range(0, len(whole), 10):
        path.write_bytes(whole[:length])
        with pytest.raises(BasemapInvalid):
            open_archive(path)


@EVERY_KIND
@given(changes=st.dictionaries(st.integers(0, 10_000), st.integers(0, 255), min_size=1, max_size=6))
@settings(max_examples=count(20, 60))
def test_a_damaged_file_raises_nothing_else(kind: type[RasterArchive], changes: dict[int, int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = WRITERS[kind](Path(folder) / "damaged", SOME, METADATA)
        content = bytearray(path.read_bytes())
        for place, value in changes.items():
            content[place % len(content)] = value
        path.write_bytes(content)
        read_everything(path)


def read_everything(path: Path) -> None:
    try:
        archive = open_archive(path)
    except BasemapInvalid:
        return
    with closing(archive):
        for tile in SOME:
            try:
                archive.read_picture(tile)
            except BasemapInvalid:
                continue


@EVERY_KIND
def test_threads_read_at_once(kind: type[RasterArchive], tmp_path: Path) -> None:
    content = {Tile(8, column, 3): PNG + bytes([column]) * 50 for column in range(200)}
    with closing(reopen(kind, tmp_path / "map", content, {})) as archive, ThreadPoolExecutor(8) as threads:
        pictures = list(threads.map(archive.read_picture, content))
    assert [picture and picture.content for picture in pictures] == list(content.values())


@EVERY_KIND
def test_a_name_of_a_file_is_no_address(kind: type[RasterArchive], tmp_path: Path) -> None:
    with closing(reopen(kind, tmp_path / "a?mode=rw#b%41 é'\"", SOME, {})) as archive:
        assert archive.description.name == "a?mode=rw#b%41 é'\""
        assert archive.read_picture(Tile(4, 4, 2)) is not None


@EVERY_KIND
def test_nothing_is_written_and_a_read_only_folder_will_do(kind: type[RasterArchive], tmp_path: Path) -> None:
    archive = reopen(kind, tmp_path / "map", SOME, {})
    before = archive.path.read_bytes()
    archive.read_picture(Tile(4, 4, 2))
    assert [path.name for path in tmp_path.iterdir()] == [f"map{kind.extension}"]
    assert archive.path.read_bytes() == before
    archive.close()


@EVERY_KIND
def test_a_closed_file_is_an_error_of_ours(kind: type[RasterArchive], tmp_path: Path) -> None:
    archive = reopen(kind, tmp_path / "map", SOME, {})
    archive.close()
    archive.close()
    with pytest.raises(BasemapInvalid):
        archive.read_picture(Tile(4, 4, 2))


@EVERY_KIND
def test_a_file_that_shrinks_while_it_is_open_is_an_error_of_ours(kind: type[RasterArchive], tmp_path: Path) -> None:
    content = {Tile(8, column, 3): PNG + bytes([column]) * 500 for column in range(200)}
    with closing(reopen(kind, tmp_path / "map", content, {})) as archive:
        with archive.path.open("rb+") as file:
            file.truncate(600)
        with pytest.raises(BasemapInvalid):
            [archive.read_picture(tile) for tile in content]


@EVERY_KIND
def test_a_file_needs_no_name_of_its_kind(kind: type[RasterArchive], tmp_path: Path) -> None:
    path = shutil.move(WRITERS[kind](tmp_path / "map", SOME, {}), tmp_path / "picture.jpg")
    with closing(open_archive(Path(path))) as archive:
        assert isinstance(archive, kind)
