"""Areas that were stated as the province of a name and are none of ours: counties, regions, parts of a country."""

from dataclasses import dataclass
from functools import cache, lru_cache

import shapely
from rapidfuzz import process
from rapidfuzz.distance import OSA
from shapely import Point

from geo.core import boundaries
from geo.core.prepared_shape import PreparedShape
from geo.places.gazetteer import curated, divisions, gazetteer
from geo.places.gazetteer.border_towns import BORDER_DEGREES
from geo.places.gazetteer.country_lists import counts_to
from geo.places.gazetteer.entry import Entry
from geo.places.gazetteer.name_normalization import normalize_name, phonetic_key, strip_generic
from geo.places.province_changes import NEAR_DEGREES

MAX_NAMESAKES = 8  # of a province without its country; chosen by judgement
AREAS_STATED = ("province", "division", "region")  # kinds that a column of provinces means
MIN_SIMILARITY = 0.75  # of a province's name among those of its country; by judgement: three letters in four
# What a division is, which lists add and leave out.
STATUS_WORDS = frozenset(
    [
        *("state", "special", "city", "autonomous", "republic", "federal", "territory", "division", "region", "county"),
        *("metropolitan", "municipality", "capital", "nct", "d", "c", "dc", "rural", "oblast", "district", "province"),
        *("administrative", "union", "and"),
    ]
)
# “Shan-North”, “Bago West”: a part of the province before it.
SIDES = frozenset(["north", "south", "east", "west", "northern", "southern", "eastern", "western"])


@dataclass(frozen=True)
class StatedArea:
    """An area with an outline; `place_id` leads to it."""

    name: str
    country: str
    place_id: str

    def holds(self, entry: Entry) -> bool:
        """Whether a place lies in the area."""
        return entry.place_id == self.place_id or self._lies_within(entry, 0.0)

    def is_near(self, entry: Entry) -> bool:
        """Whether a place lies in the area or as near to it as its border is uncertain."""
        return entry.place_id == self.place_id or self._lies_within(entry, self.uncertainty_degrees)

    @property
    def uncertainty_degrees(self) -> float:
        """How far outside of its outline a place may lie and still be of the area: far of a circle, not of a union."""
        return NEAR_DEGREES if is_circle(self.place_id) else BORDER_DEGREES

    def _lies_within(self, entry: Entry, degrees: float) -> bool:
        if self.country and entry.country and self.country not in (entry.country, entry.geonames_country):
            return False
        shape = area_outline(self.place_id)
        return shape is not None and bool(
            shapely.dwithin(shape.for_thread(), Point(entry.longitude, entry.latitude), degrees)
        )


@lru_cache(maxsize=4096)
def province_like(name: str, country: str) -> Entry | None:
    """The division of a country whose name is most like this one; None where none is much like it."""
    forms = _division_forms(country)
    form = _without_status(strip_generic(name))
    whole, _, side = form.rpartition(" ")
    if side in _side_forms() and whole in forms:
        return forms[whole]
    match = process.extractOne(form, list(forms), scorer=_similarity, score_cutoff=MIN_SIMILARITY)
    return forms[match[0]] if match else None


@cache
def _side_forms() -> frozenset[str]:
    return frozenset(map(normalize_name, SIDES))


def _without_status(form: str) -> str:
    words = form.split()
    return " ".join([word for word in words if word not in STATUS_WORDS] or words)


def _similarity(one: str, other: str, **_: object) -> float:
    similarity = OSA.normalized_similarity(one, other)
    return (1 + similarity) / 2 if phonetic_key(one) == phonetic_key(other) else similarity


@lru_cache(maxsize=300)
def _division_forms(country: str) -> dict[str, Entry]:
    """The provinces and divisions of a country by their names in Latin letters, without generic words."""
    table = boundaries.provinces()
    provinces = table[table["country"] == country]
    forms: dict[str, Entry] = {}
    for province_id, name, others in zip(
        provinces["province_id"], provinces["name"], provinces["other_names"], strict=True
    ):
        entry = gazetteer.entry_by_id(f"ne1:{province_id}")
        if entry is None:
            continue
        for text in (name, *others.split("; ")):
            forms.setdefault(_without_status(strip_generic(text)), entry)
    forms |= {_without_status(strip_generic(entry.name)): entry for entry in divisions.by_country().get(country, ())}
    return {form: entry for form, entry in forms.items() if form.isascii() and form}


@lru_cache(maxsize=512)
def area_outline(place_id: str) -> PreparedShape | None:
    """The outline of an area, prepared to answer many questions; None for what has none."""
    place = gazetteer.place_by_id(place_id)
    return None if place is None or place.shape is None else PreparedShape(place.shape)


def is_circle(place_id: str) -> bool:
    """Whether an area is drawn as a circle, or the part of a province inside one, since nobody has its outline."""
    row = divisions.rows().get(place_id) or curated.rows().get(place_id.removeprefix(curated.PREFIX))
    return row is not None and bool(row["radius_km"])


def stated_divisions(admin1: str | None, country: str) -> list[Entry]:
    """The areas that a name stated as a province means: in the stated country, or where it is a usual one.

    In a country that is known, a name that is none of its divisions' is the one that it is spelt most like.
    """
    wordings = _wordings(admin1) if admin1 else []
    areas = next(filter(None, (_areas_by_name(wording, country) for wording in wordings)), [])
    if areas or not country:
        return areas
    like = next(filter(None, (province_like(wording, country) for wording in wordings)), None)
    return [like] if like else []


def _areas_by_name(name: str, country: str) -> list[Entry]:
    bearers = gazetteer.candidates(name)[: None if country else MAX_NAMESAKES]
    areas = [entry for entry in bearers if _is_area_of(entry, country)]
    return [entry for entry in areas if entry.is_preferred_name] or areas


def _is_area_of(entry: Entry, country: str) -> bool:
    """Whether a place can be meant as a province of a country, if one is given: Puerto Rico of the United States."""
    if entry.kind == "country":
        return entry.country != country and counts_to(entry.country, country)
    return entry.kind in AREAS_STATED and (not country or counts_to(entry.country, country))


def _wordings(name: str) -> list[str]:
    """A province as it is written, then as lists do: “Tatarstan, Respublika”, “Skåne [SE-12]”, “Hrodna / Grodno”."""
    whole, _, bracket = name.partition("[" if "[" in name else "(")
    parts = [whole.partition(",")[0], *whole.split("/"), bracket.rstrip(")] ")]
    return list(dict.fromkeys(text for part in (name, *parts) if (text := part.strip())))


def land_of_country(name: str | None, country: str) -> list[Entry]:
    """The province that was stated as a country, for lists of countries have some: Réunion."""
    if not name or not country:
        return []
    bearers = gazetteer.candidates(name)
    if any(entry.kind == "country" for entry in bearers):
        return []
    return [entry for entry in bearers if entry.kind == "province" and entry.country == country][:1]
