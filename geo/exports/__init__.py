"""Selections to files. To add a format, write its Exporter in a file of its own and add it to EXPORTERS."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from geo.exports.csv_file import CSV
from geo.exports.exporter import Exporter, ExportJob
from geo.exports.geojson import GeoJSON, GeoJSONWithAreas
from geo.exports.geoparquet import GeoParquet
from geo.exports.rows import SelectedRows
from geo.query.engine import ResultSet
from geo.query.filters.extents import Inside
from geo.query.selection import Selection

EXPORTERS: tuple[Exporter, ...] = (CSV(), GeoJSON(), GeoParquet())
EXPORTER: dict[str, Exporter] = {exporter.extension: exporter for exporter in EXPORTERS}
GEOJSON_WITH_AREAS: Exporter = GeoJSONWithAreas()  # on request only: `areas=1`
# In a file name. Chosen by judgement: the whole name stays well below the 255 bytes that file systems allow.
SLUG_CHARACTERS, DIGEST_CHARACTERS = 60, 8

__all__ = [
    "EXPORTER",
    "EXPORTERS",
    "GEOJSON_WITH_AREAS",
    "Download",
    "Exporter",
    "Stream",
    "build_file_name",
    "download",
    "incidents_file_name",
    "stream",
]


@dataclass(frozen=True)
class Download:
    """A whole file. Its name depends on what makes its content: the selection, the format and the data version."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, eq=False)
class Stream:
    """The same file, made chunk by chunk as it is sent."""

    name: str
    media_type: str
    chunks: Iterator[bytes]


def stream(results: ResultSet, exporter: Exporter, *, data_version: str) -> Stream:
    """Stream the selected incidents as a file, with no more than a batch of rows in memory.

    A chunk is made when it is asked for; a caller who wants no more only has to let go of `chunks`.
    """
    job = ExportJob(SelectedRows(results), results.selection, data_version)
    name = incidents_file_name(results.selection, exporter, data_version)
    return Stream(name, exporter.media_type, exporter.iter_chunks(job))


def download(results: ResultSet, exporter: Exporter, *, data_version: str) -> Download:
    """The file that `stream` sends, whole: for a button that must have it at hand."""
    file = stream(results, exporter, data_version=data_version)
    return Download(file.name, file.media_type, b"".join(file.chunks))


def incidents_file_name(selection: Selection, exporter: Exporter, data_version: str) -> str:
    """The name of the incidents' file, known before its first byte is made.

    Its hash is of what makes the content, so that it changes whenever the data or the selection do: Streamlit's button
    would serve an older file under an equal name and length.
    """
    source = "/".join((data_version, selection.to_query(), exporter.extension)).encode(errors="replace")
    return build_file_name(exporter.content_kind, selection, data_version, source, exporter.extension)


def build_file_name(kind: str, selection: Selection, data_version: str, source: bytes, extension: str) -> str:
    """A stable name in ASCII: kind, selection, data version and a hash of `source`, which is what makes the content."""
    digest = hashlib.sha256(source).hexdigest()[:DIGEST_CHARACTERS]
    return f"faultline-{kind}_{_slug(selection)}_data-{data_version[:DIGEST_CHARACTERS]}_{digest}.{extension}"


def _slug(selection: Selection) -> str:
    words = " ".join(f"{key} {value}" for key, value in selection.filters) or "all"
    if selection.inside is Inside.POSSIBLE:
        words = f"possible {words}"  # first, for the name may be cut
    ascii_words = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9.]+", "-", ascii_words).strip("-.")
    return slug[:SLUG_CHARACTERS].rstrip("-.") or "selection"
