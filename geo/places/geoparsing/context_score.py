"""Score what the words around a name, and the name itself, say for and against its being a place."""

from geo.places.gazetteer import gazetteer
from geo.places.gazetteer.entry import Entry
from geo.places.gazetteer.gazetteer import prior
from geo.places.gazetteer.name_normalization import normalize_name
from geo.places.geoparsing.area_words import is_in_list_before
from geo.places.geoparsing.document import Document
from geo.places.geoparsing.tokens import is_one_name
from geo.places.words.context_words import context_words
from geo.places.words.facility_words import facility_words
from geo.places.words.stopwords import given_names, ordinary_words

MAX_AREA_WORDS = 3  # of a province or country behind a comma
# All scores are in the units of Entry.weight: decimal logarithms of population. They were chosen by judgement and
# revised on TR-News, not fitted; the independent sets of tests/geo/places measure the whole, see docs/decisions/0007.
CERTAIN_PRIOR = 8.5  # of a country: what speaks against it counts half
RULED_OUT = -6.0  # no town is then accepted unless the other words around speak strongly for it
# Before the name.
LOCATIVE, WEAK_LOCATIVE, GEOGRAPHIC = 1.5, 0.7, 1.0
CAPITALISED_BEFORE = -1.5  # it is rather the end of a longer name
# Behind the name.
AREA_BEHIND = 3.0  # “Edmonton, Ky.”
BASED = 1.0  # “Quetta-based”
INSTITUTION_BEHIND, CAPITALISED_BEHIND = -0.3, -3.0  # “Quetta Airport”; else it is rather the start of a longer name
SCHOOL_BEHIND = -2.0  # “Lincoln Elementary School”: a place that the text names otherwise, or none
FACILITY_BEHIND = -3.5  # “Greenwood Baptist Church”: rather none
UNIVERSITY = -4.0  # only a town that the text names otherwise, or a large city
UNIVERSITIES = frozenset(["university", "universities"])
MAX_WORDS_BEHIND = 5  # that are read, of a name such as “Royse City Independent School District”
HYPHEN_BEHIND = -1.0  # “Charlotte-Mecklenburg”, and “Montreal-Pierre Elliott Trudeau Airport”
WATERS_BEFORE = ("Lake", "Loch", "Lough", "River")  # “Lake Erie”, where no lake of that name is known
WATERS_BEHIND = frozenset(["river", "rivers", "lakes"])  # in small letters: “the Missouri and Ohio rivers”
ARMED_UNITS = frozenset(["brigade", "brigades", "regiment", "battalion", "battalions"])  # called so, wherever they are
MAX_CODE_LETTERS = 3
SAINTS = ("St", "Ste", "Saint")
COUNTY, COUNTY_WORDS = 2.5, frozenset(["county", "counties", "parish"])
# The name itself.
SEVERAL_WORDS = 0.3
ORDINARY_WORD, ORDINARY_WORD_CAPITALISED_ANYHOW = -2.0, -3.0  # the latter where a sentence begins and in headlines
ALSO_IN_LOWERCASE = -2.0
SURNAME, FIRST_NAME = -5.0, -1.5


def context_score(document: Document, first: int, stop: int, likeliest: Entry) -> float:
    """What the words before and behind a name, and the name itself, add to its being a place."""
    before, behind = neighbours(document, first, stop)
    is_county = has_county_word(document, first, stop, likeliest)
    score = _score_name(document, first, stop)
    score += COUNTY if is_county else _score_behind(document, stop, behind)
    is_facility = not is_county and _has_facility(document, stop)
    score_before = _score_before(document, first, before)
    score += min(score_before, 0.0) if is_facility else score_before  # “near Lincoln School” is near the school
    is_part = _is_in_organisation(document, first) or _is_of_water(document, first, stop)
    if is_part or _is_code_in_small_letters(document, first, stop, likeliest):
        return score + RULED_OUT - CERTAIN_PRIOR
    if likeliest.kind == "town" and _is_in_university(document, first, stop):
        score += UNIVERSITY
    if document.persons.issuperset(range(first, stop)):
        is_title_in_name = document.tokens[first].text.lower() in context_words().titles  # “Prince George”
        score += RULED_OUT / 2 if is_title_in_name else RULED_OUT
    elif document.text[document.tokens[first].start : document.tokens[stop - 1].end] in document.first_names:
        return score + RULED_OUT
    return score / 2 if score < 0 and prior(likeliest) >= CERTAIN_PRIOR else score


