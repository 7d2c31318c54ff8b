"""Names of places in running text: which words may be one, and what speaks for and against it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from geo.core import actors
from geo.places.gazetteer import demonyms, gazetteer
from geo.places.gazetteer.entry import Entry
from geo.places.gazetteer.gazetteer import prior
from geo.places.gazetteer.name_normalization import normalize_name
from geo.places.geoparsing.document import Document, analyze_document
from geo.places.geoparsing.tokens import Token
from geo.places.sites import town_in_name
from geo.places.words.context_words import context_words
from geo.places.words.name_words import name_words
from geo.places.words.stopwords import given_names, ordinary_words, stopwords

MOST_WORDS = 6
MOST_ORGANISATION = 8
ENOUGH = 4.6  # of weight and cues together, in the units of Entry.weight
CERTAIN = 8.5  # a country is one, whatever stands around it


@dataclass(frozen=True)
class CandidateMention:
    """Words that bear the name of some place: their tokens (first, past the last), the bearers, and the cues' sum."""

    first: int
    past: int
    start: int
    end: int
    text: str
    form: str
    entries: tuple[Entry, ...]
    cue: float
    demonym: bool = False
    core: bool = False  # only a part of the words is a known name: “Mosul University”

    @property
    def weight(self) -> float:
        """How well known the likeliest bearer is, with what the words around say."""
        return min(prior(self.entries[0]), 9.0) + self.cue


def detect(text: str) -> tuple[Document, list[CandidateMention]]:
    """The words that may name a place, longest first from the left, none overlapping."""
    taken = analyze_document(text)
    return taken, list(_spans(taken))


def from_spans(text: str, mentions: Sequence[tuple[int, int]]) -> tuple[Document, list[CandidateMention]]:
    """The same for words that are known to name places: text[start:end] of each, in order."""
    taken = analyze_document(text)
    return taken, [span for start, end in mentions if (span := _given(taken, start, end)) is not None]


def _given(taken: Document, start: int, end: int) -> CandidateMention | None:
    text = taken.text[start:end]
    form = normalize_name(text)
    place_id = demonyms.index().get(form)
    entry = _entry_of(place_id) if place_id else None
    entries = (entry,) if entry else gazetteer.candidates(text)
    core = "" if entries else town_in_name(text)
    entries = entries or gazetteer.candidates(core)
    if not entries:
        return None
    numbers = [number for number, word in enumerate(taken.words) if start <= word.start < end] or [0]
    return CandidateMention(
        numbers[0], numbers[-1] + 1, start, end, text, normalize_name(core) or form, entries, 0.0,
        demonym=entry is not None, core=bool(core),
    )  # fmt: skip


def _spans(taken: Document) -> Iterator[CandidateMention]:
    position = 0
    while position < len(taken.words):
        past = _organisation_ends(taken, position)
        if past > position:
            position = past
            continue
        found = _longest(taken, position)
        if found is not None:
            yield found
        position = found.past if found else position + 1


def _organisation_ends(taken: Document, first: int) -> int:
    """Past the words of an organisation's name that begins here, so that no place is looked for in it; else `first`."""
    if not taken.words[first].capital:
        return first
    for past in range(min(first + MOST_ORGANISATION, len(taken.words)), first, -1):
        text = taken.text[taken.words[first].start : taken.words[past - 1].end]
        if taken.words[past - 1].capital and normalize_name(text) in _organisations():
            return past
    return first


@cache
def _organisations() -> frozenset[str]:
    """Armed groups and others that are no body of a state, and what else is not a place."""
    names = {
        name for actor in actors.all_actors().values() if not actor.kind.startswith("State") for name in _names(actor)
    }
    return frozenset(map(normalize_name, [*names, *stopwords().organisations])) - {""}


def _names(actor: actors.Actor) -> tuple[str, ...]:
    return (actor.name, *actor.aliases)


def _longest(taken: Document, first: int) -> CandidateMention | None:
    words = taken.words
    if not words[first].capital and not _grafted(words, first):
        return None
    for past in range(min(first + MOST_WORDS, len(words)), first, -1):
        if _joined(words, first, past):
            span = _span(taken, first, past)
            if span is not None:
                return span
    return None


def _grafted(words: list[Token], first: int) -> bool:
    """“al-Bab”: an article in small letters that belongs to the name."""
    return words[first].text in name_words().text_articles and first + 1 < len(words) and words[first + 1].gap == "-"


def _joined(words: list[Token], first: int, past: int) -> bool:
    """Whether these words can be one name: capitals, with small joining words between them."""
    if past - first == 1:
        return words[first].capital
    if not words[past - 1].capital:
        return False
    inner = words[first + 1 : past]
    if any((word.gap.strip(" -–’'") and not _dotted(words, word, first, past)) or "\n" in word.gap for word in inner):
        return False
    return all(word.capital or word.text in name_words().text_joiners for word in inner)


def _dotted(words: list[Token], word: Token, first: int, past: int) -> bool:
    """“St. Louis”: a point inside a name, behind an abbreviation."""
    before = words[words.index(word, first, past) - 1]
    return word.gap == ". " and before.text.lower() in name_words().place_abbreviations


def _span(taken: Document, first: int, past: int) -> CandidateMention | None:
    words = taken.words
    start, end = words[first].start, words[past - 1].end
    text = taken.text[start:end]
    if past - first == 1 and (
        len(text) == 1 or (text.lower() in stopwords().function_words and text != "US") or text[1:2] in "'’"
    ):
        return None
    form = normalize_name(text)
    if _padded(words, first, past, form):
        return None
    place_id = demonyms.index().get(form)
    if place_id:
        return _demonym(taken, first, past, text, form, place_id)
    entries = _bearers(text, _generic(words, past))
    if not entries:
        return None
    if _shortened(text, form, entries[0]):
        if taken.text[end : end + 1] != ".":
            return None
        end += 1
    return CandidateMention(
        first, past, start, end, taken.text[start:end], form, entries, _cue(taken, first, past, entries[0])
    )


