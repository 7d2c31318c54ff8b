"""What people name instead of a file of tiles."""

import os
import re
from pathlib import Path

import pytest

from geo.errors import BasemapInvalid
from geo.mapping.raster_archives import open_archive


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b"II*\x00\x08\x00\x00\x00", "it is a TIFF picture.*gdal_translate -of MBTILES"),
        (b"MM\x00+\x00\x08", "it is a TIFF picture"),
        (b"\xff\xd8\xff\xe0", "it is a single picture"),
        (b"PK\x03\x04rest", "it is a .zip. Unpack it"),
        (b"\x1f\x8b\x08rest", "packed by gzip. Unpack it"),
        (b"version https://git-lfs.github.com/spec/v1\noid", "git lfs pull"),
        (b"<!DOCTYPE html><title>404</title>", "it is a web page"),
        (b"\xef\xbb\xbf<html>", "it is a web page"),
        (b'{"tilejson": "2.2.0"}', "JSON"),
        (b"SQLite format 2", "of another kind, encrypted or damaged"),
        (bytes(range(1, 200)), "of another kind, encrypted or damaged"),
        (b"PM", "of another kind, encrypted or damaged"),
        (b"PMTil", "of another kind, encrypted or damaged"),
        (b"PMTiles", "it ends after 7 bytes"),
        (b"SQLite format 3\x00", "cannot be opened|SQLite cannot read it"),
    ],
)
def test_a_foreign_file_is_refused_by_name(content: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.mbtiles"
    path.write_bytes(content)
    with pytest.raises(BasemapInvalid, match=f"^The basemap mine.mbtiles cannot be used: .*({reason}).* Accepted: "):
        open_archive(path)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing.mbtiles", "there is no such file."),
        ("missing/too.mbtiles", "there is no such file."),
        (".", "it is a folder."),
        ("pipe", "it is a device or a pipe and no file."),
        ("n" * 300, "it cannot be opened (File name too long)."),
        ("nul\x00.mbtiles", "it cannot be opened"),
        ("https://example.org/{z}/{x}/{y}.png", "there is no such file."),
    ],
)
def test_what_is_no_file_is_refused(name: str, reason: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BasemapInvalid, match=re.escape(reason)):
        open_archive(tmp_path / name)
