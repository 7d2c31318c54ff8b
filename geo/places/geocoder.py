"""A name to a place: known names first, then the ways in which people say roughly where, then misspellings."""

from collections.abc import Iterable

from geo.errors import PlaceNotFound
from geo.places import derived_shapes, disambiguation
from geo.places.gazetteer import fuzzy, gazetteer
from geo.places.gazetteer.name_normalization import bare, normal
from geo.places.geoparsing.geoparser import read
from geo.places.lookup import known, misspelt
from geo.places.place import Place
from geo.places.relative import WAYS, demonym, site, with_context, written_out

LONGEST = 200  # characters
MOST_TEXT = 200_000


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
    place = understood(name, country=country, admin1=admin1, beside=beside, text=text, publisher=publisher)
    if place is None:
        raise PlaceNotFound(" ".join(name.split())[:60], nearest=nearest(name))
    return place


def understood(
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
    if not wanted or len(wanted) > LONGEST:
        return None
    hints = disambiguation.of_hints(country, admin1, beside)
    if text:
        reading = read(text[:MOST_TEXT], publisher)
        told = None if hints.given or hints.admin1s else reading.named(normal(wanted))
        if told is not None:
            return told
        hints = hints.with_text(reading.context())
    found = known(wanted, hints)
    if found is not None:
        return found
    wanted = written_out(wanted)
    attempts = (known, with_context, *WAYS, demonym, site, misspelt)
    return next(filter(None, (attempt(wanted, hints) for attempt in attempts)), None)


def is_id(text: str) -> bool:
    """Whether a text has the form of a place's identifier."""
    return text.partition(":")[0] in SCHEMES and ":" in text


SCHEMES = frozenset([*gazetteer.SCHEMES, *derived_shapes.SCHEMES])


def nearest(name: str) -> tuple[str, ...]:
    """The usual names of the places whose spelling is nearest to a name that means none."""
    wanted = " ".join(name.split())
    return tuple(dict.fromkeys(fuzzy.nearest(bare(wanted)))) if 0 < len(wanted) <= LONGEST else ()


def place_from_id(place_id: str) -> Place:
    """The place that an identifier means; raises PlaceNotFound."""
    place = gazetteer.place_of(place_id) or derived_shapes.derived(place_id)
    if place is None:
        raise PlaceNotFound(place_id[:60])
    return place


def check() -> None:
    """Read the gazetteer and the user's own files; raises PlacesInvalid for a file that is none."""
    gazetteer.tables()


def warm() -> None:
    """Load what the first name would wait for: the gazetteer, and what misspellings are compared with."""
    resolve("Zahedan")
    fuzzy.alike("zahedaan")