def _padded(words: list[Token], first: int, past: int, form: str) -> bool:
    """Whether the name is the same without its first or last word: “The Calgary”, “Germany and The”."""
    if past - first == 1:
        return False
    shorter = (words[first + 1 : past], words[first : past - 1])
    if words[first].text == "The" and any(each.name.startswith("The ") for each in gazetteer.entries_by_name(form)):
        return False
    return any(normalize_name(" ".join(word.text for word in part)) == form for part in shorter) and not _grafted(
        words, first
    )


def _generic(words: list[Token], past: int) -> bool:
    """Whether a generic word may be dropped from the name: “Kabul Province”, but “Kentucky State (Police)” may not."""
    followed = past < len(words) and words[past].capital and words[past].gap == " "
    return words[past - 1].text.lower() in name_words().text_generic and not followed


def _shortened(text: str, form: str, likeliest: Entry) -> bool:
    """Whether a name is a press abbreviation of a province, which a point belongs to: “Ky.”, “Calif.”, “Man.”."""
    return (
        len(text) <= 5
        and not text.isupper()
        and likeliest.kind == "province"
        and form != normalize_name(likeliest.name)
    )


@lru_cache(maxsize=50_000)
def _bearers(text: str, generic: bool) -> tuple[Entry, ...]:
    """The places of a name in running text, where short capitals are initials unless they are an area's."""
    found = gazetteer.candidates(text) if generic else gazetteer.entries_by_name(normalize_name(text))
    if len(text) <= 3 and text.isupper():
        return tuple(each for each in found if each.kind in ("country", "province", "region", "continent"))
    return found


def _demonym(taken: Document, first: int, past: int, text: str, form: str, place_id: str) -> CandidateMention | None:
    entry = _entry_of(place_id)
    if entry is None or _around(taken, first, past)[1] in context_words().languages:
        return None
    words = taken.words
    return CandidateMention(
        first, past, words[first].start, words[past - 1].end, text, form, (entry,), 0.0, demonym=True
    )


@lru_cache(maxsize=2000)
def _entry_of(place_id: str) -> Entry | None:
    place = gazetteer.place_by_id(place_id)
    if place is None:
        return None
    return next((each for each in gazetteer.candidates(place.name) if each.place_id == place_id), None)


def _cue(taken: Document, first: int, past: int, likeliest: Entry) -> float:
    """What the words before, in and behind a name add to its being a place."""
    before, behind = _around(taken, first, past)
    certain = prior(likeliest) >= CERTAIN
    found = _before(taken, first, before) + _behind(taken, past, behind) + _kind(taken, first, past)
    if taken.persons.issuperset(range(first, past)):
        found -= 6.0
    elif taken.text[taken.words[first].start : taken.words[past - 1].end] in taken.called:
        return found - 6.0
    return found / 2 if certain and found < 0 else found


def _around(taken: Document, first: int, past: int) -> tuple[str, str]:
    words = taken.words
    before = words[first - 1].text.lower() if first and not words[first].gap.strip(" -–“‘\"'(") else ""
    behind = words[past].text.lower() if past < len(words) and not words[past].gap.strip(" -–’'s") else ""
    return before, behind


def _before(taken: Document, first: int, before: str) -> float:
    words = taken.words
    found = (
        1.5 * (before in context_words().locatives)
        + 0.7 * (before in context_words().weak_locatives)
        + 1.0 * (before in context_words().geographic)
    )
    if first and before in context_words().titles and words[first - 1].capital:
        found -= 6.0
    elif (
        first
        and before
        and words[first - 1].capital
        and not words[first - 1].begins
        and before not in context_words().geographic
    ):
        found -= 6.0 if before in given_names() else 1.5
    if (
        before == "of"
        and first > 1
        and words[first - 2].capital
        and words[first - 2].text.lower() in context_words().organisation_heads
    ):
        found -= 6.0
    return found


def _behind(taken: Document, past: int, behind: str) -> float:
    words = taken.words
    if past == len(words):
        return 0.0
    gap, capital = words[past].gap, words[past].capital and not words[past].begins
    found = 1.0 * (behind in context_words().geographic) + 1.0 * (gap == "-" and words[past].text == "based")
    if gap == ", " and capital and _is_area(taken, past):
        found += 3.0
    if behind in context_words().political_bodies and not words[past].capital:
        found -= 6.0
    if behind and capital and gap in (" ", "-"):
        found -= (
            6.0
            if behind in context_words().organisation_endings
            else 0.3
            if behind in context_words().institutions
            else 3.0
        )
    return found


def _is_area(taken: Document, first: int) -> bool:
    """Whether a province's or country's name begins here: “Edmonton, Ky.”, “Hinton, Iowa”."""
    for past in range(min(first + 3, len(taken.words)), first, -1):
        if _joined(taken.words, first, past):
            text = taken.text[taken.words[first].start : taken.words[past - 1].end]
            found = gazetteer.candidates(text)
            if found and found[0].kind in ("country", "province"):
                return True
    return False


def _kind(taken: Document, first: int, past: int) -> float:
    """What the name itself looks like: an ordinary word, a surname, a word that the text also writes small."""
    words = taken.words
    if past - first > 1:
        return 0.3
    text = words[first].text.lower()
    found = 0.0
    if text in ordinary_words():
        found -= 3.0 if words[first].begins or first in taken.headlines else 2.0
    if text in taken.small:
        found -= 2.0
    if text in taken.surnames or text in given_names():
        found -= 5.0 if text in taken.surnames else 1.5
    return found
