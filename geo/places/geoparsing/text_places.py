"""The places that a text names, with streets and airports in the towns that it names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geo.places.geoparsing.document import analyze_document
from geo.places.geoparsing.far_namesakes import is_far_namesake
from geo.places.geoparsing.geoparser import ParsedDocument, parse_document
from geo.places.geoparsing.mentions import CandidateMention
from geo.places.geoparsing.once_per_document import once_per_document
from geo.places.geoparsing.streets import street_spans
from geo.places.geoparsing.surroundings import place_around
from geo.places.place import Place

LOCAL_PRECISIONS = ("near", "admin2")
MAX_STREETS = (
    100  # different ones, and names far off, of a text that are placed, the first; it bounds the time that a text takes
)


@dataclass(frozen=True)
class Mention:
    """Words of a text that name a place: text[start:end], the place in the light of the text, whether a demonym."""

    start: int
    end: int
    text: str
    place: Place
    is_demonym: bool = False


def find(text: str, *, demonyms: bool = False, publisher: str | None = None) -> list[Mention]:
    """Find the places that a text names, in order, each in the light of the whole text.

    All of a text is read, however long, in time that grows with its length: a server cuts what it is sent before.

    With `demonyms`, “Pakistani” and the like too, as mentions of their country. `publisher` is the web domain that the
    text was read on, whose country is likelier meant. A street or an airport of a town that the text names is near it;
    of a text with more than a hundred different ones, the first hundred are, and so are the first hundred names whose
    bearers are all far off.
    """
    document = parse_document(text, publisher)
    streets = list(_streets(document))
    inside = {number for mention in streets for number in range(mention.start, mention.end)}
    readings = [_read(document, mention) for mention in document.mentions]
    around = _places_around(document, readings)
    others = [
        Mention(reading.mention.start, reading.mention.end, reading.mention.text, place, reading.mention.is_demonym)
        for reading in readings
        if (demonyms or not reading.mention.is_demonym)
        and reading.mention.start not in inside
        and (place := around.get(reading.name_and_area, reading.place) if reading.is_far else reading.place) is not None
    ]
    return sorted([*streets, *others], key=lambda mention: mention.start)


@dataclass(frozen=True)
class Reading:
    """A mention with the likeliest place of its name, and whether all that bear it are far from what the text names."""

    mention: CandidateMention
    place: Place | None
    name_and_area: tuple[str, str]
    is_far: bool


def _read(document: ParsedDocument, mention: CandidateMention) -> Reading:
    place = document.place_as_worded(mention)
    is_far = place is not None and (place.evidence == "elsewhere" or is_far_namesake(document, mention.form, place))
    return Reading(mention, place, document.name_and_area(mention), is_far)


def _places_around(document: ParsedDocument, readings: Sequence[Reading]) -> dict[tuple[str, str], Place]:
    """What the text mentions around the first mention of each name whose bearers are far off, of the first of these."""
    firsts: dict[tuple[str, str], CandidateMention] = {}
    for reading in readings:
        if reading.is_far and not reading.mention.is_demonym and len(firsts) < MAX_STREETS:
            firsts.setdefault(reading.name_and_area, reading.mention)
    places = {key: _place_around_mention(document, mention) for key, mention in firsts.items()}
    return {key: place for key, place in places.items() if place is not None}


def _place_around_mention(document: ParsedDocument, mention: CandidateMention) -> Place | None:
    name = document.text[mention.start : mention.end]
    return place_around(document, name, [(mention.start, mention.end)])


def _streets(document: ParsedDocument) -> Iterator[Mention]:
    """The streets and airports whose town is known; one that is known itself is a mention as any other."""
    spans = {(mention.start, mention.end) for mention in document.mentions}
    starts = {start for start, _ in spans}
    ends = {end for _, end in spans}
    for start, end in street_spans(analyze_document(document.text)):
        place = None if start in starts and end in ends else _place(document, document.text[start:end])
        if place is not None:
            yield Mention(start, end, document.text[start:end], place)


def _place(document: ParsedDocument, name: str) -> Place | None:
    """The town or county that a street is near or in; None where the text names only countries or provinces."""
    if name not in _first_names(document):
        return None
    place = _place_of_street(document, name)
    return place if place is not None and place.precision in LOCAL_PRECISIONS else None


@once_per_document
def _place_of_street(document: ParsedDocument, name: str) -> Place | None:
    return place_around(document, name)


@once_per_document
def _first_names(document: ParsedDocument) -> frozenset[str]:
    names = dict.fromkeys(document.text[start:end] for start, end in street_spans(analyze_document(document.text)))
    return frozenset(list(names)[:MAX_STREETS])