def neighbours(document: Document, first: int, stop: int) -> tuple[str, str]:
    """The words before and behind, in lower case; empty where a sentence or a clause ends between."""
    tokens = document.tokens
    before = tokens[first - 1].text.lower() if first and not tokens[first].gap.strip(" -–“‘\"'(") else ""
    behind = tokens[stop].text.lower() if stop < len(tokens) and not tokens[stop].gap.strip(" -–’'s") else ""
    return before, behind


def _score_before(document: Document, first: int, before: str) -> float:
    if not before:
        return 0.0
    words, token = context_words(), document.tokens[first - 1]
    score = (
        LOCATIVE * (before in words.locatives)
        + WEAK_LOCATIVE * (before in words.weak_locatives)
        + GEOGRAPHIC * (before in words.geographic)
    )
    if token.is_capitalised and (before in words.titles or token.text in WATERS_BEFORE):
        score += RULED_OUT
    elif document.tokens[first].gap == "-" and token.is_capitalised:
        score += HYPHEN_BEHIND
    elif token.is_capitalised and not token.begins_sentence and before not in words.geographic:
        score += RULED_OUT if before in given_names() else CAPITALISED_BEFORE
    return score


def _has_facility(document: Document, stop: int) -> bool:
    words = context_words()
    return not (words.facilities | words.schools).isdisjoint(_words_behind(document, stop))


def _is_in_organisation(document: Document, first: int) -> bool:
    """Whether a name only says what an organisation is called: “Bank of China”, “Air Canada”, “St. Elizabeth”."""
    before = document.tokens[max(0, first - 2) : first]
    if before and before[-1].text in SAINTS and document.tokens[first].gap in (" ", ". "):
        return True
    if not before or before[-1].text == "of":
        heads, is_joined = context_words().organisation_heads, len(before) > 1 and document.tokens[first].gap == " "
    else:
        heads, is_joined = context_words().organisation_beginnings, document.tokens[first].gap == " "
        before = before[-1:]
    return is_joined and before[0].is_capitalised and before[0].text.lower() in heads


def _is_in_university(document: Document, first: int, stop: int) -> bool:
    """“University of Oxford”, “Georgetown University”: an organisation, which of several towns is called so or none."""
    before = [token.text.lower() for token in document.tokens[max(0, first - 2) : first]]
    behind = _words_behind(document, stop)[:1]
    return before in ([word, "of"] for word in UNIVERSITIES) or not UNIVERSITIES.isdisjoint(behind)


def _is_of_water(document: Document, first: int, stop: int) -> bool:
    """Whether a river or a lake is called so: “the Congo River”, “Lake Chad” are no countries."""
    tokens = document.tokens
    if first and tokens[first - 1].text in WATERS_BEFORE and tokens[first].gap == " ":
        return True
    if _is_in_list_of_waters(document, first, stop):
        return True
    behind = _words_behind(document, stop)
    return bool(behind) and tokens[stop].gap == " " and behind[0] in context_words().natural_features


def _is_in_list_of_waters(document: Document, first: int, stop: int) -> bool:
    """“The Missouri and Ohio rivers”, but not “in Iraq, Tigris and Euphrates rivers”."""
    if WATERS_BEHIND.isdisjoint(document.lowercase_words):
        return False
    before = document.tokens[first - 1].text.lower() if first else ""
    return before not in context_words().locatives and is_in_list_before(document.tokens, stop, WATERS_BEHIND)


