"""The part of the world that a picture of the map shows, and where a position lies in it."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.mapping.basemap import mercator
from geo.mapping.opening_view import MAX_LATITUDE
from geo.pictures.sheet import Box
from geo.query.filters.geometry import BBox
from geo.query.map_view import MapView
from geo.query.selection import Selection

WORLD_PX = 256.0  # at zoom 0
PADDING_PX = 34.0  # around the bounds of a selection: room for half a mark and its name
# How close a selection is shown at most: as on the page (geo/mapping/static/54-view.js).
CLOSEST_INCIDENTS, CLOSEST_PLACE, CLOSEST_DRAWING = 9.0, 11.0, 16.0
DEFAULT_BOUNDS: BBox = (24.0, 10.0, 82.0, 46.0)  # where nothing is to be seen: what the page opens on; by eye
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class MapFrame:
    """A box of the drawing that shows a part of the world at a zoom.

    `left` and `top`: its upper left corner on the square of Web Mercator; left lies from 0 up to 1.
    """

    box: Box
    zoom: float
    left: float
    top: float

    @classmethod
    def around(cls, box: Box, longitude: float, latitude: float, zoom: float) -> "MapFrame":
        """The frame with a position in its middle; no closer to the poles than the map goes, once around at most."""
        zoom = max(zoom, math.log2(max(box.width, box.height) / WORLD_PX))
        world_px = WORLD_PX * 2.0**zoom
        x, y = mercator.project(np.array([longitude]), np.array([latitude]))[0].tolist()
        width, height = box.width / world_px, box.height / world_px
        top = min(max(y - height / 2, 0.0), 1.0 - height)
        return cls(box, zoom, (x - width / 2) % 1.0, top)

    @classmethod
    def fit(cls, box: Box, bounds: BBox | None, closest: float) -> "MapFrame":
        """The frame in which bounds (west, south, east, north) lie as large as they can."""
        west, south, east, north = bounds or DEFAULT_BOUNDS
        longitudes, latitudes = np.array([west, east]), np.clip([north, south], -MAX_LATITUDE, MAX_LATITUDE)
        (left, top), (right, bottom) = mercator.project(longitudes, latitudes).tolist()
        across = (box.width - 2 * PADDING_PX) / max(right - left, 1e-9)
        down = (box.height - 2 * PADDING_PX) / max(bottom - top, 1e-9)
        zoom = min(math.log2(max(min(across, down), 1.0) / WORLD_PX), closest)
        middle = math.degrees(math.atan(math.sinh(math.pi * (1 - (top + bottom)))))
        return cls.around(box, (west + east) / 2, middle, zoom)

    @property
    def world_px(self) -> float:
        """How wide the whole world is at this zoom."""
        return float(WORLD_PX * 2.0**self.zoom)

    @property
    def square(self) -> tuple[float, float, float, float]:
        """West, north, east and south on the square of Web Mercator; east may lie past 1."""
        return (
            self.left,
            self.top,
            self.left + self.box.width / self.world_px,
            self.top + self.box.height / self.world_px,
        )

    @property
    def view(self) -> MapView:
        """The part of the world in degrees."""
        west, north, east, south = self.square
        edges = (_longitude(west), _latitude(south), _longitude(east), _latitude(north))
        return MapView.parse(",".join(f"{edge:.9f}" for edge in edges))

    def positions(self, longitude: Floats, latitude: Floats) -> Floats:
        """Positions in degrees as x and y of the drawing, on the copy of the world that the frame shows."""
        return self.square_to_px(mercator.project(longitude, latitude))

    def square_to_px(self, xy: Floats) -> Floats:
        """Points of the square as x and y of the drawing; those west of the frame belong to the next copy."""
        half_spare = (1.0 - self.box.width / self.world_px) / 2
        x = (xy[:, 0] - self.left + half_spare) % 1.0 - half_spare
        px: Floats = np.stack([x, xy[:, 1] - self.top], axis=1) * self.world_px + np.array([self.box.x, self.box.y])
        return px

    def contains(self, px: Floats, margin: float = 0.0) -> NDArray[np.bool_]:
        """Whether points of the drawing lie in the frame, or so near to it."""
        box = self.box
        inside: NDArray[np.bool_] = (
            (px[:, 0] >= box.x - margin)
            & (px[:, 0] <= box.x + box.width + margin)
            & (px[:, 1] >= box.y - margin)
            & (px[:, 1] <= box.y + box.height + margin)
        )
        return inside

    def km_to_px(self, km: float, latitude: float) -> float:
        """How many pixels some kilometres are at a latitude."""
        return float(km / mercator.km_a_square(latitude) * self.world_px)


def closest_zoom(selection: Selection) -> float:
    """How close a selection is shown at most."""
    if selection.get("area") or selection.get("bbox") or selection.get("around"):
        return CLOSEST_DRAWING
    return CLOSEST_PLACE if selection.get("place") else CLOSEST_INCIDENTS


def _longitude(x: float) -> float:
    return x * 360.0 - 180.0


def _latitude(y: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y))))
