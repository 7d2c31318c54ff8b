"""Filters on where an incident lies: in a box, in a drawn polygon, around a point.

Where an incident is known only to a circle or an area, all of that must lie inside, or, with `inside=possible`, a part
of it. Rows without coordinates match none of the filters. Degrees, longitude before latitude.
"""

import math
from abc import abstractmethod
from functools import lru_cache
from typing import TypeVar

import numpy as np

from geo.core.schema import MAX_RADIUS_KM
from geo.errors import ValueRefused
from geo.query.filters import geometry
from geo.query.filters.extents import Inside
from geo.query.filters.filter import Clause, Control, Filter, clean_text, single_value
from geo.query.filters.geometry import BBox, CentreAndRadius, Ring
from geo.query.filters.region import Region

MAX_CORNERS = 200  # of a drawn polygon: its address stays below 5,000 characters
CORNER_CHARACTERS = 24  # at most: “-179.12345,-89.12345,” has 21
DECIMALS = 5  # of a degree, about a metre
FULL_TURN = 360.0  # degrees, once around the globe

Coordinates = TypeVar("Coordinates", BBox, Ring, CentreAndRadius)


class SpatialFilter(Filter[Coordinates]):
    """Rows that lie in a region; the value is written as its numbers, separated by commas."""

    control = Control.DRAWN
    required_columns, required_value = ("longitude",), "a place that can be drawn"
    matches_regions = True

    @abstractmethod
    def region(self, value: Coordinates) -> Region:
        """The region that a row lies in."""

    def clauses(self, value: Coordinates) -> tuple[Clause, ...]:
        return (Clause(region=self.region(value)),)

    def possible_clauses(self, value: Coordinates) -> tuple[Clause, ...]:
        return (Clause(region=self.region(value), inside=Inside.POSSIBLE),)

    def write(self, value: Coordinates) -> tuple[str, ...]:
        return (",".join(map(format_number, np.ravel(value))),)


class WithinBox(SpatialFilter[BBox]):
    """Rows inside a box; one whose west lies east of its east crosses the antimeridian."""

    key, label = "bbox", "Box"
    help = "west,south,east,north in degrees"

    def parse(self, texts: tuple[str, ...]) -> BBox:
        west, south, east, north = parse_numbers(single_value(texts, accepted=self.help), count=4, accepted=self.help)
        for longitude, latitude in ((west, south), (east, north)):
            check_position(longitude, latitude)
        if south >= north or west == east or (west, east) == (FULL_TURN / 2, -FULL_TURN / 2):
            raise ValueRefused(texts[0], accepted="a box with south < north and west ≠ east")
        return west, south, east, north

    def region(self, value: BBox) -> Region:
        return geometry.Box(*value)

    def describe(self, value: BBox) -> str:
        west, south, east, north = value
        return f"in the box {format_position(west, south)} to {format_position(east, north)}"


class WithinPolygon(SpatialFilter[Ring]):
    """Rows inside a drawn polygon, by ray casting (even-odd rule); across the antimeridian, corners go on past 180."""

    key, label = "area", "Drawn area"
    help = "longitude,latitude of each corner in turn, in degrees"

    def parse(self, texts: tuple[str, ...]) -> Ring:
        if len(texts) != 1:
            raise ValueRefused(f"{len(texts)} values", accepted=f"one value: {self.help}")
        text = clean_text(texts[0], accepted=self.help, limit=MAX_CORNERS * CORNER_CHARACTERS)
        numbers = parse_numbers(text, count=None, accepted=self.help)
        corners = tuple(zip(numbers[::2], numbers[1::2], strict=False))
        if len(numbers) % 2 or not 3 <= len(set(corners)) <= MAX_CORNERS:
            raise ValueRefused(text, accepted=f"3 to {MAX_CORNERS} corners: {self.help}")
        if len({latitude for _, latitude in corners}) == 1:
            raise ValueRefused(text, accepted="corners that do not all have the same latitude")
        _check_corners(corners)
        return corners

    def region(self, value: Ring) -> Region:
        return _drawn_region(value)

    def describe(self, value: Ring) -> str:
        return f"in a drawn area of {len(value)} corners"


