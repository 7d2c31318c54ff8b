"""Towns, provinces and countries of one name: which of them a row means, and what else its name could mean."""

import re
from dataclasses import replace

import shapely

from geo import places
from geo.errors import PlaceNotFound
from geo.places import Place
from geo.places.gazetteer.entry import Entry
from geo.places.gazetteer.gazetteer import candidates, entries_by_name, place_of_entry, prior
from geo.places.gazetteer.name_normalization import normalize_name

MAX_LISTED = 3  # of other places that a warning names
# Ten thousand inhabitants, as a decimal logarithm: by judgement the least that a town has which is called like its
# province or country; in Helmand no hamlet of that name is meant.
MIN_TOWN_WEIGHT = 4.0
TOWN_WORDS = frozenset(
    [
        "city",
        "town",
        "village",
        "cityname",
        "ville",
        "localité",
        "localite",
        "ciudad",
        "pueblo",
        "localidad",
        "cidade",
        "stadt",
        "مدينة",
        "المدينة",
        "قرية",
        "القرية",
        "شهر",
        "روستا",
    ]
)
AREA_WORDS = frozenset(
    ["province", "state", "governorate", "district", "region", "country", "county", "département", "departamento"]
)


def is_town_column(header: str) -> bool:
    """Return whether a column is headed as one of towns and villages, and not of areas too."""
    words = set(re.findall(r"[^\W\d_]+", header[:200].casefold()))
    return bool(words & TOWN_WORDS) and not words & AREA_WORDS


def find_town(name: str, area: Place) -> Place | None:
    """Return the town in a province or country that bears its very name; None where there is none."""
    entries = [
        entry
        for entry in entries_by_name(normalize_name(name))
        if entry.kind == "town" and _contains(area, entry) and prior(entry) >= MIN_TOWN_WEIGHT
    ]
    town = place_of_entry(entries[0]) if entries else None
    if town is None:
        return None
    others = tuple(place_id for place_id in area.alternatives if place_id != town.place_id)
    because = f"the town in the {area.kind} of that name"
    return replace(
        town,
        alternatives=others,
        because=because,
        is_supported=True,
        confidence=area.confidence,
        agreement=area.agreement,
        evidence=area.evidence,
    )


def drop_own_areas(place: Place, name: str, column: str) -> Place:
    """Return the place without alternatives that are no other place: an area that holds it, whatever it is called.

    In a column of areas (`column` is not place_name), what lies in the area is none either.
    """
    entries = {entry.place_id: entry for entry in candidates(name)}
    others = [
        place_id
        for place_id in place.alternatives
        if (entry := entries.get(place_id)) is None
        or not (_holds(entry, place) or (column != "place_name" and _contains(place, entry)))
    ]
    return replace(place, alternatives=tuple(others))


def list_alternatives(place: Place) -> str:
    """Return what else a name could mean, in words, with the kind of what is called like the place itself."""
    label, labels = places.label(place), []
    for place_id in place.alternatives:
        try:
            other = places.place_from_id(place_id)
        except PlaceNotFound:
            labels.append(place_id)
            continue
        own = places.label(other)
        labels.append(f"{own} ({other.kind})" if own == label else own)
        if len(set(labels)) == MAX_LISTED:
            break
    n_more = len(place.alternatives) - len(labels)
    return " or ".join(dict.fromkeys(labels)) + (f" or {n_more} more" if n_more else "")


def _contains(area: Place, entry: Entry) -> bool:
    """Whether an entry lies in a country or province."""
    if area.kind == "country":
        return entry.kind != "country" and entry.country == area.country
    return area.kind == "province" and (entry.country, entry.admin1) == (area.country, area.admin1)


def _holds(entry: Entry, place: Place) -> bool:
    """Whether an area of the gazetteer is the country, the province or the district that a place lies in."""
    if entry.country != place.country or place.kind == entry.kind:
        return False
    if entry.kind in ("country", "province"):
        return entry.kind == "country" or (entry.admin1 == place.admin1 and place.kind != "country")
    area = place_of_entry(entry) if entry.kind == "district" and place.kind not in ("country", "province") else None
    return area is not None and area.shape is not None and bool(shapely.intersects(area.shape, place.point))
