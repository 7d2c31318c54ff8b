"""Find the words of a text that may name a place."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from geo.places.gazetteer import demonyms, gazetteer
from geo.places.gazetteer.entry import Entry
from geo.places.gazetteer.gazetteer import prior
from geo.places.gazetteer.name_normalization import normalize_name
from geo.places.geoparsing.area_words import bearers_by_kind
from geo.places.geoparsing.context_score import context_score, neighbours
from geo.places.geoparsing.document import Document, analyze_document
from geo.places.geoparsing.initials import (
    bearers_of_initials,
    is_initials,
    is_press_abbreviation,
    is_something_else,
)
from geo.places.geoparsing.organisations import organisation_stop
from geo.places.geoparsing.recogniser_votes import Votes, collect_votes, score_of_votes, voted_places
from geo.places.geoparsing.recognisers import Recogniser
from geo.places.geoparsing.script_names import find_script_name
from geo.places.geoparsing.scripts import Script, script_of
from geo.places.geoparsing.streets import is_numbered_road
from geo.places.geoparsing.tokens import Token, begins_with_article, is_one_name
from geo.places.geoparsing.uncased_score import uncased_score
from geo.places.sites import town_in_name
from geo.places.words.context_words import context_words
from geo.places.words.name_words import name_words
from geo.places.words.stopwords import stopwords

ELIDED = re.compile("[Dd]['’]")  # “d'Ivoire”, not “L'Aquila” or “N'Djamena”
HALF_SUFFIXED = re.compile(r"(?<=\w{3})['’](?:[nysş]?[ıiuüdtlae][a-zçğıöşü]{0,5})$")  # by the sounds that join suffixes
MAX_NAME_WORDS = 6  # bounds the spans of words that are looked up; chosen by judgement
ARABIC_ARTICLES = frozenset(["Al", "Ar", "As", "Ad", "An", "At", "Az", "Ash"])

# In the units of Entry.weight. Chosen by judgement and revised on TR-News, not fitted; the independent sets of
# tests/geo/places measure the whole, see docs/decisions/0007.
MAX_ROAD_LETTERS = 8  # of “ Highway”, behind “U.S.”
ACCEPTED_SCORE = 4.6  # of weight and context: a name without any context is a place from 40,000 inhabitants on
KIND_BEHIND = 2.5  # “Bullock counties”: as much as a county's full name
MAX_PRIOR = 9.0  # more than that says nothing about whether a word is a place


@dataclass(frozen=True)
class CandidateMention:
    """Words of a text that bear the name of some place.

    They are tokens[first:stop] and text[start:end]; `form` is the normalized name, `entries` are its bearers, the
    likeliest first; `context_score` is what the words around add to its being a place, and less than 0 if they speak
    against it. A partial name is one of which only a part is known: “Mosul University”.
    """

    first: int
    stop: int
    start: int
    end: int
    text: str
    form: str
    entries: tuple[Entry, ...]
    context_score: float
    is_demonym: bool = False
    is_partial: bool = False

    @property
    def is_latin(self) -> bool:
        """Whether it is written in Latin letters, as the names that places usually bear here are."""
        return script_of(self.text) is None

    @property
    def score(self) -> float:
        """How well known the likeliest bearer is, and what the words around add."""
        return min(prior(self.entries[0]), MAX_PRIOR) + self.context_score


def detect(text: str, recognisers: Sequence[Recogniser] = ()) -> tuple[Document, list[CandidateMention]]:
    """The words that may name a place: from the left, the longest first, none overlapping.

    Recognisers raise and lower their scores, and say of further words that they name a place.
    """
    document = analyze_document(text)
    candidates, votes = list(_detect(document)), collect_votes(text, recognisers)
    return document, _with_votes(document, candidates, votes) if votes else candidates


def _with_votes(document: Document, candidates: list[CandidateMention], votes: Votes) -> list[CandidateMention]:
    """The candidates with the votes on them, and with the known names that only a recogniser takes for places.

    Such a name replaces the candidates that it contains: “Lake” in “Lake Chad Basin”.
    """
    starts = [candidate.start for candidate in candidates]
    others: list[CandidateMention] = []
    replaced: set[int] = set()
    for start, end in voted_places(votes):
        first, stop = bisect_left(starts, start), bisect_left(starts, end)
        is_cut = (first and candidates[first - 1].end > start) or (stop > first and candidates[stop - 1].end > end)
        is_known = stop - first == 1 and (candidates[first].start, candidates[first].end) == (start, end)
        overlaps_other = bool(others) and others[-1].end > start
        added = None if is_cut or is_known or overlaps_other else _from_span(document, start, end)
        if added is not None:
            others.append(added)
            replaced.update(range(first, stop))
    both = [*(candidate for number, candidate in enumerate(candidates) if number not in replaced), *others]
    return [
        replace(item, context_score=item.context_score + score_of_votes(votes, item.start, item.end))
        for item in sorted(both, key=lambda item: item.start)
    ]


def from_spans(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Document, list[CandidateMention]]:
    """The same for words that are known to name places: text[start:end] of each span, in order."""
    document = analyze_document(text)
    candidates = (_from_span(document, start, end) for start, end in spans)
    return document, [candidate for candidate in candidates if candidate is not None]


def _from_span(document: Document, start: int, end: int) -> CandidateMention | None:
    text = document.text[start:end]
    form = normalize_name(text)
    place_id = demonyms.index().get(form)
    people = _entry_by_id(place_id) if place_id else None
    entries = (people,) if people else gazetteer.candidates(text)
    town = "" if entries else town_in_name(text)
    entries = entries or gazetteer.candidates(town)
    if not entries:
        return None
    first = bisect_left(document.tokens, start, key=lambda token: token.start)
    stop = bisect_left(document.tokens, end, key=lambda token: token.start)
    return CandidateMention(
        first=first if stop > first else 0,
        stop=stop if stop > first else 1,
        start=start,
        end=end,
        text=text,
        form=normalize_name(town) or form,
        entries=entries,
        context_score=0.0,
        is_demonym=people is not None,
        is_partial=bool(town),
    )


def _detect(document: Document) -> Iterator[CandidateMention]:
    position = 0
    while position < len(document.tokens):
        stop = organisation_stop(document, position)
        if stop > position:
            position = stop
            continue
        candidate = _longest_candidate(document, position)
        if candidate is not None:
            yield candidate
        position = candidate.stop if candidate else position + 1


def _longest_candidate(document: Document, first: int) -> CandidateMention | None:
    tokens = document.tokens
    if not tokens[first].is_capitalised and not begins_with_article(tokens, first):
        return None
    script = script_of(tokens[first].text)
    if script is not None:
        return _script_candidate(document, first, script)
    if HALF_SUFFIXED.search(tokens[first].text):
        return _suffixed_candidate(document, first)
    for stop in range(min(first + MAX_NAME_WORDS, len(tokens)), first, -1):
        if is_one_name(tokens, first, stop):
            candidate = _candidate(document, first, stop)
            if candidate is not None:
                return candidate
    return None


def _script_candidate(document: Document, first: int, script: Script) -> CandidateMention | None:
    """The name that begins in a word of another script than Latin."""
    name = find_script_name(document, first, script)
    if name is None:
        return None
    if script.has_capitals:
        score = context_score(document, first, name.stop, name.entries[0]) - name.reading.cost
    else:
        score = uncased_score(document, first, name.stop, name.reading, script, name.form)
    text = document.text[name.start : name.end]
    return CandidateMention(first, name.stop, name.start, name.end, text, name.form, name.entries, score)


def _suffixed_candidate(document: Document, first: int) -> CandidateMention | None:
    """The name before a suffix behind an apostrophe, as Turkish writes: “Diyarbakır'da”."""
    token = document.tokens[first]
    text = HALF_SUFFIXED.sub("", token.text)
    known = _candidate(document, first, first + 1)
    entries = () if known or _is_no_name(text) else _bearers(text, may_drop_generic=False)
    if not entries:
        return known
    score = context_score(document, first, first + 1, entries[0])
    form = normalize_name(text)
    return CandidateMention(first, first + 1, token.start, token.start + len(text), text, form, entries, score)


