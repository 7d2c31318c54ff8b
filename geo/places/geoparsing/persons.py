"""Find the people that a text names, so that no place is looked for in their names."""

import re
from collections.abc import Iterator

from geo.places.gazetteer import demonyms
from geo.places.geoparsing.tokens import Token
from geo.places.words.context_words import context_words
from geo.places.words.stopwords import given_names, stopwords

MAX_PERSON_WORDS = 3  # that follow a title or a first name
MIN_AGED_WORDS = 2  # before an age: “of Hudson, 29,” is a town, unless “Hudson, 29,” begins the sentence
NAME_GAPS = (" ", "-", ". ", " al-")
AGE = re.compile(r", \d{1,3}, ")


def find_persons(tokens: list[Token]) -> tuple[set[int], set[str]]:
    """The positions of words that name a person, and the surnames among them in lower case."""
    persons: set[int] = set()
    surnames: set[str] = set()
    sites = context_words().sites
    for name in _names(tokens):
        surname = tokens[name[-1]].text.lower()
        persons.update(name)
        if len(name) > 1 and surname not in sites:
            surnames.add(surname)
    return persons, surnames


def _names(tokens: list[Token]) -> Iterator[range]:
    """The positions of each name of a person, one name perhaps twice."""
    for number, token in enumerate(tokens):
        if AGE.fullmatch(token.gap):
            yield from _name_before_age(tokens, number)
        if token.text in context_words().relatives:
            yield from _relative(tokens, number)
        elif token.is_written_large:
            yield from _full_name(tokens, number)


def _full_name(tokens: list[Token], first: int) -> Iterator[range]:
    """A name behind a title, with it, or from a first name on; not “Jackson Police Department”."""
    has_title = tokens[first].text.lower() in context_words().titles
    if not has_title and not _is_first_name(tokens[first]):
        return
    stop = _name_stop(tokens, first + 1)
    if stop - first > 1 and not _has_site(tokens, stop - 1 if has_title else first + 1, stop):
        yield range(first, stop)


def _name_before_age(tokens: list[Token], stop: int) -> Iterator[range]:
    """A name of two words and more before a person's age: “Madison Hudson, 29, is”."""
    first = stop - 1
    while first and stop - first < MAX_PERSON_WORDS and _continues_person(tokens[first]):
        first -= 1
    is_name = all(token.is_written_large for token in tokens[first:stop]) and not _has_site(tokens, first, stop)
    if is_name and (stop - first >= MIN_AGED_WORDS or tokens[first].begins_sentence):
        yield range(first, stop)


def _relative(tokens: list[Token], number: int) -> Iterator[range]:
    """The first name of somebody's relative: “his wife, Florence”, “their son Jackson”."""
    behind = number + 1
    if behind < len(tokens) and tokens[behind].gap in (" ", ", ") and _is_first_name(tokens[behind]):
        yield range(behind, behind + 1)


def _has_site(tokens: list[Token], first: int, stop: int) -> bool:
    words = context_words()
    sites = words.no_surnames
    return any(token.text.lower() in sites for token in tokens[first:stop])


def _is_first_name(token: Token) -> bool:
    word = token.text.lower()
    return token.is_written_large and word in given_names() and word not in stopwords().function_words


def _name_stop(tokens: list[Token], start: int) -> int:
    """The position behind a person's name that goes on from `start`."""
    stop = start
    while stop < len(tokens) and stop - start < MAX_PERSON_WORDS and _continues_person(tokens[stop]):
        stop += 1
    return stop


def _continues_person(token: Token) -> bool:
    if not token.is_written_large or token.gap not in NAME_GAPS:
        return False
    return not token.begins_sentence and token.text.lower() not in demonyms.index()
