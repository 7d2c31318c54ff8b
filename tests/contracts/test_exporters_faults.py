"""No exporter passes off a part of a file as the whole: whatever fails while it is made, the making fails."""

import resource
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import geopandas as gpd
import pytest

from geo import exports
from geo.core import temporary_folders
from geo.errors import DiskFull
from geo.exports import EXPORTERS, Exporter
from geo.exports.exporter import ExportJob
from tests.tables import select

EACH_EXPORTER = pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda exporter: exporter.extension)
ROOM_BYTES = 600  # less than the smallest file that is made on the disk


@contextmanager
def full_disk() -> Iterator[None]:
    """Files of this process end after some bytes, as those on a full disk do."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM_BYTES, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def stream(exporter: Exporter, rows: gpd.GeoDataFrame) -> exports.Stream:
    return exports.stream(select(rows, ""), exporter, data_version="0123456789abcdef")


@EACH_EXPORTER
def test_rows_that_cannot_be_read_break_the_file_off(
    exporter: Exporter, small: gpd.GeoDataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches = ExportJob.batches

    def break_off(job: ExportJob, *sizes: int) -> Iterator[gpd.GeoDataFrame]:
        yield next(iter(batches(job, *sizes)))
        raise LookupError("the second batch")

    monkeypatch.setattr(ExportJob, "batches", break_off)
    with pytest.raises(LookupError, match="the second batch"):
        list(stream(exporter, small).chunks)


@EACH_EXPORTER
def test_a_full_disk_is_an_error_or_the_format_needs_none(exporter: Exporter, small: gpd.GeoDataFrame) -> None:
    whole = b"".join(stream(exporter, small).chunks)
    with full_disk(), suppress(DiskFull):
        assert b"".join(stream(exporter, small).chunks) == whole
    assert b"".join(stream(exporter, small).chunks) == whole  # and again, once there is room


def test_formats_that_use_the_disk_raise_disk_full(small: gpd.GeoDataFrame) -> None:
    for extension in ("xlsx", "gpkg"):
        with full_disk(), pytest.raises(DiskFull, match="The disk of this server is full"):
            list(stream(exports.EXPORTER[extension], small).chunks)


def test_so_do_they_where_no_folder_for_temporary_files_takes_any(
    small: gpd.GeoDataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find_none() -> str:
        raise FileNotFoundError("No usable temporary directory found")

    monkeypatch.setattr(tempfile, "gettempdir", find_none)
    temporary_folders._make_folder.cache_clear()
    try:
        with pytest.raises(DiskFull):
            list(stream(exports.EXPORTER["gpkg"], small).chunks)
    finally:
        temporary_folders._make_folder.cache_clear()
