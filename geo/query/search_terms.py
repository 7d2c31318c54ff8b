"""What a person who types a few words into the search means: a country, an actor, a place, or text in a row."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from geo import places
from geo.core import actors
from geo.core.actor_vocabulary import UNKNOWN
from geo.places import Place
from geo.places.country_names import read_country
from geo.query.filters import FILTER
from geo.query.filters.country import MAX_CODE_LENGTH, listed_country
from geo.query.filters.exclusion import value_of
from geo.query.filters.filter import clean_text
from geo.query.filters.named_places import resolve_cached
from geo.query.filters.text import quoted_text
from geo.query.selection import Selection

ACCEPTED = "the name of an actor or a place, or any text"
MAX_READINGS = 6  # ways to read a search that are offered; chosen by judgement, to stay readable
MIN_AGREEMENT = 1.0  # of a place: a similar name scores less, and “attack” is like Attock at 0.92
MAX_FURTHER_WORDS = 1  # beside the name of a place: “Balochistan province”; chosen by judgement
NEARBY_KM = 50  # around a town; chosen by judgement: what its district is to it


@dataclass(frozen=True)
class SearchReading:
    """One way to read a search: a value of a filter, in words such as “the actor Jaish al-Adl”.

    `is_certain`: the text is a name of just this; else it only resembles one, or contains it, and is offered.
    """

    key: str
    value: str
    phrase: str
    is_certain: bool = True

    def apply(self, selection: Selection) -> Selection:
        """The selection by this too: beside other names of the same filter, in place of another text or circle."""
        filter_ = FILTER[self.key]
        old = selection.get(self.key) if filter_.repeatable else None
        return selection.with_filter(self.key, filter_.parse((*(old or ()), self.value)))

    def is_applied(self, selection: Selection) -> bool:
        """Whether the selection is by this."""
        return self.apply(selection) == selection

    def remove(self, selection: Selection) -> Selection:
        """The selection without this."""
        filter_ = FILTER[self.key]
        if not self.is_applied(selection):
            return selection
        own = filter_.parse((self.value,))
        rest = tuple(value for value in selection.get(self.key) if value not in own) if filter_.repeatable else ()
        return selection.with_filter(self.key, rest or None)


def read_search(text: str) -> tuple[SearchReading, ...]:
    """The ways to read a search, the likeliest first; the last is always text. Raises ValueRefused.

    What is certain comes before what is only similar; of what is certain a country comes before an actor of its name.
    """
    text = clean_text(text, accepted=ACCEPTED)
    if quoted_text(text):
        return (_read_text(text),)
    readings = [reading for read in READERS for reading in read(text)]
    ordered = sorted(readings, key=lambda reading: not reading.is_certain)
    return (*dict.fromkeys(ordered[: MAX_READINGS - 1]), _read_text(text))


def choose_reading(readings: tuple[SearchReading, ...], count: Callable[[SearchReading], int]) -> SearchReading:
    """The certain reading that comes first and that incidents match, else the text if they match that, else the first.

    `count`: how many incidents match a reading.
    """
    certain = [reading for reading in readings if reading.is_certain]
    return next((reading for reading in certain if count(reading)), certain[0])


def _read_country(text: str) -> Iterator[SearchReading]:
    name = listed_country(text)
    if name:
        # Of two or three letters, “it” and “is” are words; US and UK are names.
        is_certain = len(text) > MAX_CODE_LENGTH or (text.isupper() and read_country(text).is_known)
        yield SearchReading("country", value_of(name), f"the country {name}", is_certain)


def _read_actor(text: str) -> Iterator[SearchReading]:
    """The actor of the name, and those that a spelling of several can mean."""
    vocabulary = actors.vocabulary()
    if not vocabulary.identity(text).startswith(UNKNOWN):
        name = vocabulary.canonical(text)
        yield SearchReading("actor", value_of(name), f"the actor {name}")
        return
    for name in vocabulary.candidates(text):
        yield SearchReading("actor", value_of(name), f"the actor {name}", is_certain=False)


def _read_place(text: str) -> Iterator[SearchReading]:
    """The place of the name, the surroundings of a town, and the other places of that name."""
    place = resolve_cached(text)
    if place is None or place.precision == "country":
        return
    is_certain = place.agreement >= MIN_AGREEMENT and _is_name_of(text, place)
    yield SearchReading("place", value_of(text), f"the place {places.label(place)}", is_certain)
    yield from _read_surroundings(place)
    for other in map(places.place_from_id, place.alternatives[:2]):
        yield SearchReading("place", other.place_id, f"the place {places.label(other)}", is_certain=False)


def _read_similar_place(text: str) -> Iterator[SearchReading]:
    """The place whose name a text that means none may misspell, and the surroundings of a town."""
    place = None if resolve_cached(text) else _similar_place(text)
    if place is not None and place.precision != "country":
        yield SearchReading("place", place.place_id, f"the place {places.label(place)}", is_certain=False)
        yield from _read_surroundings(place)


@lru_cache(maxsize=256)
def _similar_place(text: str) -> Place | None:
    return None if places.is_place_id(text) else places.similar_place(text)


def _read_surroundings(place: Place) -> Iterator[SearchReading]:
    if place.shape is None:
        circle = f"{place.point.x:.5f},{place.point.y:.5f},{NEARBY_KM}"
        yield SearchReading("around", circle, f"within {NEARBY_KM} km of {place.name}", is_certain=False)


def _is_name_of(text: str, place: Place) -> bool:
    """Whether a text names a place and says no more: “attack in Quetta” is understood, but is more than a place."""
    return len(text.partition(",")[0].split()) <= len(place.name.split()) + MAX_FURTHER_WORDS


def _read_text(text: str) -> SearchReading:
    return SearchReading("q", text, f"the text “{quoted_text(text) or text}”")


# In the order in which readings of one name are likely; chosen by judgement: who types a country looks at a map.
READERS: tuple[Callable[[str], Iterator[SearchReading]], ...] = (
    _read_country,
    _read_actor,
    _read_place,
    _read_similar_place,
)