def _candidate(document: Document, first: int, stop: int) -> CandidateMention | None:
    tokens = document.tokens
    start, end = tokens[first].start, tokens[stop - 1].end
    text = document.text[start:end]
    form = normalize_name(text)
    if (stop - first == 1 and _is_no_name(text)) or _has_extra_word(tokens, first, stop, form):
        return None
    place_id = demonyms.index().get(form)
    if place_id:
        return _demonym(document, first, stop, form, place_id)
    areas = bearers_by_kind(document, stop, form)
    entries = areas or _bearers(text, may_drop_generic=_may_drop_generic(tokens, stop))
    behind = document.text[end : end + MAX_ROAD_LETTERS]
    is_other = is_initials(text) and bool(entries) and is_something_else(text, behind, tokens, first, entries[0])
    if not entries or is_other or is_numbered_road(document, first, end, entries[0]):
        return None
    if not areas and is_press_abbreviation(text, form, entries[0]):
        if document.text[end : end + 1] != ".":
            return None
        end += 1
    score = KIND_BEHIND if areas else context_score(document, first, stop, entries[0])
    return CandidateMention(first, stop, start, end, document.text[start:end], form, entries, score)


def _is_no_name(word: str) -> bool:
    """Whether a single word is never a place: a letter, a direction, a function word, “d'Ivoire” alone."""
    small = word.lower()
    if len(word) == 1 or ELIDED.match(word) or small in name_words().quarters:
        return True
    return small in stopwords().function_words and word != "US"


