"""What the names of places mean to the filter on them: read from the gazetteer once, or known from a cache."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from geo import places
from geo.core.casefold import casefold
from geo.errors import PlaceNotFound
from geo.query.filters.name_spellings import town_spellings

MAX_FORMS = 100_000  # names of towns whose form is remembered; chosen by judgement, for memory


@dataclass(frozen=True)
class NamedPlace:
    """What matters of a place where names are compared; `forms`: those of a town, which tell it from all others."""

    place_id: str
    name: str
    country: str | None
    admin1: str | None
    has_shape: bool
    precision: str
    forms: tuple[str, ...]

    @property
    def is_town(self) -> bool:
        """Whether it is a point."""
        return not self.has_shape

    @property
    def is_division(self) -> bool:
        """Whether it is a country or a province."""
        return self.has_shape and self.precision in ("country", "admin1")


_known: dict[str, NamedPlace | None] = {}  # by name, what a cache has of the gazetteer


def named_place(name: str) -> NamedPlace | None:
    """The place that a name without context or an identifier means; None if there is none."""
    try:
        return _known[name]
    except KeyError:
        return _read_place(name)


def write_places(names: Iterable[str]) -> dict[str, Any]:
    """What names mean, in plain values."""
    named = {name: named_place(name) for name in names}
    return {name: asdict(place) if place else None for name, place in named.items()}


def remember_places(readings: Mapping[str, Any]) -> None:
    """Know what `write_places` gave."""
    if len(_known) + len(readings) > MAX_FORMS:
        _known.clear()  # they are read again, each when it is asked for
    for name, reading in readings.items():
        _known[name] = NamedPlace(**{**reading, "forms": tuple(reading["forms"])}) if reading else None


@lru_cache(maxsize=4096)
def _read_place(name: str) -> NamedPlace | None:
    place = resolve_cached(name)
    if place is None:
        return None
    forms = sorted(forms_of(place.place_id)) if place.shape is None else ()
    has_shape = place.shape is not None
    return NamedPlace(place.place_id, place.name, place.country, place.admin1, has_shape, place.precision, tuple(forms))


@lru_cache(maxsize=4096)
def resolve_cached(name: str) -> places.Place | None:
    """The place that a name without context or an identifier resolves to; None if there is none."""
    if not places.is_place_id(name):
        return places.resolve_or_none(name)
    try:
        return places.place_from_id(name)
    except PlaceNotFound:
        return None


@lru_cache(maxsize=4096)
def forms_of(place_id: str) -> frozenset[str]:
    """The forms of a town's names that tell it from every other town of its country."""
    forms = set(map(form_of_town, places.known_spellings(places.place_from_id(place_id))))
    return frozenset(form for form in forms if not set(form.split()) <= town_spellings().ignored)


@lru_cache(maxsize=MAX_FORMS)
def form_of_town(name: str) -> str:
    """The form that all spellings of a town share."""
    return town_spellings().normalize(name)


def spellings_of(name: str, point_name: str) -> list[str]:
    """A name with accents and without, casefolded; so is that of a point in no country, such as a site at sea.

    What else a town is called is left to its forms, for it may be a namesake's name in another country.
    """
    names = [name, *([point_name] if point_name else [])]
    return sorted({casefold(spelling) for known in names for spelling in (known, _strip_accents(known))})


def _strip_accents(name: str) -> str:
    return "".join(
        character for character in unicodedata.normalize("NFD", name) if not unicodedata.combining(character)
    )
