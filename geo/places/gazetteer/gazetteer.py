"""The names that are known: the curated places of data/places.csv, the world's gazetteer, and the user's own files."""

import csv
from dataclasses import replace
from functools import cache, lru_cache, partial

import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry

from geo.core import boundaries, geodesy
from geo.places.gazetteer import curated
from geo.places.gazetteer.entry import Entry
from geo.places.gazetteer.geonames import user_tables
from geo.places.gazetteer.name_normalization import normalize_name, phonetic_key, strip_generic
from geo.places.gazetteer.place_table import PlaceTable
from geo.places.place import Place
from geo.places.words.name_words import name_words
from geo.settings import data_dir, gazetteer_dir

GAZETTEER = data_dir() / "gazetteer"  # built by data/build_gazetteer.py; the folder of that name is the user's
POINTS_CSV = data_dir() / "geonames_points.csv"
TOWN_RADIUS_KM = 2.0
AREA_RADIUS_KM = {"county": 25.0, "district": 25.0, "mountain": 10.0, "river": 50.0, "area": 25.0}
CURATED = 0.5  # what a town of the curated list weighs more for being on it
SAME_TOWN_KM = 15.0  # a town of one name so near to a curated one is that town
OTHER_NAME = 0.7  # what it costs not to be called so usually
COUNTRYS_OTHER_NAME = 4.0  # “Granada” is Spanish for Grenada too
SEAT = 0.1  # what a town outweighs the province by that is called after it
SEAT_WEIGHT = 6.6  # unless the province is larger than this


@cache
def tables() -> tuple[PlaceTable, ...]:
    """The world's gazetteer, and the user's own; raises PlacesInvalid for a file that is none."""
    return (PlaceTable.load(GAZETTEER), *user_tables(gazetteer_dir()))


@lru_cache(maxsize=5_000)
def candidates(name: str) -> tuple[Entry, ...]:
    """All places that bear a name, in whatever spelling has one normal form with it, the likeliest first."""
    form = normalize_name(name)
    found = entries_by_name(form) or (entries_by_name(form.replace(" ", "")) if " " in form else ())
    return found or (entries_by_name(strip_generic(name)) if name_words().generic.intersection(form.split()) else ())


@lru_cache(maxsize=5_000)
def entries_by_name(form: str) -> tuple[Entry, ...]:
    """All places of this normal form, the curated in the stead of those that they are, the likeliest first."""
    twins, whole = _twins()
    known = [whole.get(entry.place_id, entry) for entry in curated.index().get(form, ())]
    found = [twins.get(entry.place_id, entry) for table in tables() for entry in table.entries_by_name(form)]
    once: dict[str, Entry] = {}
    for entry in (*known, *found):
        once.setdefault(entry.place_id, entry)
    towns = [entry for entry in known if entry.kind == "town"]
    kept = [entry for entry in once.values() if entry in known or not any(_same_town(entry, town) for town in towns)]
    country = next((entry.country for entry in kept if entry.kind == "country" and entry.is_preferred_name), "")
    # “Australia” is in some language a name of Western Australia.
    kept = [entry for entry in kept if entry.is_preferred_name or entry.country != country]
    return tuple(sorted(map(partial(_seated, form, kept), kept), key=prior, reverse=True))


def prior(entry: Entry) -> float:
    """How likely a bearer is meant where nothing else is said."""
    if entry.is_preferred_name:
        return entry.weight
    return entry.weight - (COUNTRYS_OTHER_NAME if entry.kind == "country" else OTHER_NAME)


def _seated(form: str, bearers: list[Entry], town: Entry) -> Entry:
    """A town weighs a little more than the province that bears its name and holds it: people mean the town."""
    if town.kind != "town" or len(bearers) == 1:
        return town
    around = [
        each.weight
        for each in bearers
        if each.kind == "province"
        and (each.country, each.admin1) == (town.country, town.admin1)
        and each.weight < SEAT_WEIGHT
    ]
    if not around or not (town.is_preferred_name or phonetic_key(normalize_name(town.name)) == phonetic_key(form)):
        return town
    return replace(town, is_preferred_name=True, weight=max(town.weight, *(weight + SEAT for weight in around)))


def _same_town(entry: Entry, town: Entry) -> bool:
    if entry.kind != "town":
        return False
    return geodesy.scalar_haversine_km(entry.longitude, entry.latitude, town.longitude, town.latitude) < SAME_TOWN_KM


@cache
def _twins() -> tuple[dict[str, Entry], dict[str, Entry]]:
    """What the world's gazetteer adds to the curated places.

    First the curated towns by the identifiers of the world's towns that they are; then the curated places by their own,
    towns with the weight of their twins, and areas with a position.
    """
    twins: dict[str, Entry] = {}
    whole: dict[str, Entry] = {}
    for entry in curated.entries():
        if entry.kind == "town":
            same = [each for each in tables()[0].entries_by_name(normalize_name(entry.name)) if _same_town(each, entry)]
            weight = max([entry.weight, *(each.weight + CURATED for each in same)])
            whole[entry.place_id] = replace(entry, weight=weight)
            twins |= {each.place_id: whole[entry.place_id] for each in same}
        elif not (entry.longitude or entry.latitude):
            whole[entry.place_id] = _positioned(entry)
    return twins, whole


