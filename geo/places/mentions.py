"""Names of places in running text: which words may be one, and what speaks for and against it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from geo.places import cues, demonyms, gazetteer
from geo.places.entry import Entry
from geo.places.gazetteer import likelihood
from geo.places.names import normal
from geo.places.sites import core_of
from geo.places.tokens import Token, tokens

MOST_WORDS = 6
ENOUGH = 4.6  # of weight and cues together, in the units of Entry.weight
TITLE_SHARE = 0.7  # a line with so many capitals is a headline: its capitals say little


@dataclass(frozen=True)
class Span:
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
        return min(likelihood(self.entries[0]), 9.0) + self.cue


@dataclass(frozen=True)
class Passage:
    """A text with its words, the people that it names, and the words that it also writes small."""

    text: str
    words: list[Token] = field(repr=False)
    persons: frozenset[int]
    surnames: frozenset[str]
    called: frozenset[str]
    small: frozenset[str]
    headlines: frozenset[int]


def spans(text: str) -> tuple[Passage, list[Span]]:
    """The words that may name a place, longest first from the left, none overlapping."""
    passage = _passage(text)
    return passage, list(_spans(passage))


def spans_given(text: str, mentions: Sequence[tuple[int, int]]) -> tuple[Passage, list[Span]]:
    """The same for words that are known to name places: text[start:end] of each, in order."""
    passage = _passage(text)
    return passage, [span for start, end in mentions if (span := _given(passage, start, end)) is not None]


def _given(passage: Passage, start: int, end: int) -> Span | None:
    text = passage.text[start:end]
    form = normal(text)
    place_id = demonyms.index().get(form)
    entry = _entry_of(place_id) if place_id else None
    entries = (entry,) if entry else gazetteer.candidates(text)
    core = "" if entries else core_of(text)
    entries = entries or gazetteer.candidates(core)
    if not entries:
        return None
    numbers = [number for number, word in enumerate(passage.words) if start <= word.start < end] or [0]
    return Span(
        numbers[0], numbers[-1] + 1, start, end, text, normal(core) or form, entries, 0.0,
        demonym=entry is not None, core=bool(core),
    )  # fmt: skip


def _spans(passage: Passage) -> Iterator[Span]:
    position = 0
    while position < len(passage.words):
        found = _longest(passage, position)
        if found is not None:
            yield found
        position = found.past if found else position + 1


def _longest(passage: Passage, first: int) -> Span | None:
    words = passage.words
    if not words[first].capital and not _grafted(words, first):
        return None
    for past in range(min(first + MOST_WORDS, len(words)), first, -1):
        if _joined(words, first, past):
            span = _span(passage, first, past)
            if span is not None:
                return span
    return None


def _grafted(words: list[Token], first: int) -> bool:
    """“al-Bab”: an article in small letters that belongs to the name."""
    return words[first].text in cues.GRAFTED and first + 1 < len(words) and words[first + 1].gap == "-"


def _joined(words: list[Token], first: int, past: int) -> bool:
    """Whether these words can be one name: capitals, with small joining words between them."""
    if past - first == 1:
        return words[first].capital
    if not words[past - 1].capital:
        return False
    inner = words[first + 1 : past]
    if any((word.gap.strip(" -–’'") and not _dotted(words, word, first, past)) or "\n" in word.gap for word in inner):
        return False
    return all(word.capital or word.text in cues.JOINERS for word in inner)


def _dotted(words: list[Token], word: Token, first: int, past: int) -> bool:
    """“St. Louis”: a point inside a name, behind an abbreviation."""
    before = words[words.index(word, first, past) - 1]
    return word.gap == ". " and before.text.lower() in ("st", "ste", "mt", "ft", "pt")


def _span(passage: Passage, first: int, past: int) -> Span | None:
    words = passage.words
    start, end = words[first].start, words[past - 1].end
    text = passage.text[start:end]
    if past - first == 1 and (len(text) == 1 or (text.lower() in NEVER and text != "US") or text[1:2] in "'’"):
        return None
    form = normal(text)
    if form in NO_PLACES or _padded(words, first, past, form):
        return None
    place_id = demonyms.index().get(form)
    if place_id:
        return _demonym(passage, first, past, text, form, place_id)
    entries = _bearers(text, _generic(words, past))
    if not entries:
        return None
    if _abbreviation(passage.text, end, text, entries[0]):
        end += 1
    return Span(first, past, start, end, passage.text[start:end], form, entries, _cue(passage, first, past, entries[0]))


def _padded(words: list[Token], first: int, past: int, form: str) -> bool:
    """Whether the name is the same without its first or last word: “The Calgary”, “Germany and The”."""
    if past - first == 1:
        return False
    shorter = (words[first + 1 : past], words[first : past - 1])
    if words[first].text == "The" and any(each.name.startswith("The ") for each in gazetteer.bearers(form)):
        return False
    return any(normal(" ".join(word.text for word in part)) == form for part in shorter) and not _grafted(words, first)


def _generic(words: list[Token], past: int) -> bool:
    """Whether a generic word may be dropped from the name: “Kabul Province”, but “Kentucky State (Police)” may not."""
    followed = past < len(words) and words[past].capital and words[past].gap == " "
    return words[past - 1].text.lower() in DROPPED and not followed


def _abbreviation(text: str, end: int, written: str, likeliest: Entry) -> bool:
    """Whether the point behind belongs to the name: “Ky.”, “Calif.”."""
    short = len(written) <= 6 and likeliest.kind == "province" and written not in likeliest.name
    return text[end : end + 1] == "." and short and not written.isupper()


@lru_cache(maxsize=50_000)
def _bearers(text: str, generic: bool) -> tuple[Entry, ...]:
    """The places of a name in running text, where short capitals are initials unless they are an area's."""
    found = gazetteer.candidates(text) if generic else gazetteer.bearers(normal(text))
    if len(text) <= 3 and text.isupper():
        return tuple(each for each in found if each.kind in ("country", "province", "region", "continent"))
    return found