def _is_code_in_small_letters(document: Document, first: int, stop: int, likeliest: Entry) -> bool:
    """Whether a word only looks like the code of an area: “Car” of a car bomb is not CAR, a republic."""
    word = document.tokens[first].text
    if stop - first > 1 or len(word) > MAX_CODE_LETTERS or word.isupper() or not word.isascii():
        return False
    return likeliest.kind in ("country", "province") and normalize_name(likeliest.name) != word.lower()


def has_county_word(document: Document, first: int, stop: int, likeliest: Entry) -> bool:
    """Whether a county is called by its full name, which nothing else is: “Laurel County Sheriff”."""
    is_full = stop - first > 1 and document.tokens[stop - 1].text.lower() in COUNTY_WORDS
    return is_full and likeliest.kind == "county"


def _score_behind(document: Document, stop: int, behind: str) -> float:
    if stop == len(document.tokens):
        return 0.0
    words, token = context_words(), document.tokens[stop]
    continues = token.is_capitalised and not token.begins_sentence
    score = GEOGRAPHIC * (behind in words.geographic) + BASED * (token.gap == "-" and token.text == "based")
    if token.gap == ", " and continues and _begins_area(document, stop):
        score += AREA_BEHIND
    if behind in words.political_bodies | ARMED_UNITS and not token.is_capitalised:
        score += RULED_OUT
    if behind and continues and token.gap == "-":
        score += HYPHEN_BEHIND
    elif behind and continues and token.gap == " ":
        score += _score_capitalised_behind(_words_behind(document, stop))
    return score


def _words_behind(document: Document, stop: int) -> list[str]:
    """The capitalised words that follow a name, in lower case."""
    words: list[str] = []
    for token in document.tokens[stop : stop + MAX_WORDS_BEHIND]:
        if not token.is_capitalised or token.begins_sentence or token.gap not in (" ", "-"):
            break
        words.append(token.text.lower())
    return words


def _score_capitalised_behind(behind: list[str]) -> float:
    """What the first of the words behind a name says, or else the last: “Bantam Superior Court”."""
    words = context_words()
    ends = {behind[0], behind[-1]}
    if behind[0] in words.natural_features or not ends.isdisjoint(facility_words().streets):
        return RULED_OUT
    if not ends.isdisjoint(words.others):
        return RULED_OUT
    if words.facilities.intersection(behind):
        return FACILITY_BEHIND
    if words.schools.intersection(behind):
        return SCHOOL_BEHIND
    return INSTITUTION_BEHIND if words.institutions.intersection(ends) else CAPITALISED_BEHIND


def _begins_area(document: Document, first: int) -> bool:
    """Whether a province's or a country's name begins here: “Edmonton, Ky.”, “Hinton, Iowa”."""
    tokens = document.tokens
    for stop in range(min(first + MAX_AREA_WORDS, len(tokens)), first, -1):
        if is_one_name(tokens, first, stop):
            entries = gazetteer.candidates(document.text[tokens[first].start : tokens[stop - 1].end])
            if entries and entries[0].kind in ("country", "province"):
                return True
    return False


def _score_name(document: Document, first: int, stop: int) -> float:
    """What the name itself looks like: an ordinary word, a surname, a word that the text also writes small."""
    if stop - first > 1:
        return SEVERAL_WORDS
    token = document.tokens[first]
    word = token.text.lower()
    score = 0.0
    if word in ordinary_words():
        capitalised_anyhow = token.begins_sentence or first in document.headlines
        score += ORDINARY_WORD_CAPITALISED_ANYHOW if capitalised_anyhow else ORDINARY_WORD
    if word in document.lowercase_words:
        score += ALSO_IN_LOWERCASE
    if word in document.surnames:
        score += SURNAME
    elif word in given_names():
        score += FIRST_NAME
    return score
