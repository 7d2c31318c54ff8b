"""What every file of map tiles has: a description, and pictures by their tiles."""

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

from geo.core.excerpts import shorten
from geo.errors import BasemapInvalid
from geo.mapping.raster_archives.picture import Picture, identify_picture, unpack
from geo.query.point_index import MAX_ZOOM, Tile

MAX_NAME, MAX_ATTRIBUTION = 80, 300  # characters that the map shows, by judgement: one line and two lines
MAX_LATITUDE = 85.06  # degrees; Web Mercator's square ends at 85.0511
VECTOR_REASON = (
    "its tiles are vectors, which the map does not draw. Render them to pictures: in QGIS, open the file and run "
    "“Generate XYZ tiles (MBTiles)” of the Processing Toolbox, or use the raster tiles of TileServer GL."
)

Bounds = tuple[float, float, float, float]  # west, south, east, north in degrees


@dataclass(frozen=True)
class Description:
    """What a file of tiles states: text as it stands there, zooms that it has, and bounds where they can be right."""

    name: str
    attribution: str
    min_zoom: int
    max_zoom: int
    bounds: Bounds | None


class RasterArchive(ABC):
    """An open file of tiles. All methods may be called from several threads at once."""

    kind: ClassVar[str]
    extension: ClassVar[str]
    path: Path
    description: Description

    @staticmethod
    @abstractmethod
    def matches(head: bytes) -> bool:
        """Whether a file with these first bytes is of this kind."""

    @classmethod
    @abstractmethod
    def open(cls, path: Path) -> Self:
        """Open a file of this kind; raises BasemapInvalid where it is damaged or its tiles are no pictures."""

    @abstractmethod
    def read_tile(self, tile: Tile) -> bytes | None:
        """The bytes of a tile as they are stored, at most `MAX_TILE_BYTES`; raises BasemapInvalid for a damaged one."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the file; what is read afterwards raises BasemapInvalid."""

    def read_picture(self, tile: Tile) -> Picture | None:
        """The picture of a tile, or None where the file has none; raises BasemapInvalid for one that is none."""
        if not self.description.min_zoom <= tile.zoom <= self.description.max_zoom:
            return None
        content = self.read_tile(tile)
        return self._to_picture(content) if content else None

    def _to_picture(self, content: bytes) -> Picture:
        picture = identify_picture(unpack(content))
        if picture is None:
            raise self.refuse("it has tiles that are neither PNG, JPEG, WebP nor AVIF.")
        return picture

    def refuse(self, reason: str) -> BasemapInvalid:
        """The error for this file."""
        return BasemapInvalid(self.path.name, reason)

    def describe(
        self, *, name: object, attribution: object, zooms: tuple[int, int], bounds: Sequence[float]
    ) -> Description:
        """The description from what the file states, cut and checked; raises BasemapInvalid for zooms of no map."""
        min_zoom, max_zoom = zooms
        if not 0 <= min_zoom <= min(max_zoom, MAX_ZOOM):
            raise self.refuse(f"its tiles have the zooms {min_zoom} to {max_zoom}. Zooms go from 0 to {MAX_ZOOM}.")
        return Description(
            name=_to_text(name, MAX_NAME) or shorten(self.path.stem, MAX_NAME),
            attribution=_to_text(attribution, MAX_ATTRIBUTION),
            min_zoom=min_zoom,
            max_zoom=min(max_zoom, MAX_ZOOM),
            bounds=_check_bounds(bounds),
        )


def _to_text(value: object, limit: int) -> str:
    """A stated text on one line; blank for what is no text."""
    return shorten(" ".join(value[: limit * 4].split()), limit) if isinstance(value, str) else ""


def _check_bounds(bounds: Sequence[float]) -> Bounds | None:
    """The bounds within the map, or None for what bounds nothing: then every tile may be asked for."""
    if len(bounds) != 4 or not all(map(math.isfinite, bounds)):
        return None
    west, south, east, north = bounds
    south, north = max(south, -MAX_LATITUDE), min(north, MAX_LATITUDE)
    is_box = -180.0 <= west < east <= 180.0 and south < north
    return (west, south, east, north) if is_box else None
