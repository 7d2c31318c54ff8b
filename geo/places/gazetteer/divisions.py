"""First-level divisions that our provinces are parts of, or hold: data/divisions.csv.

Natural Earth draws one level for each country: departments in France, provinces of before 2013 in Kenya. People name
the regions above and the counties of today too.
"""

import csv
from collections.abc import Iterable
from dataclasses import replace
from functools import cache, lru_cache
from math import log10

import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry

from geo.core import boundaries, geodesy
from geo.core.prepared_shape import PreparedShape
from geo.places.gazetteer.entry import PROVINCE_WEIGHT, Entry
from geo.places.gazetteer.name_normalization import normalize_name
from geo.settings import data_dir

KIND = "division"
PREFIX = "div:"
SEPARATOR = "; "
# In the units of Entry.weight. A division that is called after a point of the compass, or like a town elsewhere (Nara,
# Savannah), is meant only where its country is stated: that adds ten. By judgement.
UNNAMED_COST = 6.0
NAMESAKE_MARGIN = 1.0  # of a town, which is a tenth as likely as the division at least
COMPASS = frozenset(
    [
        *("north", "south", "east", "west", "central", "centre", "northern", "southern", "eastern", "western"),
        *("northeast", "northwest", "southeast", "southwest", "nord", "sud", "est", "ouest", "centro", "norte", "sul"),
        *("region", "province", "development", "plateau", "mid", "far", "no", "car", "ncr", "coast", "aran"),
    ]
)


@cache
def rows() -> dict[str, dict[str, str]]:
    """The rows of data/divisions.csv by place_id."""
    with (data_dir() / "divisions.csv").open(encoding="utf-8", newline="") as file:
        return {row["place_id"]: row for row in csv.DictReader(file)}


@cache
def index() -> dict[str, tuple[Entry, ...]]:
    """The divisions by each of their normalized names."""
    by_form: dict[str, list[Entry]] = {}
    for place_id, row in rows().items():
        for form in {normalize_name(name) for name in (row["name"], *row["aliases"].split(SEPARATOR))} - {""}:
            by_form.setdefault(form, []).append(_to_entry(place_id, row, form))
    return {form: tuple(bearers) for form, bearers in by_form.items()}


@lru_cache(maxsize=512)
def outline(place_id: str) -> BaseGeometry | None:
    """The outline of a division in degrees; None for an unknown one."""
    row = rows().get(place_id)
    if row is None:
        return None
    union = shapely.union_all([_province_outlines()[member] for member in row["members"].split(SEPARATOR)])
    if not row["radius_km"]:
        return union
    centre = Point(float(row["longitude"]), float(row["latitude"]))
    return union.intersection(geodesy.circle(centre, float(row["radius_km"])))


@lru_cache(maxsize=512)
def prepared_outline(place_id: str) -> PreparedShape | None:
    """The outline of a division, prepared to answer many questions; None for an unknown one."""
    shape = outline(place_id)
    return None if shape is None else PreparedShape(shape)


def bearers_of_name(form: str, others: Iterable[Entry]) -> tuple[Entry, ...]:
    """The divisions of a normalized name, which weigh less where a town elsewhere, one of the others, bears it too."""
    bearers = index().get(form, ())
    if not bearers:
        return ()
    towns = [entry for entry in others if entry.kind == "town" and _is_called(entry, form)]
    return tuple(
        replace(entry, weight=entry.weight - UNNAMED_COST) if _has_rival(entry, towns) else entry for entry in bearers
    )


def _has_rival(division: Entry, towns: Iterable[Entry]) -> bool:
    """Whether a town outside of a division is about as likely meant by its name."""
    least = division.weight - NAMESAKE_MARGIN
    return any(town.weight >= least and not holds(division, town) for town in towns)


def _is_called(town: Entry, form: str) -> bool:
    """Whether a town is usually called so, but for what stands behind it: “Nara-shi”."""
    return town.is_preferred_name or normalize_name(town.name).startswith(form)


def holds(division: Entry, town: Entry) -> bool:
    """Whether a place lies in a division of its country."""
    shape = prepared_outline(division.place_id) if division.country == town.country else None
    return shape is not None and bool(shapely.intersects_xy(shape.for_thread(), town.longitude, town.latitude))


@cache
def by_country() -> dict[str, tuple[Entry, ...]]:
    """The divisions of each country under all their names."""
    countries: dict[str, list[Entry]] = {}
    for bearers in index().values():
        for entry in bearers:
            countries.setdefault(entry.country, []).append(entry)
    return {country: tuple(entries) for country, entries in countries.items()}


def _to_entry(place_id: str, row: dict[str, str], form: str) -> Entry:
    is_unnamed = _compass_forms().issuperset(word for word in form.split() if not word.isdigit())
    return Entry(
        place_id=place_id,
        name=row["name"],
        kind=KIND,
        country=row["country"],
        admin1=row["name"],
        longitude=float(row["longitude"]),
        latitude=float(row["latitude"]),
        weight=log10(float(row["area_km2"])) + PROVINCE_WEIGHT - (UNNAMED_COST if is_unnamed else 0.0),
    )


@cache
def _compass_forms() -> frozenset[str]:
    return frozenset(map(normalize_name, COMPASS))


@cache
def _province_outlines() -> dict[str, BaseGeometry]:
    table = boundaries.provinces()
    return dict(zip("ne1:" + table["province_id"], table.geometry.to_numpy(), strict=True))
