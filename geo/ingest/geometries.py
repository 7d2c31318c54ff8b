"""Points, lines and areas of a file as the position of an incident.

A point is what it says. A line or an area is known to a region of its size, or to the country, province or district
that it is: by its name, or as nine tenths of both are one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np
import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

from geo import places
from geo.core import boundaries, geodesy
from geo.errors import CoordinateParseError
from geo.places.place import Place

MIN_OVERLAP = 0.9  # of the larger of two areas, from which they are one
MAX_LATITUDE, MAX_LONGITUDE = 90.0, 180.0  # degrees
_DECIMALS = 8  # of a degree: a millimetre
_AREA_PRECISIONS = ("country", "admin1", "admin2")
NO_POSITION = "is a geometry without a position"
NO_DEGREES = "is a geometry that is not in degrees of longitude and latitude"


@dataclass(frozen=True)
class Footprint:
    """Where a geometry lies: a point in it (degrees), and how precisely that is known.

    `precision` is a place precision of the incident table and `radius_km` the radius of a circle of the same area, or
    of a line the distance to its farthest corner; both are empty for a point, whose precision the row says otherwise.
    `country` and `admin1` are those that an area is, else None.
    """

    longitude: float
    latitude: float
    precision: str | None = None
    radius_km: float | None = None
    country: str | None = None
    admin1: str | None = None


def place_geometry(shape: BaseGeometry, names: Iterable[str] = ()) -> Footprint:
    """Return the position of a geometry in degrees (WGS 84, longitude first), the more precise the smaller it is.

    `names` are what its row calls it. Raises CoordinateParseError for an empty geometry and for one beyond the degrees.
    """
    flat = shapely.force_2d(shape)
    _check_degrees(flat)
    if (point := _only_point(flat)) is not None:
        return Footprint(point.x, point.y)
    # Corners that differ by less than a millimetre divide by nothing.
    valid = shapely.make_valid(shapely.transform(flat, partial(np.round, decimals=_DECIMALS)))
    inner = _inner_point(valid)
    radius_km = _radius_km(valid, inner)
    area = _area_of_name(valid, inner, names) or _area_of_shape(valid)
    if area is None:
        return Footprint(inner.x, inner.y, "region", radius_km)
    return Footprint(inner.x, inner.y, area.precision, radius_km, area.country, area.admin1)


def _check_degrees(shape: BaseGeometry) -> None:
    if shape.is_empty:
        raise CoordinateParseError(NO_POSITION)
    corners = np.abs(shapely.get_coordinates(shape))
    if not np.isfinite(corners).all():
        raise CoordinateParseError(NO_POSITION)
    if (corners > (MAX_LONGITUDE, MAX_LATITUDE)).any():
        raise CoordinateParseError(NO_DEGREES)


def _only_point(shape: BaseGeometry) -> Point | None:
    """The point that all corners are: of a point, a MultiPoint of one, an area without extent."""
    corners = shapely.get_coordinates(shape)
    return Point(corners[0]) if np.ptp(corners, axis=0).max() < 10.0**-_DECIMALS else None


def _inner_point(shape: BaseGeometry) -> Point:
    """The centroid of an area or a point in it; of lines and points the one nearest to their centroid."""
    if shape.area > 0:
        return geodesy.interior_point(shape)
    return nearest_points(shape, shape.centroid)[0]


def _radius_km(shape: BaseGeometry, inner: Point) -> float:
    if shape.area > 0:
        return geodesy.equivalent_radius_km(shape)
    corners = shapely.get_coordinates(shape)
    return round(float(geodesy.haversine_km(inner.x, inner.y, corners[:, 0], corners[:, 1]).max()), 1)


def _area_of_name(shape: BaseGeometry, inner: Point, names: Iterable[str]) -> Place | None:
    """The country, province or district that a name of the geometry leads to, where it lies there."""
    candidates = (places.resolve_or_none(name) for name in names if name)
    return next((place for place in candidates if place and _is_same_area(place, shape, inner)), None)


def _is_same_area(place: Place, shape: BaseGeometry, inner: Point) -> bool:
    if place.precision not in _AREA_PRECISIONS or shape.area == 0:
        return False
    return shape.covers(place.point) and (place.shape is None or place.shape.covers(inner))


def _area_of_shape(shape: BaseGeometry) -> Place | None:
    """The province or country that overlaps the shape by nine tenths of the larger of the two."""
    for table, prefix in ((boundaries.provinces(), "ne1:"), (boundaries.countries(), "ne0:")):
        outlines = table.geometry.to_numpy()
        for row in table.sindex.query(shape, predicate="intersects"):
            if _overlap(shape, outlines[row]) >= MIN_OVERLAP:
                code = table["province_id" if prefix == "ne1:" else "country_code"].iloc[row]
                return places.place_from_id(f"{prefix}{code}")
    return None


def _overlap(shape: BaseGeometry, other: BaseGeometry) -> float:
    """The common area as a share of the larger one; in square degrees, as both lie at one latitude."""
    smaller, larger = sorted((float(shape.area), float(other.area)))
    if smaller < MIN_OVERLAP * larger:  # spares most intersections, which are slow
        return 0.0
    return float(shape.intersection(other).area / larger)
