"""The names that are known, in the curated places, the world's gazetteer and the user's own files, and their places."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry

from geo.core import boundaries, geodesy
from geo.places.districts.district_table import build_district_table, district_place
from geo.places.gazetteer import curated, divisions
from geo.places.gazetteer.entry import Entry
from geo.places.gazetteer.geonames import user_tables
from geo.places.gazetteer.name_normalization import normalize_name, phonetic_key, strip_generic
from geo.places.gazetteer.place_table import PlaceTable
from geo.places.place import Place
from geo.places.words.name_words import name_words
from geo.settings import data_dir, gazetteer_dir

GAZETTEER = data_dir() / "gazetteer"  # built by data/build_gazetteer.py; the folder of that name is the user's
POINTS_CSV = data_dir() / "geonames_points.csv"
# How far from the point a place of a kind may reach. Chosen by judgement, not measured.
TOWN_RADIUS_KM = 2.0
AREA_RADIUS_KM = {"county": 25.0, "district": 25.0, "mountain": 10.0, "river": 50.0, "area": 25.0}
SAME_TOWN_KM = 15.0  # a town as near as that to a curated one of its name is the same town
# In the units of Entry.weight. Chosen by judgement and revised on TR-News, not fitted; the independent sets of
# tests/geo/places measure the whole, see docs/decisions/0007.
CURATED_BONUS = 0.5  # of a town in data/places.csv, because reports name it
OTHER_NAME_COST = 0.7  # penalty for a secondary name: five times less likely
COUNTRY_OTHER_NAME_COST = 4.0  # the same for countries: “Granada” is Spanish for Grenada too
SEAT_BONUS = 0.1  # by which a town outweighs the province that is called after it
MAX_SEAT_PROVINCE_WEIGHT = 6.6  # but not a province of more than 250,000 km²


@cache
def tables() -> tuple[PlaceTable, ...]:
    """The world's gazetteer, districts, the user's own files; raises PlacesInvalid for a file that is not GeoNames'."""
    return (PlaceTable.load(GAZETTEER), build_district_table(), *user_tables(gazetteer_dir()))


@lru_cache(maxsize=5_000)
def candidates(name: str) -> tuple[Entry, ...]:
    """All places that bear a name in any spelling, with or without its generic words, the likeliest first."""
    form = normalize_name(name)
    entries = entries_by_name(form)
    if not entries and " " in form:
        entries = entries_by_name(form.replace(" ", ""))
    if not entries and name_words().generic.intersection(form.split()):
        entries = entries_by_name(strip_generic(name))
    # “Quetta City” is a sub-district, and what people call the town.
    if form.endswith(" city") and all(entry.place_id.startswith("gb:") for entry in entries):
        entries = tuple(dict.fromkeys((*entries_by_name(strip_generic(name)), *entries)))
    return entries


@lru_cache(maxsize=5_000)
def entries_by_name(form: str) -> tuple[Entry, ...]:
    """All places of a normalized name, the likeliest first; curated entries replace their gazetteer duplicates."""
    links = curated_links()
    from_csv = [links.completed.get(entry.place_id, entry) for entry in curated.index().get(form, ())]
    from_tables = [_as_curated(entry, form, links) for table in tables() for entry in table.entries_by_name(form)]
    unique: dict[str, Entry] = {}
    for entry in (*from_csv, *from_tables, *divisions.bearers_of_name(form, (*from_csv, *from_tables))):
        unique.setdefault(entry.place_id, entry)
    if len(unique) == 1 and not from_csv and all(entry.is_preferred_name for entry in unique.values()):
        return tuple(unique.values())  # as of most names
    towns = [entry for entry in from_csv if entry.kind == "town"]
    distinct = [
        entry for entry in unique.values() if entry in from_csv or not any(_is_same_town(entry, town) for town in towns)
    ]
    country = next((entry.country for entry in distinct if entry.kind == "country" and entry.is_preferred_name), "")
    # “Australia” is in some language a name of Western Australia.
    bearers = [entry for entry in distinct if entry.is_preferred_name or entry.country != country]
    areas = [entry for entry in bearers if entry.kind in ("province", divisions.KIND)]
    weighted = (_with_seat_bonus(entry, form, areas) for entry in bearers) if areas else bearers
    return tuple(sorted(weighted, key=prior, reverse=True))


