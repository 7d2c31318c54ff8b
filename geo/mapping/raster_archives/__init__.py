"""Files of map tiles that are pictures: each kind a `RasterArchive`, recognised by its first bytes."""

from pathlib import Path

from geo.errors import BasemapInvalid
from geo.mapping.raster_archives.archive import RasterArchive
from geo.mapping.raster_archives.foreign_files import describe_foreign_file
from geo.mapping.raster_archives.mbtiles import MBTiles
from geo.mapping.raster_archives.pmtiles import PMTiles

ARCHIVE_KINDS: tuple[type[RasterArchive], ...] = (MBTiles, PMTiles)
HEAD_BYTES = 512  # what a kind is recognised by: more than any of them needs


def open_archive(path: Path) -> RasterArchive:
    """Open a file of tiles, whatever its name; raises BasemapInvalid."""
    head = _read_head(path)
    for kind in ARCHIVE_KINDS:
        if kind.matches(head):
            return kind.open(path)
    raise BasemapInvalid(path.name, describe_foreign_file(head))


def _read_head(path: Path) -> bytes:
    # Looked at before it is opened: to open a pipe would wait for somebody to write to it.
    try:
        if path.is_dir():
            raise BasemapInvalid(path.name, "it is a folder.")
        if path.exists() and not path.is_file():
            raise BasemapInvalid(path.name, "it is a device or a pipe and no file.")
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except FileNotFoundError:
        raise BasemapInvalid(path.name, "there is no such file.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is none"
        raise BasemapInvalid(path.name, f"it cannot be opened ({reason}).") from None
