"""Names in a text that no gazetteer has and rows of the reader's data have: between the places that the text names."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from geo.places.gazetteer.name_normalization import MAX_NAME_LENGTH
from geo.places.geocoder import MAX_TEXT_LENGTH, Hints, resolve_or_none
from geo.places.geoparsing.text_places import Mention, find
from geo.places.geoparsing.tokens import Token, is_one_name, tokenize
from geo.places.own_places.own_places import NO_OWN_PLACES, OwnPlaces
from geo.places.own_places.own_table import form_of
from geo.places.place import DATA, Place
from geo.places.words.stopwords import given_names, ordinary_words

MAX_NAMES = 100  # different ones of a text that are placed, the first; it bounds the time that a text takes
MAX_WORDS = 4  # of a name; longer ones are wordings. By judgement
MIN_LETTERS = 4  # of a name of one word: shorter ones are abbreviations too. By judgement


def find_mentions(
    text: str, *, demonyms: bool = False, publisher: str | None = None, own_places: OwnPlaces = NO_OWN_PLACES
) -> list[Mention]:
    """Find the places that a text names, see `find`, those too that only the data of whoever asks have.

    Such a name is a place if it lies in a country that the text names, or if the text names none. They are looked for
    in the first 200,000 characters; of more than a hundred different ones, the first hundred are.
    """
    mentions = find(text, demonyms=demonyms, publisher=publisher)
    if not own_places:
        return mentions
    passage = text[:MAX_TEXT_LENGTH]
    countries = {mention.place.country for mention in mentions} - {None}
    spans = list(_own_spans(tokenize(passage), mentions, own_places))
    names = list(dict.fromkeys(passage[start:end] for start, end in spans))[:MAX_NAMES]
    places = {name: _own_place(name, passage, publisher, own_places) for name in names}
    own = [
        Mention(start, end, name, place)
        for start, end in spans
        if (place := places.get(name := passage[start:end])) is not None
        and (not countries or place.country in countries)
    ]
    return sorted([*mentions, *own], key=lambda mention: mention.start)


def _own_place(name: str, text: str, publisher: str | None, own_places: OwnPlaces) -> Place | None:
    place = resolve_or_none(name, Hints(text=text, publisher=publisher, own_places=own_places))
    return place if place is not None and place.evidence in (DATA, "contested") else None


def _own_spans(tokens: list[Token], mentions: Sequence[Mention], own_places: OwnPlaces) -> Iterator[tuple[int, int]]:
    """Where names of own places stand outside of mentions, the longest that begin at each word."""
    is_mention = np.zeros(max((token.end for token in tokens), default=0) + 1, dtype=bool)
    for mention in mentions:
        is_mention[mention.start : mention.end] = True
    first = 0
    while first < len(tokens):
        stops = _stops(tokens, first)
        stop = next((stop for stop in stops if _is_own_name(tokens, first, stop, is_mention, own_places)), 0)
        if stop:
            yield tokens[first].start, tokens[stop - 1].end
        first = max(stop, first + 1)


def _stops(tokens: list[Token], first: int) -> range:
    return range(min(first + MAX_WORDS, len(tokens)), first, -1)


def _is_own_name(
    tokens: list[Token], first: int, stop: int, is_mention: NDArray[np.bool_], own_places: OwnPlaces
) -> bool:
    start, end = tokens[first].start, tokens[stop - 1].end
    if not tokens[first].is_capitalised or is_mention[start:end].any() or end - start > MAX_NAME_LENGTH:
        return False
    if not is_one_name(tokens, first, stop):
        return False
    words = [token.text for token in tokens[first:stop]]
    if len(words) == 1 and not _is_telling(tokens[first]):
        return False
    gaps = ["", *(token.gap for token in tokens[first + 1 : stop])]
    return own_places.has_form(form_of("".join(gap + word for gap, word in zip(gaps, words, strict=True))))


def _is_telling(token: Token) -> bool:
    """Whether a single word is rather a name of a place than an English word, a person, or what begins a sentence."""
    word = token.text.lower()
    is_common = word in ordinary_words() or word in given_names()
    return len(word) >= MIN_LETTERS and not token.begins_sentence and not is_common