def _as_curated(entry: Entry, form: str, links: "CuratedLinks") -> Entry:
    """A place of a table under the name and with the weight that data/places.csv gives it.

    What GeoNames alone calls it, in Latin letters and otherwise than it sounds, is no usual name: “Alexandria” is
    not Mashhad's.
    """
    town = links.replacements.get(entry.place_id)
    if town is None:
        return entry
    is_usual = entry.is_preferred_name or not form.isascii() or _sounds_like(town.name, form)
    return replace(town, is_preferred_name=is_usual)


def prior(entry: Entry) -> float:
    """How likely a bearer of a name is meant where nothing else is said, in the units of Entry.weight."""
    if entry.is_preferred_name:
        return entry.weight
    return entry.weight - (COUNTRY_OTHER_NAME_COST if entry.kind == "country" else OTHER_NAME_COST)


def _with_seat_bonus(town: Entry, form: str, areas: Sequence[Entry]) -> Entry:
    """A town weighs a little more than the province that bears its name and contains it: people mean the town."""
    if town.kind != "town":
        return town
    provinces = [
        entry.weight for entry in areas if entry.weight < MAX_SEAT_PROVINCE_WEIGHT and _is_province_around(entry, town)
    ]
    if not provinces or not (town.is_preferred_name or _sounds_like(town.name, form)):
        return town
    return replace(town, is_preferred_name=True, weight=max(town.weight, max(provinces) + SEAT_BONUS))


def _is_province_around(area: Entry, town: Entry) -> bool:
    if area.kind == divisions.KIND:
        return divisions.holds(area, town)
    return area.kind == "province" and (area.country, area.admin1) == (town.country, town.admin1)


def _sounds_like(name: str, form: str) -> bool:
    return phonetic_key(normalize_name(name)) == phonetic_key(form)


def _is_same_town(entry: Entry, town: Entry) -> bool:
    if entry.kind != "town":
        return False
    distance_km = geodesy.scalar_haversine_km(entry.longitude, entry.latitude, town.longitude, town.latitude)
    return distance_km < SAME_TOWN_KM


@dataclass(frozen=True)
class CuratedLinks:
    """How the curated places and the world's gazetteer belong together.

    `replacements` are the curated towns by the identifiers of the same towns in the gazetteer. `completed` are curated
    places by their own identifiers: towns with the weight of the gazetteer's, areas with a position.
    """

    replacements: dict[str, Entry]
    completed: dict[str, Entry]


@cache
def curated_links() -> CuratedLinks:
    """How the curated places belong to those of the world's gazetteer."""
    world = tables()[0]
    replacements: dict[str, Entry] = {}
    completed: dict[str, Entry] = {}
    for entry in curated.entries():
        if entry.kind == "town":
            namesakes = world.entries_by_name(normalize_name(entry.name))
            same = [namesake for namesake in namesakes if _is_same_town(namesake, entry)]
            weight = max([entry.weight, *(namesake.weight + CURATED_BONUS for namesake in same)])
            completed[entry.place_id] = replace(entry, weight=weight)
            replacements |= {namesake.place_id: completed[entry.place_id] for namesake in same}
        elif not (entry.longitude or entry.latitude):
            completed[entry.place_id] = _with_position(entry, world)
    return CuratedLinks(replacements, completed)


def _with_position(area: Entry, world: PlaceTable) -> Entry:
    """An area with the position that the gazetteer gives it, or the middle of those of its members."""
    itself = world.by_id(area.place_id)
    members = [itself] if itself else [world.by_id(place_id) for place_id in curated.members(area.place_id)]
    known = [member for member in members if member is not None]
    if not known:
        return area
    longitude = sum(member.longitude for member in known) / len(known)
    return replace(area, longitude=longitude, latitude=sum(member.latitude for member in known) / len(known))


@lru_cache(maxsize=5_000)
def place_by_id(place_id: str) -> Place | None:
    """The place with this identifier, or None.

    ne0:… is a country, ne1:… a province, div:… a division of provinces, gb:… a district, faultline:… a curated place,
    gn:… a place of GeoNames, fips:… a county of the United States.
    """
    scheme = _scheme(place_id)
    return SCHEMES[scheme](place_id) if scheme in SCHEMES else None


def place_of_entry(entry: Entry) -> Place | None:
    """The place of an entry."""
    is_from_table = SCHEMES.get(_scheme(entry.place_id)) is _table_place
    return _place_at_point(entry) if is_from_table else place_by_id(entry.place_id)