class WithinRadius(SpatialFilter[CentreAndRadius]):
    """Rows within a great-circle distance of a point (haversine)."""

    key, label = "around", "Around a place"
    help = "longitude,latitude,km"

    def parse(self, texts: tuple[str, ...]) -> CentreAndRadius:
        longitude, latitude, km = parse_numbers(single_value(texts, accepted=self.help), count=3, accepted=self.help)
        check_position(longitude, latitude)
        if not 0 < km <= MAX_RADIUS_KM:
            raise ValueRefused(format_number(km), accepted=f"a distance above 0 and up to {MAX_RADIUS_KM:,.0f} km")
        return longitude, latitude, km

    def region(self, value: CentreAndRadius) -> Region:
        return geometry.Circle(*value)

    def describe(self, value: CentreAndRadius) -> str:
        longitude, latitude, km = value
        return f"within {format_number(km)} km of {format_position(longitude, latitude)}"


@lru_cache(maxsize=64)
def _drawn_region(ring: Ring) -> geometry.Rings:
    """The region within a ring: what it prepares is used again for what lies inside possibly, and for other filters."""
    crosses_antimeridian = max(longitude for longitude, _ in ring) > FULL_TURN / 2
    wrapped = tuple((longitude - FULL_TURN, latitude) for longitude, latitude in ring)
    return geometry.Rings((ring, wrapped) if crosses_antimeridian else (ring,))


def parse_numbers(text: str, *, count: int | None, accepted: str) -> tuple[float, ...]:
    """The finite numbers of a comma-separated text, rounded to DECIMALS; any number of them if `count` is None.

    Raises ValueRefused.
    """
    try:
        values = tuple(round(float(part), DECIMALS) + 0.0 for part in text.split(","))  # + 0.0 makes -0.0 positive
    except ValueError:
        raise ValueRefused(text, accepted=accepted) from None
    if not all(map(math.isfinite, values)) or (count is not None and len(values) != count):
        raise ValueRefused(text, accepted=accepted)
    return values


def _check_corners(corners: Ring) -> None:
    """Refuse corners off the globe; those of a polygon across the antimeridian may go on past 180."""
    longitudes = [longitude for longitude, _ in corners]
    may_go_past = min(longitudes) < FULL_TURN / 2 and max(longitudes) - min(longitudes) <= FULL_TURN
    for longitude, (_, latitude) in zip(longitudes, corners, strict=True):
        is_past = may_go_past and longitude > FULL_TURN / 2
        check_position(longitude - FULL_TURN if is_past else longitude, latitude)


def check_position(longitude: float, latitude: float) -> None:
    """Check that a position lies on the globe. Raises ValueRefused."""
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise ValueRefused(
            f"{format_number(longitude)},{format_number(latitude)}",
            accepted="longitudes from -180 to 180 and latitudes from -90 to 90, longitude first",
        )


def format_number(number: float) -> str:
    """The number to DECIMALS, without trailing zeros."""
    return f"{number:.{DECIMALS}f}".rstrip("0").rstrip(".")


def format_position(longitude: float, latitude: float) -> str:
    """The position for readers, latitude first: “27.00° N 64.00° E”."""
    north = f"{abs(latitude):.2f}° {'N' if latitude >= 0 else 'S'}"
    return f"{north} {abs(longitude):.2f}° {'E' if longitude >= 0 else 'W'}"


SPATIAL_FILTERS: tuple[Filter[BBox] | Filter[Ring] | Filter[CentreAndRadius], ...] = (
    WithinBox(), WithinPolygon(), WithinRadius(),
)  # fmt: skip
