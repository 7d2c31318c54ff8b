"""Where something is that no gazetteer knows: in a text, in or near the place that is mentioned around it.

“St. Mark's Cathedral” of a report from Cairo is in Cairo, whichever streets, clubs and rivers are called after what.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from geo.places import chances
from geo.places.derived_shapes import derive_place
from geo.places.gazetteer import gazetteer
from geo.places.gazetteer.name_normalization import normalize_name
from geo.places.geoparsing.anchor import POINT_PRECISIONS, Anchor
from geo.places.geoparsing.enumerations import is_enumerated
from geo.places.geoparsing.far_namesakes import is_far_namesake
from geo.places.geoparsing.geoparser import ParsedDocument
from geo.places.geoparsing.name_spans import (
    Span,
    SpanArray,
    are_inside,
    are_one_sentence,
    gaps_between,
    name_pattern,
    name_spans,
    nearest_spans,
)
from geo.places.geoparsing.once_per_document import once_per_document
from geo.places.place import GUESSES, Place
from geo.places.words.facility_words import facility_words
from geo.places.words.stopwords import ordinary_words, stopwords

# Measured on 583 towns and sites of TR-News, each taken for unknown: 44 of 100 lie within 161 km of the place that is
# chosen so, 38 of 100 if provinces and countries count half and a third.
NEAR_CHARACTERS = 300.0  # what a mention adds falls to 1/e at this distance in the text
SAME_SENTENCE, ANYWHERE = 0.5, 0.3
KIND_SHARES = {"exact": 1.0, "admin2": 1.0, "near": 1.0, "admin1": 0.2}
OTHER_SHARE = 0.05  # of a country or a region
MIN_KNOWN_WEIGHT = 5.0  # a town of 100,000, which a name may contain that is not mentioned elsewhere; by judgement
EVIDENCE = "around"
MAX_INITIALS = 3  # letters
JOINTS = (" in ", ", ", " at ", " (", " of ")
AREA_JOINTS = (", ", " (")  # behind which a province or a country holds what stands before
AROUND_AGREEMENT = 0.4  # the name itself agrees with nothing; by judgement
NOWHERE: Span = (0, 0)  # of a name that a text does not have as it is written


def place_around(document: ParsedDocument, name: str, spans: Sequence[Span] | None = None) -> Place | None:
    """The surroundings of the place that stands behind an unknown name, that it contains, or that the text mentions.

    `spans`: the mentions of it that are meant, all if none are given.
    """
    spans = name_spans(document.text, name) if spans is None else spans
    anchors = _anchors(document, name, spans)
    behind = _place_behind(document.text, spans, anchors)
    if behind is not None and behind.precision in POINT_PRECISIONS:
        return _answer(behind, f"it is not known; the text says that it is in {behind.name}")
    if behind is not None:
        inside = [anchor for anchor in anchors if _is_town_in(anchor.place, behind)]
        because = f"it is not known; the text says that it is in {behind.name}"
        return _answer(_likeliest(document.text, spans, inside) or behind, because)
    contained = _contained_place(name, {anchor.form: anchor.place for anchor in anchors})
    if contained is not None:
        anchors = [anchor for anchor in anchors if _is_town_in(anchor.place, contained)]
    nearest = _likeliest(document.text, spans or [NOWHERE], anchors)
    if nearest is None:
        return contained and _answer(contained, f"only {contained.name}, which its name contains, is known")
    return _answer(nearest, f"it is not known; the text mentions {nearest.name} around it")


def is_about(document: ParsedDocument, name: str, place: Place) -> bool:
    """Whether a text speaks for a place that a name of it led to, or for none that is likelier meant."""
    if place.evidence in (*GUESSES, "elsewhere"):
        return place.is_supported
    last = name.lower().split()[-1].rstrip(".") if " " in name else ""
    if last in facility_words().waters and re.search(rf"\bthe\s+{name_pattern(name)}\b", document.text, re.IGNORECASE):
        # “The Peace River” is not the town of Peace River, nor the Mississippi River the state.
        return place.evidence != "site" and place.kind not in ("town", "vicinity")
    is_street = last in facility_words().streets
    if place.evidence == "site" or is_street:
        return _is_site_of(document, name, place, is_street=is_street)
    if place.kind != "town":
        return True
    if is_far_namesake(document, name, place):
        return False
    if len(name) <= MAX_INITIALS and name.isupper():
        return False  # “EU”, “OAS”
    entry = next((entry for entry in gazetteer.candidates(name) if entry.place_id == place.place_id), None)
    if entry is None or entry.weight >= MIN_KNOWN_WEIGHT:
        return True
    return not _has_article(document.text, name) and (place.is_supported or entry.is_preferred_name)


def _is_site_of(document: ParsedDocument, name: str, place: Place, *, is_street: bool) -> bool:
    """Whether a site is in the town in its name: the text mentions that one too, or names its country and no other."""
    spans = name_spans(document.text, name)
    anchors = _anchors(document, name, spans)
    origin_id = place.place_id.removeprefix("near:")
    if any(anchor.place.place_id == origin_id for anchor in anchors):
        return True
    if is_street or _has_article(document.text, name) or _place_behind(document.text, spans, anchors) is not None:
        return False
    return all(anchor.place.country in (None, place.country) for anchor in anchors)


def _place_behind(text: str, spans: Sequence[Span], anchors: Sequence[Anchor]) -> Place | None:
    """The town that stands behind a name, or the area: “Washington University in St. Louis”, “Memphis, Egypt”.

    What follows a name in an enumeration says nothing of where it is: “Blorp, Hama and Homs”.
    """
    for start, stop in spans:
        position = bisect_left(anchors, stop, key=lambda anchor: anchor.span[0])
        behind = anchors[position] if position < len(anchors) else None
        joints = JOINTS if behind and behind.place.precision in POINT_PRECISIONS else AREA_JOINTS
        joint = text[stop : behind.span[0]] if behind else ""
        if behind and joint in joints and not (joint == ", " and is_enumerated(text, (start, stop), anchors, position)):
            return behind.place
    return None


def _has_article(text: str, name: str) -> bool:
    """Whether a name is a river's, a ship's or a club's rather than a town's: “on the Thames.”, “the Hawks won”."""
    if name.lower().startswith("the "):
        return False
    matches = list(re.finditer(rf"(?P<the>\b[Tt]he )?\b{name_pattern(name)}\b(?P<behind>\W*\w*)", text))
    return bool(matches) and all(match["the"] and _ends_name(match["behind"]) for match in matches)


def _ends_name(behind: str) -> bool:
    """Whether what stands behind a name is no noun that the name may belong to: “the Quetta police”."""
    word = behind.strip().lower()
    return not behind.startswith(" ") or word in stopwords().function_words


def _is_town_in(place: Place, area: Place) -> bool:
    """Whether a place is a town of an area: “Stade de France” of a text on Paris is in Paris."""
    is_inside = place.country == area.country and area.admin1 in (None, place.admin1)
    return place.shape is None and area.shape is not None and is_inside


@once_per_document
def _placed_mentions(document: ParsedDocument) -> tuple[Anchor, ...]:
    """The mentions of a text with their places, in order, without peoples and without seas."""
    places = ((mention, document.place(mention)) for mention in document.mentions if not mention.is_demonym)
    anchors = (
        Anchor((mention.start, mention.end), normalize_name(document.text[mention.start : mention.end]), place)
        for mention, place in places
        if place is not None and place.precision != "sea_air"
    )
    return tuple(sorted(anchors, key=lambda anchor: anchor.span))


@once_per_document
def _anchor_spans(document: ParsedDocument) -> SpanArray:
    return np.array([anchor.span for anchor in _placed_mentions(document)]).reshape(-1, 2)


def _anchors(document: ParsedDocument, name: str, spans: Sequence[Span]) -> list[Anchor]:
    """The places that the text mentions, without the name itself and what stands in it."""
    form, anchors = normalize_name(name), _placed_mentions(document)
    is_inside = are_inside(_anchor_spans(document), np.array(spans).reshape(-1, 2)).tolist()
    return [anchor for anchor, inside in zip(anchors, is_inside, strict=True) if not inside and anchor.form != form]


def _contained_place(name: str, mentioned: dict[str, Place]) -> Place | None:
    """The place in a longer name: one that the text mentions too, else a city or an area whose own name it is."""
    words = re.findall(r"[^\s,/()-]+", name)
    spans = [
        " ".join(words[first:stop])
        for length in range(len(words) - 1, 0, -1)
        for first, stop in ((start, start + length) for start in range(len(words) - length + 1))
    ]
    by_text = next((mentioned[form] for form in map(normalize_name, spans) if form in mentioned), None)
    called_after_anything = facility_words().streets | facility_words().waters
    if by_text is not None or called_after_anything.intersection(word.lower().rstrip(".") for word in words[1:]):
        return by_text
    return next((place for place in map(_well_known, spans) if place is not None), None)


def _well_known(name: str) -> Place | None:
    entries = gazetteer.entries_by_name(normalize_name(name))
    is_name = name[:1].isupper() and name.lower() not in ordinary_words() | facility_words().all
    if not is_name or not entries or not entries[0].is_preferred_name or entries[0].weight < MIN_KNOWN_WEIGHT:
        return None
    return gazetteer.place_of_entry(entries[0])


def _likeliest(text: str, spans: Sequence[Span], anchors: Sequence[Anchor]) -> Place | None:
    """The place that is mentioned most, and nearest to where the name stands."""
    if not anchors:
        return None
    places = {anchor.place.place_id: anchor.place for anchor in anchors}
    number_of = {place_id: number for number, place_id in enumerate(places)}
    numbers = [number_of[anchor.place.place_id] for anchor in anchors]
    shares = np.array([KIND_SHARES.get(anchor.place.precision, OTHER_SHARE) for anchor in anchors])
    nearness = _nearness(text, np.array([anchor.span for anchor in anchors]), np.array(spans))
    scores = np.bincount(numbers, weights=shares * nearness)
    return list(places.values())[int(scores.argmax())]


def _nearness(text: str, anchors: SpanArray, spans: SpanArray) -> NDArray[np.float64]:
    """How near each anchor is to the nearest of the spans, by characters and by sentences."""
    nearest = nearest_spans(anchors, spans)
    by_gap = np.exp(-gaps_between(anchors, nearest) / NEAR_CHARACTERS)
    return by_gap + ANYWHERE + SAME_SENTENCE * are_one_sentence(text, anchors, nearest)


def _answer(place: Place, because: str) -> Place | None:
    """The surroundings of a town, or the area itself, as what is known of where something is."""
    around = derive_place(f"near:{place.place_id}") if place.shape is None else place
    if around is None:
        return None
    answer = replace(around, because=because, evidence=EVIDENCE, is_supported=True, alternatives=())
    return chances.with_chance("text", replace(answer, agreement=AROUND_AGREEMENT))
