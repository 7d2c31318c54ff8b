"""The places of data/places.csv: towns, crossings, areas, and further names of what the gazetteer has."""

import csv
from functools import cache
from math import log10

from geo.core import boundaries
from geo.places.gazetteer.entry import COUNTRY_WEIGHT, PROVINCE_WEIGHT, Entry
from geo.places.gazetteer.name_normalization import normalize_name
from geo.settings import data_dir

PLACES_CSV = data_dir() / "places.csv"
SEPARATOR = "; "
# As well known as a town of so many, by kind; see Entry.weight. A curated town is one that reports name.
WEIGHTS = {"town": 4.5, "crossing": 4.5, "district": 4.5}
AREA_WEIGHT = 6.6
COUNTRYS_SIZE = 0.5  # what its size adds to the weight of a country of 100,000 km²
LEAST_PROVINCE = 6.4  # one that is worth a row of ours is not outweighed by a namesake elsewhere


@cache
def rows() -> dict[str, dict[str, str]]:
    """The rows by their key: a word of our own, or Natural Earth's identifier where a row only adds names."""
    with PLACES_CSV.open(encoding="utf-8", newline="") as file:
        return {row["place_id"]: row for row in csv.DictReader(file)}


def members(place_id: str) -> list[str]:
    """The identifiers of what a curated area is made up of."""
    row = rows().get(place_id.removeprefix("faultline:"))
    return row["members"].split(SEPARATOR) if row and row["members"] else []


@cache
def entries() -> tuple[Entry, ...]:
    """Every curated place."""
    return tuple(_entry(key, row) for key, row in rows().items())


@cache
def index() -> dict[str, tuple[Entry, ...]]:
    """The curated places by every normal form of their names, in the order of the file."""
    found: dict[str, list[Entry]] = {}
    for entry, row in zip(entries(), rows().values(), strict=True):
        for form in {normalize_name(name) for name in (row["name"], *row["aliases"].split(SEPARATOR))} - {""}:
            found.setdefault(form, []).append(entry)
    return {form: tuple(bearers) for form, bearers in found.items()}


def _entry(key: str, row: dict[str, str]) -> Entry:
    place_id = key if ":" in key else f"faultline:{key}"
    longitude, latitude = float(row["longitude"] or 0), float(row["latitude"] or 0)
    country, admin1 = row["country"], row["admin1"]
    return Entry(place_id, row["name"], row["kind"], country, admin1, longitude, latitude, _weight(key, row))


def _weight(key: str, row: dict[str, str]) -> float:
    if key.startswith("ne0:"):
        return COUNTRY_WEIGHT + COUNTRYS_SIZE
    area = _areas().get(key)
    if area is not None:
        return max(log10(area) + PROVINCE_WEIGHT, LEAST_PROVINCE)
    return WEIGHTS.get(row["kind"], AREA_WEIGHT)


@cache
def _areas() -> dict[str, float]:
    table = boundaries.provinces()
    return dict(zip("ne1:" + table["province_id"], table["area_km2"].clip(lower=1.0), strict=True))