def _positioned(entry: Entry) -> Entry:
    """An area with the position that the gazetteer gives it, or the middle of those of its members."""
    known = tables()[0].by_id(entry.place_id)
    members = [known] if known else [tables()[0].by_id(each) for each in curated.members(entry.place_id)]
    found = [each for each in members if each is not None]
    if not found:
        return entry
    longitude = sum(each.longitude for each in found) / len(found)
    return replace(entry, longitude=longitude, latitude=sum(each.latitude for each in found) / len(found))


@lru_cache(maxsize=5_000)
def place_by_id(place_id: str) -> Place | None:
    """The place with this identifier, or None.

    ne0:… is a country, ne1:… a province, faultline:… a curated place, gn:… a place of GeoNames, fips:… a county
    of the United States.
    """
    scheme = _scheme(place_id)
    return SCHEMES[scheme](place_id) if scheme in SCHEMES else None


def place_of_entry(entry: Entry) -> Place | None:
    """The place of an entry."""
    return _of_table(entry) if SCHEMES.get(_scheme(entry.place_id)) is _tabled else place_by_id(entry.place_id)


def _scheme(place_id: str) -> str:
    return place_id.partition(":")[0]


def _country(place_id: str) -> Place | None:
    table = boundaries.countries()
    found = table[table["country_code"] == place_id.removeprefix("ne0:")]
    if found.empty:
        return None
    name, shape = found["name"].iloc[0], found.geometry.iloc[0]
    return area_place(
        shape, name=name, kind="country", precision="country", country=name, admin1=None, place_id=place_id
    )


def _province(place_id: str) -> Place | None:
    table = boundaries.provinces()
    found = table[table["province_id"] == place_id.removeprefix("ne1:")]
    if found.empty:
        return None
    row, shape = found.iloc[0], found.geometry.iloc[0]
    return area_place(
        shape,
        name=row["name"],
        kind="province",
        precision="admin1",
        country=row["country"],
        admin1=row["name"],
        place_id=place_id,
    )


def _tabled(place_id: str) -> Place | None:
    found = (table.by_id(place_id) for table in tables())
    entry = next((each for each in found if each is not None), None)
    return None if entry is None else _of_table(entry)


def _of_table(entry: Entry) -> Place:
    point = Point(entry.longitude, entry.latitude)
    country, admin1 = entry.country or None, entry.admin1 or None
    if entry.kind not in AREA_RADIUS_KM:
        return Place(entry.name, entry.kind, "exact", country, admin1, point, None, TOWN_RADIUS_KM, entry.place_id)
    radius_km = AREA_RADIUS_KM[entry.kind]
    precision = "admin2" if entry.kind in ("county", "district") else "region"
    shape = geodesy.circle(point, radius_km)
    return Place(entry.name, entry.kind, precision, country, admin1, point, shape, radius_km, entry.place_id)


def _curated(place_id: str) -> Place | None:
    key = place_id.removeprefix("faultline:")
    row = curated.rows().get(key)
    if row is None or ":" in key:
        return None
    name, kind, precision = row["name"], row["kind"], row["precision"]
    country, admin1 = row["country"] or None, row["admin1"] or None
    point = Point(float(row["longitude"]), float(row["latitude"])) if row["latitude"] else None
    if row["members"] or point is None:
        area = _members(curated.members(place_id))
        placed = area_place(
            area, name=name, kind=kind, precision=precision, country=country, admin1=admin1, place_id=place_id
        )
        return placed if point is None else replace(placed, point=point)
    radius_km = float(row["radius_km"] or TOWN_RADIUS_KM)
    shape = None if precision == "exact" else geodesy.circle(point, radius_km)
    return Place(name, kind, precision, country, admin1, point, shape, radius_km, place_id)


def _members(members: list[str]) -> BaseGeometry:
    places = [place_by_id(place_id) for place_id in members]
    return shapely.union_all([place.shape for place in places if place is not None])


def area_place(
    shape: BaseGeometry, *, name: str, kind: str, precision: str, country: str | None, admin1: str | None, place_id: str
) -> Place:
    """A place that is an area: at GeoNames' point, else at one inside; its radius is that of a circle as large."""
    point = _points().get(place_id) or geodesy.interior_point(shape)
    return Place(name, kind, precision, country, admin1, point, shape, geodesy.equivalent_radius_km(shape), place_id)


@cache
def _points() -> dict[str, Point]:
    with POINTS_CSV.open(encoding="utf-8", newline="") as file:
        return {row["place_id"]: Point(float(row["longitude"]), float(row["latitude"])) for row in csv.DictReader(file)}


SCHEMES = {"ne0": _country, "ne1": _province, "faultline": _curated, "gn": _tabled, "fips": _tabled}
