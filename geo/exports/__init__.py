"""Selections to files. To add a format, write its Exporter in a file of its own and add it to EXPORTERS."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from geo.exports.csv_file import CSV
from geo.exports.excel import Excel
from geo.exports.exporter import Exporter, ExportJob
from geo.exports.generalisation import EXACT, Generalisation, GeneralisedRows
from geo.exports.geojson import GeoJSON, GeoJSONWithAreas
from geo.exports.geopackage import GeoPackage
from geo.exports.geoparquet import GeoParquet
from geo.exports.kml import KML
from geo.exports.rows import ExportRows, SelectedRows
from geo.exports.shapefile import Shapefile
from geo.query.engine import ResultSet
from geo.query.filters.extents import Inside
from geo.query.selection import Selection

EXPORTERS: tuple[Exporter, ...] = (CSV(), Excel(), GeoJSON(), GeoParquet(), GeoPackage(), KML(), Shapefile())
EXPORTER: dict[str, Exporter] = {exporter.extension: exporter for exporter in EXPORTERS}
GEOJSON_WITH_AREAS: Exporter = GeoJSONWithAreas()  # on request only: `areas=1`
# In a file name. Chosen by judgement: the whole name stays well below the 255 bytes that file systems allow.
SLUG_CHARACTERS, DIGEST_CHARACTERS = 60, 8

__all__ = [
    "EXPORTER",
    "EXPORTERS",
    "GEOJSON_WITH_AREAS",
    "Download",
    "ExportJob",
    "Exporter",
    "Generalisation",
    "Stream",
    "build_file_name",
    "build_job",
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


def stream(
    results: ResultSet, exporter: Exporter, *, data_version: str, generalisation: Generalisation = EXACT
) -> Stream:
    """Stream the selected incidents as a file, with no more than a batch of rows in memory.

    A chunk is made when it is asked for; a caller who wants no more only has to let go of `chunks`.
    """
    job = build_job(results, data_version=data_version, generalisation=generalisation)
    name = incidents_file_name(results.selection, exporter, data_version, generalisation)
    return Stream(name, exporter.media_type, exporter.iter_chunks(job))


def build_job(results: ResultSet, *, data_version: str, generalisation: Generalisation = EXACT) -> ExportJob:
    """What an exporter writes: the selected incidents, with coordinates as they are or generalised."""
    rows: ExportRows = SelectedRows(results)
    if generalisation.is_coarse:
        rows = GeneralisedRows(rows, generalisation)
    return ExportJob(rows, results.selection, data_version, generalisation)


def download(
    results: ResultSet, exporter: Exporter, *, data_version: str, generalisation: Generalisation = EXACT
) -> Download:
    """The file that `stream` sends, whole: for whoever compares or measures it."""
    file = stream(results, exporter, data_version=data_version, generalisation=generalisation)
    return Download(file.name, file.media_type, b"".join(file.chunks))


def incidents_file_name(
    selection: Selection, exporter: Exporter, data_version: str, generalisation: Generalisation = EXACT
) -> str:
    """The name of the incidents' file, known before its first byte is made.

    Its hash is of what makes the content, so that it changes whenever the data or the selection do: two files of one
    name are one file. What a generalised file must not state of its selection is
    not in its name either, nor in the hash, from which it could be guessed.
    """
    public = generalisation.restrict(selection)
    parts = (data_version, public.to_query(), exporter.extension)
    if not generalisation.is_coarse:
        source = "/".join(parts).encode(errors="replace")
        return build_file_name(exporter.content_kind, public, data_version, source, exporter.extension)
    source = "/".join((*parts, generalisation.code)).encode(errors="replace")
    more, is_whole = f"coordinates-{generalisation.code}", generalisation.is_public(selection)
    return build_file_name(
        exporter.content_kind, public, data_version, source, exporter.extension, more=more, is_whole=is_whole
    )


def build_file_name(
    kind: str,
    selection: Selection,
    data_version: str,
    source: bytes,
    extension: str,
    *,
    more: str = "",
    is_whole: bool = True,
) -> str:
    """A stable name in ASCII: kind, selection, `more`, data version and a hash of `source`, which makes the content.

    Where the selection is not the whole one, the name says that the file holds a part.
    """
    digest = hashlib.sha256(source).hexdigest()[:DIGEST_CHARACTERS]
    words = "_".join(filter(None, (_slug(selection, is_whole), more)))
    return f"faultline-{kind}_{words}_data-{data_version[:DIGEST_CHARACTERS]}_{digest}.{extension}"


def _slug(selection: Selection, is_whole: bool) -> str:
    words = (
        " ".join([*(f"{key} {value}" for key, value in selection.filters), *([] if is_whole else ["part"])]) or "all"
    )
    if selection.inside is Inside.POSSIBLE:
        words = f"possible {words}"  # first, for the name may be cut
    ascii_words = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9.]+", "-", ascii_words).strip("-.")
    return slug[:SLUG_CHARACTERS].rstrip("-.") or "selection"