def area_place(
    shape: BaseGeometry, *, name: str, kind: str, precision: str, country: str | None, admin1: str | None, place_id: str
) -> Place:
    """A place that is an area, at GeoNames' point or else at one inside; its radius is that of a circle as large."""
    point = _geonames_points().get(place_id) or geodesy.interior_point(shape)
    return Place(name, kind, precision, country, admin1, point, shape, geodesy.equivalent_radius_km(shape), place_id)


def _scheme(place_id: str) -> str:
    return place_id.partition(":")[0]


def _country(place_id: str) -> Place | None:
    table = boundaries.countries()
    rows = table[table["country_code"] == place_id.removeprefix("ne0:")]
    if rows.empty:
        return None
    name, shape = rows["name"].iloc[0], rows.geometry.iloc[0]
    return area_place(
        shape, name=name, kind="country", precision="country", country=name, admin1=None, place_id=place_id
    )


def _province(place_id: str) -> Place | None:
    cells = _provinces().get(place_id.removeprefix("ne1:"))
    if cells is None:
        return None
    name, country, shape = cells
    return area_place(
        shape, name=name, kind="province", precision="admin1", country=country, admin1=name, place_id=place_id
    )


@cache
def _provinces() -> dict[str, tuple[str, str, BaseGeometry]]:
    """Name, country and outline of each province by its identifier, for frames are slow to look into."""
    table = boundaries.provinces()
    cells = zip(table["name"].tolist(), table["country"].tolist(), table.geometry.to_numpy(), strict=True)
    return dict(zip(table["province_id"].tolist(), cells, strict=True))


def _table_place(place_id: str) -> Place | None:
    entry = entry_by_id(place_id)
    return None if entry is None else _place_at_point(entry)


def entry_by_id(place_id: str) -> Entry | None:
    """The entry with this identifier in the world's gazetteer or the user's own files, or None."""
    return next((entry for table in tables() if (entry := table.by_id(place_id)) is not None), None)


def _division(place_id: str) -> Place | None:
    row, shape = divisions.rows().get(place_id), divisions.outline(place_id)
    if row is None or shape is None:
        return None
    name, country = row["name"], row["country"]
    return area_place(
        shape, name=name, kind=divisions.KIND, precision="admin1", country=country, admin1=name, place_id=place_id
    )


def _place_at_point(entry: Entry) -> Place:
    """A town or a site at its point, or a circle around the point of an area whose outline is not known."""
    point: Point = shapely.points((entry.longitude, entry.latitude))  # in half the time of Point(…)
    country, admin1 = entry.country or None, entry.admin1 or None
    if entry.kind not in AREA_RADIUS_KM:
        return Place(entry.name, entry.kind, "exact", country, admin1, point, None, TOWN_RADIUS_KM, entry.place_id)
    radius_km = AREA_RADIUS_KM[entry.kind]
    precision = "admin2" if entry.kind in ("county", "district") else "region"
    shape = geodesy.circle(point, radius_km)
    return Place(entry.name, entry.kind, precision, country, admin1, point, shape, radius_km, entry.place_id)


def _curated_place(place_id: str) -> Place | None:
    key = place_id.removeprefix(curated.PREFIX)
    row = curated.rows().get(key)
    if row is None or ":" in key:
        return None
    name, kind, precision = row["name"], row["kind"], row["precision"]
    country, admin1 = row["country"] or None, row["admin1"] or None
    point = Point(float(row["longitude"]), float(row["latitude"])) if row["latitude"] else None
    if row["members"] or point is None:
        shape = _union_of_members(place_id)
        area = area_place(
            shape, name=name, kind=kind, precision=precision, country=country, admin1=admin1, place_id=place_id
        )
        return area if point is None else replace(area, point=point)
    radius_km = float(row["radius_km"] or TOWN_RADIUS_KM)
    circle = None if precision == "exact" else geodesy.circle(point, radius_km)
    return Place(name, kind, precision, country, admin1, point, circle, radius_km, place_id)


def _union_of_members(place_id: str) -> BaseGeometry:
    places = [place_by_id(member) for member in curated.members(place_id)]
    return shapely.union_all([place.shape for place in places if place is not None])


@cache
def _geonames_points() -> dict[str, Point]:
    with POINTS_CSV.open(encoding="utf-8", newline="") as file:
        return {row["place_id"]: Point(float(row["longitude"]), float(row["latitude"])) for row in csv.DictReader(file)}


SCHEMES: dict[str, Callable[[str], Place | None]] = {
    "ne0": _country,
    "ne1": _province,
    "div": _division,
    "gb": district_place,
    "faultline": _curated_place,
    "gn": _table_place,
    "fips": _table_place,
}
