"""The reader's own basemap: the file that the setting BASEMAP names, or what is wrong with it."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from geo import settings
from geo.core.excerpts import make_visible
from geo.errors import BasemapInvalid
from geo.mapping.raster_archives import open_archive
from geo.mapping.raster_archives.archive import RasterArchive

URL = "/tiles/own/{z}/{x}/{y}"
VERSION_BYTES = 65_536  # of the beginning of the file that tell it from another of the same size and time

Identity = tuple[Path, tuple[int, ...]]


@dataclass(frozen=True, eq=False)
class OwnBasemap:
    """An open file and its version for addresses that browsers keep, or the problem with it; neither without a file."""

    archive: RasterArchive | None = None
    version: str = ""
    problem: str = ""


class _Shelf:
    """The one file that is open: opened again when the setting or the file changes."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._identity: Identity | None = None
        self._basemap = OwnBasemap()

    def get(self, path: Path | None) -> OwnBasemap:
        """The basemap of a file."""
        identity = _identify(path) if path else None
        with self._lock:
            if identity != self._identity:
                self._replace(_open(path) if path else OwnBasemap(), identity)
            return self._basemap

    def _replace(self, basemap: OwnBasemap, identity: Identity | None) -> None:
        former, self._basemap, self._identity = self._basemap, basemap, identity
        if former.archive:
            former.archive.close()


_SHELF = _Shelf()


def current_basemap() -> OwnBasemap:
    """The basemap of the setting; never raises, since the map works without."""
    return _SHELF.get(settings.basemap_path())


def map_config() -> dict[str, Any]:
    """What the map's script needs: `own`, the layer or None; `own_problem`, a text or blank."""
    basemap = current_basemap()
    return {"own": _describe_layer(basemap), "own_problem": basemap.problem}


def _describe_layer(basemap: OwnBasemap) -> dict[str, Any] | None:
    if basemap.archive is None:
        return None
    description = basemap.archive.description
    return {
        "url": f"{URL}?v={basemap.version}",
        "name": description.name,
        "attribution": description.attribution,
        "minzoom": description.min_zoom,
        "maxzoom": description.max_zoom,
        "bounds": description.bounds,
    }


def _identify(path: Path) -> Identity:
    try:
        status = path.stat()
    except (OSError, ValueError):
        return path, ()
    return path, (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def _open(path: Path) -> OwnBasemap:
    try:
        archive = open_archive(path)
        return OwnBasemap(archive, _version(path))
    except BasemapInvalid as error:
        return OwnBasemap(problem=make_visible(str(error)))
    except OSError:  # the file went away while it was looked at
        return OwnBasemap(problem=make_visible(f"The basemap {path.name} cannot be read any more."))


def _version(path: Path) -> str:
    """A version that changes whenever the file does, without reading gigabytes."""
    status = path.stat()
    digest = hashlib.sha256(f"{status.st_size}/{status.st_mtime_ns}/".encode())
    with path.open("rb") as file:
        digest.update(file.read(VERSION_BYTES))
    return digest.hexdigest()[:12]
