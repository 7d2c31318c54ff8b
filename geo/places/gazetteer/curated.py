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
PREFIX = "faultline:"
# In the units of Entry.weight. Chosen by judgement, not fitted; the labelled names of tests/geo/places measure them.
WEIGHTS = {"town": 4.5, "crossing": 4.5, "district": 4.5}  # reports name them like a town of 30,000 elsewhere
OTHER_WEIGHT = 6.6  # regions, seas and ranges: like a city of four million
COUNTRY_SIZE_WEIGHT = 0.5  # a tenth of log10 of 100,000 km², whatever the country's size
MIN_PROVINCE_WEIGHT = 6.4  # a province that has a row here is not outweighed by a namesake elsewhere


@cache
def rows() -> dict[str, dict[str, str]]:
    """The rows by place_id: a word of our own, or Natural Earth's identifier where a row only adds names."""
    with PLACES_CSV.open(encoding="utf-8", newline="") as file:
        return {row["place_id"]: row for row in csv.DictReader(file)}


def members(place_id: str) -> list[str]:
    """The identifiers of the areas that a curated area is made up of."""
    row = rows().get(place_id.removeprefix(PREFIX))
    return row["members"].split(SEPARATOR) if row and row["members"] else []


@cache
def entries() -> tuple[Entry, ...]:
    """Every curated place, in the order of the file."""
    return tuple(_to_entry(key, row) for key, row in rows().items())


@cache
def index() -> dict[str, tuple[Entry, ...]]:
    """The curated places by each of their normalized names, in the order of the file."""
    by_form: dict[str, list[Entry]] = {}
    for entry, row in zip(entries(), rows().values(), strict=True):
        for form in {normalize_name(name) for name in (row["name"], *row["aliases"].split(SEPARATOR))} - {""}:
            by_form.setdefault(form, []).append(entry)
    return {form: tuple(bearers) for form, bearers in by_form.items()}


def _to_entry(key: str, row: dict[str, str]) -> Entry:
    return Entry(
        place_id=key if ":" in key else f"{PREFIX}{key}",
        name=row["name"],
        kind=row["kind"],
        country=row["country"],
        admin1=row["admin1"],
        longitude=float(row["longitude"] or 0),
        latitude=float(row["latitude"] or 0),
        weight=_weight(key, row),
    )


def _weight(key: str, row: dict[str, str]) -> float:
    if key.startswith("ne0:"):
        return COUNTRY_WEIGHT + COUNTRY_SIZE_WEIGHT
    area_km2 = _province_areas_km2().get(key)
    if area_km2 is not None:
        return max(log10(area_km2) + PROVINCE_WEIGHT, MIN_PROVINCE_WEIGHT)
    return WEIGHTS.get(row["kind"], OTHER_WEIGHT)


@cache
def _province_areas_km2() -> dict[str, float]:
    table = boundaries.provinces()
    return dict(zip("ne1:" + table["province_id"], table["area_km2"].clip(lower=1.0), strict=True))
