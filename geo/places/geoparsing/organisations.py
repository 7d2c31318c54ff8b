"""Names of organisations in a text, in which no place is looked for: “Islamic State of Iraq and Syria”."""

from functools import cache

from geo.core import actors
from geo.places.gazetteer.name_normalization import normalize_name
from geo.places.geoparsing.document import Document
from geo.places.geoparsing.tokens import tokenize
from geo.places.words.stopwords import stopwords

MAX_ORGANISATION_WORDS = 8  # bounds the spans of words that are looked up; chosen by judgement
MIN_ACRONYM_LETTERS = 5  # a shorter single name is a place too far too often: TAK and Tak, BLA and Bla, Fano


def organisation_stop(document: Document, first: int) -> int:
    """The position behind an organisation's name that begins here: no place is looked for in it. Else `first`."""
    tokens = document.tokens
    if not tokens[first].is_capitalised or tokens[first].text.lower() not in _organisation_starts():
        return first
    for stop in range(min(first + MAX_ORGANISATION_WORDS, len(tokens)), first, -1):
        text = document.text[tokens[first].start : tokens[stop - 1].end]
        if tokens[stop - 1].is_capitalised and normalize_name(text) in _organisations():
            return stop
    return first


@cache
def _organisation_starts() -> frozenset[str]:
    """The first words of organisations, in lower case: most words of a text need not be looked at any further."""
    return frozenset(words[0].text.lower() for words in map(tokenize, _organisation_names()) if words)


@cache
def _organisations() -> frozenset[str]:
    """Normalized names of organisations."""
    return frozenset(map(normalize_name, _organisation_names())) - {""}


@cache
def _organisation_names() -> frozenset[str]:
    """Names of armed groups and others that are no body of a state, and of what else is not a place."""
    actors_outside_states = (actor for actor in actors.all_actors().values() if not actor.kind.startswith("State"))
    names = {
        name
        for actor in actors_outside_states
        for name in actor.names
        if " " in name or len(name) >= MIN_ACRONYM_LETTERS
    }
    return frozenset(names) | stopwords().organisations
