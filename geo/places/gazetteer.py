"""The names that are known: the curated places of data/places.csv, and Natural Earth's countries and provinces."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry

from geo import basemap
from geo.places import measure
from geo.places.names import normal
from geo.places.place import Place

PLACES_CSV = Path(__file__).parent.parent.parent / "data" / "places.csv"
SEPARATOR = "; "
TOWN_RADIUS_KM = 2.0


@dataclass(frozen=True)
class Entry:
    """One place that has names; `rank` orders places of one name, the likelier first."""

    place_id: str
    name: str
    kind: str
    country: str
    admin1: str
    rank: int


@cache
def index() -> dict[str, tuple[Entry, ...]]:
    """Every known name in normal form, with the places that bear it, the likeliest first."""
    found: dict[str, list[Entry]] = {}
    for entry, names in (*_curated_names(), *_country_names(), *_province_names()):
        for name in filter(None, {normal(each) for each in names}):
            found.setdefault(name, []).append(entry)
    return {name: _ranked(name, entries) for name, entries in found.items()}


def _ranked(name: str, entries: list[Entry]) -> tuple[Entry, ...]:
    """The likeliest first, of equals those that bear the name as their own, each place once."""
    once: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda entry: (entry.rank, normal(entry.name) != name)):
        once.setdefault(entry.place_id, entry)
    return tuple(once.values())


def place_of(place_id: str) -> Place | None:
    """The place with this identifier: ne0:… a country, ne1:… a province, faultline:… a curated place, or None."""
    scheme, _, key = place_id.partition(":")
    makers = {"ne0": _country, "ne1": _province, "faultline": _curated}
    return makers[scheme](key) if scheme in makers else None


@cache
def _rows() -> dict[str, dict[str, str]]:
    with PLACES_CSV.open(encoding="utf-8", newline="") as file:
        return {row["place_id"]: row for row in csv.DictReader(file)}


def _curated_names() -> list[tuple[Entry, list[str]]]:
    listed = []
    for key, row in _rows().items():
        # A row with Natural Earth's identifier only adds names to what Natural Earth knows.
        place_id = key if ":" in key else f"faultline:{key}"
        entry = Entry(place_id, row["name"], row["kind"], row["country"], row["admin1"], -1 if ":" in key else 0)
        listed.append((entry, [row["name"], *row["aliases"].split(SEPARATOR)]))
    return listed


def _country_names() -> list[tuple[Entry, list[str]]]:
    rows = basemap.countries()[["country_code", "name"]].itertuples(index=False)
    return [(Entry(f"ne0:{row.country_code}", row.name, "country", row.name, "", 1), [row.name]) for row in rows]


def _province_names() -> list[tuple[Entry, list[str]]]:
    rows = basemap.provinces()[["province_id", "name", "country", "other_names"]].itertuples(index=False)
    return [
        (
            Entry(f"ne1:{row.province_id}", row.name, "province", row.country, row.name, 2),
            [row.name, *row.other_names.split(SEPARATOR)],
        )
        for row in rows
    ]


def _country(code: str) -> Place | None:
    table = basemap.countries()
    found = table[table["country_code"] == code]
    if found.empty:
        return None
    name, shape = found["name"].iloc[0], found.geometry.iloc[0]
    return shaped(
        shape, name=name, kind="country", precision="country", country=name, admin1=None, place_id=f"ne0:{code}"
    )


def _province(key: str) -> Place | None:
    table = basemap.provinces()
    found = table[table["province_id"] == key]
    if found.empty:
        return None
    row, shape = found.iloc[0], found.geometry.iloc[0]
    return shaped(
        shape,
        name=row["name"],
        kind="province",
        precision="admin1",
        country=row["country"],
        admin1=row["name"],
        place_id=f"ne1:{key}",
    )


def _curated(key: str) -> Place | None:
    row = _rows().get(key)
    if row is None or ":" in key:
        return None
    name, kind, precision, place_id = row["name"], row["kind"], row["precision"], f"faultline:{key}"
    country, admin1 = row["country"] or None, row["admin1"] or None
    if row["members"]:
        area = _members(row["members"])
        return shaped(
            area, name=name, kind=kind, precision=precision, country=country, admin1=admin1, place_id=place_id
        )
    point = Point(float(row["longitude"]), float(row["latitude"]))
    radius_km = float(row["radius_km"] or TOWN_RADIUS_KM)
    shape = None if precision == "exact" else measure.circle(point, radius_km)
    return Place(name, kind, precision, country, admin1, point, shape, radius_km, place_id)


def _members(members: str) -> BaseGeometry:
    places = [place_of(place_id) for place_id in members.split(SEPARATOR)]
    return shapely.union_all([place.shape for place in places if place is not None])


def shaped(
    shape: BaseGeometry, *, name: str, kind: str, precision: str, country: str | None, admin1: str | None, place_id: str
) -> Place:
    """A place that is an area: its point lies inside, its radius is that of a circle as large."""
    return Place(
        name, kind, precision, country, admin1, measure.inner_point(shape), shape, measure.radius_km(shape), place_id
    )
