"""Bundles made in memory, and their files."""

import csv
import io
import zipfile
from datetime import UTC, datetime

from geo.bundle.bundle import BundleJob, stream_bundle
from geo.query.selection import Selection
from geo.storage.atlas import Atlas

NOON = datetime(2026, 11, 29, 12, 0, 0, tzinfo=UTC)
ORIGIN = "http://127.0.0.1:8501/"


def make_bundle(atlas: Atlas, query: str = "", *, origin: str = ORIGIN) -> bytes:
    """The bundle of a query as one file."""
    results = atlas.select(Selection.from_query(query))
    return b"".join(stream_bundle(BundleJob(atlas, results, origin, created=NOON)).chunks)


def unpack(content: bytes) -> dict[str, bytes]:
    """The files of an archive, in order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def lines_of(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file, by column."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def pack(files: dict[str, bytes]) -> bytes:
    """An archive of these files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()