DROPPED = frozenset(["province", "governorate", "city", "oblast", "prefecture", "district", "municipality"])
NO_PLACES = frozenset(map(normal, ["White House", "Olympic", "Olympics", "Xinhua", "Reuters", "University", "Central"]))


def _demonym(passage: Passage, first: int, past: int, text: str, form: str, place_id: str) -> Span | None:
    entry = _entry_of(place_id)
    if entry is None or _around(passage, first, past)[1] in cues.SPEAKING:
        return None
    words = passage.words
    return Span(first, past, words[first].start, words[past - 1].end, text, form, (entry,), 0.0, demonym=True)


@lru_cache(maxsize=2000)
def _entry_of(place_id: str) -> Entry | None:
    place = gazetteer.place_of(place_id)
    if place is None:
        return None
    return next((each for each in gazetteer.candidates(place.name) if each.place_id == place_id), None)


NEVER = frozenset(
    [
        *("the", "a", "an", "i", "he", "she", "it", "we", "they", "you", "this", "that", "these", "those", "but", "and"),
        *("or", "if", "in", "on", "at", "as", "of", "to", "by", "for", "from", "with", "not", "no", "so", "his", "her"),
        *("its", "our", "their", "my", "your", "all", "some", "any", "one", "two", "many", "most", "more", "such", "what"),
        *("when", "where", "who", "why", "how", "there", "here", "then", "than", "now", "yes", "mr", "mrs", "ms", "dr"),
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march"),
        *("april", "may", "june", "july", "august", "september", "october", "november", "december", "christmas", "god"),
        *("us", "me", "him", "them", "was", "is", "are", "be", "been", "has", "had", "have", "do", "did", "will", "can"),
        *("facebook", "twitter", "google", "islam", "muslim", "allah", "christian", "democrat", "republican", "bbc", "cnn"),
        *("ap", "afp", "reuters", "isis", "isil", "nato", "un", "eu", "tv", "ceo", "pm", "am", "fbi", "cia", "st", "mt"),
    ]
)  # fmt: skip
CERTAIN = 8.5  # a country is one, whatever stands around it


def _cue(passage: Passage, first: int, past: int, likeliest: Entry) -> float:
    """What the words before, in and behind a name add to its being a place."""
    before, behind = _around(passage, first, past)
    certain = likelihood(likeliest) >= CERTAIN
    found = _before(passage, first, before) + _behind(passage, past, behind) + _kind(passage, first, past)
    if passage.persons.intersection(range(first, past)):
        found -= 6.0
    elif passage.text[passage.words[first].start : passage.words[past - 1].end] in passage.called:
        return found - 6.0
    return found / 2 if certain and found < 0 else found


def _around(passage: Passage, first: int, past: int) -> tuple[str, str]:
    words = passage.words
    before = words[first - 1].text.lower() if first and not words[first].gap.strip(" -–“‘\"'(") else ""
    behind = words[past].text.lower() if past < len(words) and not words[past].gap.strip(" -–’'s") else ""
    return before, behind


