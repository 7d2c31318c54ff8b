"""Words that are known to be something else than a place: ordinary words, first names, organisations."""

from dataclasses import dataclass
from functools import cache

from geo.places.words.word_table import load_words
from geo.settings import data_dir


@dataclass(frozen=True)
class Stopwords:
    """The words by kind: organisations as they are written, the others in lower case.

    organisations     armed groups and other names that no place is looked for in: “Islamic State of Iraq and Syria”
    function_words    no place's name in English, whatever hamlet bears it: “the”, “Monday”
    given_names       first names of the region, which the census of the United States does not have
    """

    organisations: frozenset[str]
    function_words: frozenset[str]
    given_names: frozenset[str]


@cache
def stopwords() -> Stopwords:
    """The words of data/stopwords.csv; raises PlacesInvalid if the file is damaged."""
    return load_words(data_dir() / "stopwords.csv", Stopwords)


@cache
def ordinary_words() -> frozenset[str]:
    """English words that are also the name of some place, in lower case."""
    return _read_lines("ordinary_words.txt")


@cache
def given_names() -> frozenset[str]:
    """First names of people, in lower case."""
    return _read_lines("given_names.txt") | stopwords().given_names


@cache
def ordinary_script_words() -> frozenset[str]:
    """Words of other scripts than Latin that are rather something else than the place of that name, normalized.

    Words of Devanagari are without the spaces that stand for their vowels.
    """
    return _read_lines("ordinary_script_words.txt")


def _read_lines(name: str) -> frozenset[str]:
    return frozenset((data_dir() / name).read_text(encoding="utf-8").split())