def _has_extra_word(tokens: list[Token], first: int, stop: int, form: str) -> bool:
    """Whether the name is the same without its first or last word: “The Calgary”, “Germany and The”."""
    if stop - first == 1 or begins_with_article(tokens, first) or _begins_with_arabic_article(tokens, first):
        return False
    has_the = any(entry.name.startswith("The ") for entry in gazetteer.entries_by_name(form))
    if tokens[first].text == "The" and has_the:
        return False
    shorter = (tokens[first + 1 : stop], tokens[first : stop - 1])
    return any(normalize_name(" ".join(token.text for token in part)) == form for part in shorter)


def _begins_with_arabic_article(tokens: list[Token], first: int) -> bool:
    """“Al Hasakah”: an article that is written large belongs to the name."""
    return tokens[first].text in ARABIC_ARTICLES and first + 1 < len(tokens) and tokens[first + 1].gap in (" ", "-")


def _may_drop_generic(tokens: list[Token], stop: int) -> bool:
    """Whether a name may be looked up without its generic word: “Kabul Province”, but not “Kentucky State (Police)”."""
    is_followed = stop < len(tokens) and tokens[stop].is_capitalised and tokens[stop].gap == " "
    return tokens[stop - 1].text.lower() in name_words().text_generic and not is_followed


@lru_cache(maxsize=50_000)
def _bearers(text: str, *, may_drop_generic: bool) -> tuple[Entry, ...]:
    """The places that bear a name in running text; a few capitals are initials unless they are an area's."""
    entries = gazetteer.candidates(text) if may_drop_generic else gazetteer.entries_by_name(normalize_name(text))
    return bearers_of_initials(text, entries) if is_initials(text) else entries


def _demonym(document: Document, first: int, stop: int, form: str, place_id: str) -> CandidateMention | None:
    entry, words = _entry_by_id(place_id), context_words()
    before, behind = neighbours(document, first, stop)
    if entry is None or behind in words.languages or behind in words.companies or before in words.languages:
        return None
    start, end = document.tokens[first].start, document.tokens[stop - 1].end
    return CandidateMention(first, stop, start, end, document.text[start:end], form, (entry,), 0.0, is_demonym=True)


@lru_cache(maxsize=2000)
def _entry_by_id(place_id: str) -> Entry | None:
    place = gazetteer.place_by_id(place_id)
    if place is None:
        return None
    return next((entry for entry in gazetteer.candidates(place.name) if entry.place_id == place_id), None)