def _before(passage: Passage, first: int, before: str) -> float:
    words = passage.words
    found = 1.5 * (before in cues.LOCATIVE) + 0.7 * (before in cues.LOCATIVE_WEAK) + 1.0 * (before in cues.GEOGRAPHIC)
    if first and before in cues.TITLES and words[first - 1].capital:
        found -= 6.0
    elif (
        first and before and words[first - 1].capital and not words[first - 1].begins and before not in cues.GEOGRAPHIC
    ):
        found -= 6.0 if before in cues.given_names() else 1.5
    if before == "of" and first > 1 and words[first - 2].capital and words[first - 2].text.lower() in cues.NAMED_AFTER:
        found -= 6.0
    return found


def _behind(passage: Passage, past: int, behind: str) -> float:
    words = passage.words
    if past == len(words):
        return 0.0
    gap, capital = words[past].gap, words[past].capital and not words[past].begins
    found = 1.0 * (behind in cues.GEOGRAPHIC) + 1.0 * (gap == "-" and words[past].text == "based")
    if gap == ", " and capital and _is_area(passage, past):
        found += 3.0
    if behind in cues.ACTING and not words[past].capital:
        found -= 6.0
    if behind and capital and gap in (" ", "-"):
        found -= 6.0 if behind in cues.BORROWERS else 0.3 if behind in cues.INSTITUTIONS else 2.0
    return found


def _is_area(passage: Passage, first: int) -> bool:
    """Whether a province's or country's name begins here: “Edmonton, Ky.”, “Hinton, Iowa”."""
    for past in range(min(first + 3, len(passage.words)), first, -1):
        if _joined(passage.words, first, past):
            text = passage.text[passage.words[first].start : passage.words[past - 1].end]
            found = gazetteer.candidates(text)
            if found and found[0].kind in ("country", "province"):
                return True
    return False


def _kind(passage: Passage, first: int, past: int) -> float:
    """What the name itself looks like: an ordinary word, a surname, a word that the text also writes small."""
    words = passage.words
    if past - first > 1:
        return 0.3
    text = words[first].text.lower()
    found = 0.0
    if text in cues.ordinary():
        found -= 3.0 if words[first].begins or first in passage.headlines else 2.0
    if text in passage.small:
        found -= 2.0
    if text in passage.surnames or text in cues.given_names():
        found -= 5.0 if text in passage.surnames else 1.5
    return found


@lru_cache(maxsize=16)
def _passage(text: str) -> Passage:
    words = tokens(text)
    persons, surnames = _persons(words)
    called = {words[number].text for number in persons if number + 1 in persons and _called(words[number].text)}
    small = frozenset(word.text for word in words if word.text.islower())
    return Passage(
        text, words, frozenset(persons), frozenset(surnames), frozenset(called), small, frozenset(_headlines(words))
    )


def _called(word: str) -> bool:
    return word.lower() in cues.given_names()


def _persons(words: list[Token]) -> tuple[set[int], set[str]]:
    """The words that name a person, by a given name or a title before them, and the surnames among them."""
    persons: set[int] = set()
    surnames: set[str] = set()
    for first, word in enumerate(words):
        text = word.text.lower()
        given = word.capital and text in cues.given_names() and text not in cues.ordinary()
        title = word.capital and text in cues.TITLES
        if not given and not title:
            continue
        past = _name_ends(words, first + 1)
        if past - first < 2 or (title and _is_place(words, first + 1, past)):
            continue
        persons.update(range(first, past))
        if words[past - 1].text.lower() not in cues.INSTITUTIONS:
            surnames.add(words[past - 1].text.lower())
    return persons, surnames


def _name_ends(words: list[Token], past: int) -> int:
    start = past
    while (
        past < len(words) and past - start < 3 and words[past].capital and words[past].gap in (" ", "-", ". ", " al-")
    ):
        if words[past].text.lower() in demonyms.index() or words[past].begins:
            break
        past += 1
    return past


def _is_place(words: list[Token], first: int, past: int) -> bool:
    """“President Obama” but “Mayor of …”, “King Street”: a title before an institution names none."""
    return words[past - 1].text.lower() in cues.INSTITUTIONS


def _headlines(words: list[Token]) -> set[int]:
    """The words of lines that are written in capitals throughout."""
    found: set[int] = set()
    line: list[int] = []
    for number, word in enumerate(words):
        if "\n" in word.gap:
            found |= _if_headline(words, line)
            line = []
        line.append(number)
    return found | _if_headline(words, line)


def _if_headline(words: list[Token], line: list[int]) -> set[int]:
    long = [number for number in line if len(words[number].text) > 3]
    capitals = sum(words[number].capital for number in long)
    return set(line) if len(long) > 3 and capitals >= TITLE_SHARE * len(long) else set()
