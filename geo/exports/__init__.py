"""Selections to files. To add a format, write its Exporter in a file of its own and put it into EXPORTERS."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

import geopandas as gpd

from geo.exports.base import Exporter, Extract
from geo.exports.delimited import CSV
from geo.exports.geojson import GeoJSON
from geo.exports.geoparquet import GeoParquet
from geo.selection import Selection

EXPORTERS: tuple[Exporter, ...] = (CSV(), GeoJSON(), GeoParquet())
EXPORTER: dict[str, Exporter] = {exporter.extension: exporter for exporter in EXPORTERS}

__all__ = ["EXPORTER", "EXPORTERS", "Download", "Exporter", "download", "file_name"]


@dataclass(frozen=True)
class Download:
    """A file ready to be handed over; its name tells the selection, the data's version and the content."""

    name: str
    media_type: str
    content: bytes


def download(incidents: gpd.GeoDataFrame, selection: Selection, exporter: Exporter, *, data_version: str) -> Download:
    """The selection of an incident table as a file: its rows in its order, and the same bytes every time."""
    content = exporter.write(Extract(selection.apply(incidents), selection, data_version))
    name = file_name("incidents", selection, data_version, content, exporter.extension)
    return Download(name, exporter.media_type, content)


def file_name(kind: str, selection: Selection, data_version: str, content: bytes, extension: str) -> str:
    """A stable name of plain ASCII letters: kind, selection, data version and the content's own hash."""
    digest = hashlib.sha256(content).hexdigest()[:8]
    return f"faultline-{kind}_{_slug(selection)}_data-{data_version[:8]}_{digest}.{extension}"


def _slug(selection: Selection) -> str:
    words = " ".join(f"{key} {value}" for key, value in selection.values) or "all"
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9.]+", "-", plain).strip("-.")[:60].rstrip("-.") or "selection"
