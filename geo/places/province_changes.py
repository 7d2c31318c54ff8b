"""Provinces that hold another one by law or by usage, where our outlines draw them apart: data/province_changes.csv."""

import csv
from functools import cache, lru_cache

import shapely
from shapely.geometry.base import BaseGeometry

from geo.core import boundaries
from geo.core.prepared_shape import PreparedShape
from geo.places.gazetteer.border_towns import BORDER_DEGREES
from geo.settings import data_dir

# How far outside of its province's outline a place may lie: borders are simplified, and towns stand on them. What UCDP
# calls near (docs/decisions/0006); a degree of latitude is 111.2 km.
NEAR_DEGREES = 25 / 111.2


def lies_in_or_near(longitude: float, latitude: float, admin1: str, country: str) -> bool:
    """Return whether a point (degrees) lies in a province as people count it, or near; True for one we cannot draw."""
    shape = province_outline(admin1, country)
    return shape is None or bool(shapely.dwithin(shape, shapely.Point(longitude, latitude), NEAR_DEGREES))


def lies_in_or_on_border(longitude: float, latitude: float, admin1: str, country: str) -> bool:
    """Return whether a point (degrees) lies in a province as people count it, or on its border as coarsely as we draw
    it; True for one we cannot draw."""
    shape = province_outline(admin1, country)
    return shape is None or bool(shapely.dwithin(shape, shapely.Point(longitude, latitude), BORDER_DEGREES))


def holds_others(admin1: str, country: str) -> bool:
    """Return whether people count another province to this one."""
    return (country, admin1) in _included()


def province_outline(admin1: str, country: str) -> BaseGeometry | None:
    """Return the province and those that it holds as one shape, prepared for this thread alone; None if unknown."""
    prepared = prepared_province(admin1, country)
    return prepared.for_thread() if prepared else None


@lru_cache(maxsize=512)
def prepared_province(admin1: str, country: str) -> PreparedShape | None:
    """Return the province and those that it holds as one shape; None for one that we cannot draw."""
    names = (admin1, *_included().get((country, admin1), ()))
    shapes = [shape for name in names if (shape := boundaries.province_shape(name, country)) is not None]
    if not shapes:
        return None
    return PreparedShape(shapely.union_all(shapes))


@cache
def dissolved() -> dict[tuple[str, str], str]:
    """(country, province) of each province that is part of another one by law today → the name of that one."""
    return {(row["country"], row["includes"]): row["province"] for row in _rows() if row["since"].isdigit()}


def dissolved_into(admin1: str, country: str) -> tuple[str, ...]:
    """The provinces that are part of this one by law today."""
    return tuple(part for (land, part), whole in dissolved().items() if (land, whole) == (country, admin1))


@cache
def _included() -> dict[tuple[str, str], tuple[str, ...]]:
    """(country, province) → the other provinces that it holds."""
    included: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in _rows():
        key = (row["country"], row["province"])
        included[key] = (*included.get(key, ()), row["includes"])
    return included


def _rows() -> list[dict[str, str]]:
    with (data_dir() / "province_changes.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
