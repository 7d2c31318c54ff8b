"""Selections to files. To add a format, write its Exporter in a file of its own and put it into EXPORTERS."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd

from geo.exports.csv_file import CSV
from geo.exports.exporter import Exporter, ExportJob
from geo.exports.geojson import GeoJSON
from geo.exports.geoparquet import GeoParquet
from geo.query.index import ResultSet
from geo.query.selection import Selection

EXPORTERS: tuple[Exporter, ...] = (CSV(), GeoJSON(), GeoParquet())
EXPORTER: dict[str, Exporter] = {exporter.extension: exporter for exporter in EXPORTERS}

__all__ = [
    "EXPORTER",
    "EXPORTERS",
    "Download",
    "Exporter",
    "Stream",
    "download",
    "incidents_file_name",
    "build_file_name",
    "stream",
]


@dataclass(frozen=True)
class Download:
    """A file ready to be handed over; its name tells what makes its content: the selection and the data's version."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, eq=False)
class Stream:
    """A file that is made while it is handed over, under the same name."""

    name: str
    media_type: str
    chunks: Iterator[bytes]


def download(incidents: gpd.GeoDataFrame, selection: Selection, exporter: Exporter, *, data_version: str) -> Download:
    """The selection of an incident table as a file: its rows in its order, and the same bytes every time."""
    extract = ExportJob(selection.apply(incidents), None, selection, data_version)
    return Download(
        incidents_file_name(selection, exporter, data_version), exporter.media_type, exporter.to_bytes(extract)
    )


def stream(chosen: ResultSet, exporter: Exporter, *, data_version: str) -> Stream:
    """The chosen incidents as the same file, in pieces, with no more than some thousands of rows in memory.

    A piece is made when it is asked for; whoever asks for no more only has to let go of `pieces`.
    """
    positions = None if chosen.mask is None else chosen.positions()
    extract = ExportJob(chosen.index.table, positions, chosen.selection, data_version)
    name = incidents_file_name(chosen.selection, exporter, data_version)
    return Stream(name, exporter.media_type, exporter.iter_chunks(extract))


def incidents_file_name(selection: Selection, exporter: Exporter, data_version: str) -> str:
    """The name of the incidents' file by button and by address; known before its first byte, since it may be long.

    Its hash is of what makes the content, not of the content, and changes whenever the data or the selection do:
    Streamlit's button would serve an older file under an equal name and length.
    """
    known = "/".join((data_version, selection.to_query(), exporter.extension))
    return build_file_name("incidents", selection, data_version, known.encode(errors="replace"), exporter.extension)


def build_file_name(kind: str, selection: Selection, data_version: str, told: bytes, extension: str) -> str:
    """A stable name of plain ASCII letters: kind, selection, data version and a hash of what makes the content."""
    digest = hashlib.sha256(told).hexdigest()[:8]
    return f"faultline-{kind}_{_slug(selection)}_data-{data_version[:8]}_{digest}.{extension}"


def _slug(selection: Selection) -> str:
    words = " ".join(f"{key} {value}" for key, value in selection.values) or "all"
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9.]+", "-", plain).strip("-.")[:60].rstrip("-.") or "selection"
