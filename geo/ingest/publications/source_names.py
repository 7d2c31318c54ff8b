"""Columns of any table that name sources, recognised by the words of their names: “Source”, “Link 2”, “Quelle”, “منبع”.

Every word of a name must be one of `data/source_words.csv`, so that “Source of water” and “Source type” are none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from geo.ingest.generic.name_normalization import normalize_column_name
from geo.ingest.parsers.word_lists import read_word_list

SOURCE, LINK, REFERENCE, PUBLISHER, TITLE, DATE = "source", "link", "reference", "publisher", "title", "date"
OF_SOURCE, PUBLICATION = "of source", "publication"  # “title” and “article”, which are no sources by themselves
MAX_WORDS = 4  # of one entry in the list of words: “medio de comunicación” and the like
MAX_NAME_WORDS = 8  # longer names are sentences; by judgement


@dataclass(frozen=True)
class SourceName:
    """What the name of a column says: its `role`, and the number of its source, as in “URL 2”; empty for none."""

    role: str
    number: str


@cache
def _kinds() -> dict[str, frozenset[str]]:
    """The kinds of each word or phrase of the list, in normal form."""
    kinds: dict[str, frozenset[str]] = {}
    for row in read_word_list("source_words.csv"):
        word = normalize_column_name(row["spelling"])
        kinds[word] = kinds.get(word, frozenset()) | {row["kind"]}
    return kinds


@cache
def read_source_name(name: str) -> SourceName | None:
    """What a column's name says of sources; None where it says anything else."""
    words = normalize_column_name(name).split()
    numbers = [word for word in words if word.isdigit()]
    words, suffixes = _without_numbers(words)
    numbers += suffixes
    if not words or len(words) > MAX_NAME_WORDS or len(numbers) > 1:
        return None
    kinds = _read_words(words)
    role = _choose_role(kinds) if kinds is not None else ""
    return SourceName(role, numbers[0].lstrip("0") if numbers else "") if role else None


def list_source_columns(names: Iterable[str]) -> dict[str, SourceName]:
    """The columns among these that name sources, with what their names say."""
    readings = {name: read_source_name(name) for name in names}
    return {name: reading for name, reading in readings.items() if reading is not None}


def _without_numbers(words: list[str]) -> tuple[list[str], list[str]]:
    """The words, those with a number behind them without it (“url2”), and the numbers."""
    bare_words, numbers = [], []
    for word in words:
        bare = word.rstrip("0123456789")
        if bare:
            bare_words.append(bare)
            numbers += [word[len(bare) :]] if bare != word else []
    return bare_words, numbers


def _read_words(words: list[str]) -> list[frozenset[str]] | None:
    """The kinds of the words, the longest phrases first; None where one of them is in no list."""
    kinds: list[frozenset[str]] = []
    while words:
        lengths = range(min(MAX_WORDS, len(words)), 0, -1)
        length = next((length for length in lengths if " ".join(words[:length]) in _kinds()), 0)
        if not length:
            return None
        kinds.append(_kinds()[" ".join(words[:length])])
        words = words[length:]
    return kinds


def _choose_role(kinds: list[frozenset[str]]) -> str:
    """What a column of these words holds: an address before a date, a title, a name, and a citation last."""
    every = frozenset().union(*kinds)
    names_source = bool(every & {SOURCE, PUBLISHER, REFERENCE})
    if LINK in every:
        return LINK
    if DATE in every:
        return DATE if names_source or PUBLICATION in every else ""
    if TITLE in every or (OF_SOURCE in every and PUBLICATION in every):
        return TITLE
    return next((role for role in (SOURCE, PUBLISHER, REFERENCE) if role in every), "")
