"""A name to a place: known names first, then the ways in which people say roughly where, then misspellings."""

from collections.abc import Iterable

from geo.errors import PlaceNotFound
from geo.places import derived_shapes, disambiguation
from geo.places.gazetteer import fuzzy, gazetteer
from geo.places.gazetteer.name_normalization import normalize_name, strip_generic
from geo.places.geoparsing.geoparser import parse_document
from geo.places.lookup import lookup_exact, lookup_fuzzy
from geo.places.place import Place
from geo.places.relative import (
    RELATIVE_PARSERS,
    lookup_demonym,
    lookup_site,
    lookup_with_container,
    spell_out_directions,
)

MAX_NAME_LENGTH = 200  # characters
MAX_TEXT_LENGTH = 200_000


def resolve(
    name: str,
    *,
    country: str | None = None,
    admin1: str | None = None,
    beside: Iterable[str] = (),
    text: str | None = None,
    publisher: str | None = None,
) -> Place:
    """What a name means, in the light of what was said with it.

    `country` and `admin1` are the ones stated for this name, `beside` other names said with it, `text` the passage that
    it stands in, `publisher` the web domain that it was read on. Raises PlaceNotFound with the nearest spellings.
    """
    place = resolve_or_none(name, country=country, admin1=admin1, beside=beside, text=text, publisher=publisher)
    if place is None:
        raise PlaceNotFound(" ".join(name.split())[:60], nearest=nearest_spellings(name))
    return place


def resolve_or_none(
    name: str,
    *,
    country: str | None = None,
    admin1: str | None = None,
    beside: Iterable[str] = (),
    text: str | None = None,
    publisher: str | None = None,
) -> Place | None:
    """As `resolve`, but None where the name means no place."""
    wanted = " ".join(name.split())
    if not wanted or len(wanted) > MAX_NAME_LENGTH:
        return None
    hints = disambiguation.context_from_hints(country, admin1, beside)
    if text:
        reading = parse_document(text[:MAX_TEXT_LENGTH], publisher)
        told = None if hints.stated_country or hints.admin1s else reading.place_by_name(normalize_name(wanted))
        if told is not None:
            return told
        hints = hints.with_document(reading.context())
    found = lookup_exact(wanted, hints)
    if found is not None:
        return found
    wanted = spell_out_directions(wanted)
    attempts = (lookup_exact, lookup_with_container, *RELATIVE_PARSERS, lookup_demonym, lookup_site, lookup_fuzzy)
    return next(filter(None, (attempt(wanted, hints) for attempt in attempts)), None)


def is_place_id(text: str) -> bool:
    """Whether a text has the form of a place's identifier."""
    return text.partition(":")[0] in SCHEMES and ":" in text


SCHEMES = frozenset([*gazetteer.SCHEMES, *derived_shapes.SCHEMES])


def nearest_spellings(name: str) -> tuple[str, ...]:
    """The usual names of the places whose spelling is nearest to a name that means none."""
    wanted = " ".join(name.split())
    return (
        tuple(dict.fromkeys(fuzzy.nearest_names(strip_generic(wanted)))) if 0 < len(wanted) <= MAX_NAME_LENGTH else ()
    )


def place_from_id(place_id: str) -> Place:
    """The place that an identifier means; raises PlaceNotFound."""
    place = gazetteer.place_by_id(place_id) or derived_shapes.derive_place(place_id)
    if place is None:
        raise PlaceNotFound(place_id[:60])
    return place


def check_gazetteer() -> None:
    """Read the gazetteer and the user's own files; raises PlacesInvalid for a file that is none."""
    gazetteer.tables()


def preload() -> None:
    """Load what the first name would wait for: the gazetteer, and what misspellings are compared with."""
    resolve("Zahedan")
    fuzzy.suggest("zahedaan")
