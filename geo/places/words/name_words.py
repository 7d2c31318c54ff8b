"""Words that are part of places' names, from data/name_words.csv."""

from dataclasses import dataclass
from functools import cache

from geo.places.words.word_table import load_words
from geo.settings import data_dir


@dataclass(frozen=True)
class NameWords:
    """The words by kind, in lower case.

    generic                 what a place is, in several languages: “Kerman province”, “Ostan-e Kerman”
    joiners                 left out when names are compared: “Sistan and Baluchestan”, “Sistan va Baluchestan”
    articles                the same, Arabic ones as they are transliterated: “ar-Raqqa”
    text_joiners            small words inside a name in running text: “Rio de Janeiro”
    text_articles           small articles that begin a name in running text: “al-Bab”
    text_generic            generic words that a name in running text is also looked up without: “Kabul Province”
    quarters                what a part of a town is called by: “Upper Edmonton”
    spots                   what stands in or near a town and may bear any name: “Blorp Barracks, Zahedan”
    abbreviations           a full stop behind them does not end a sentence: “Gen.”
    place_abbreviations     the same, in places' names: “St. Louis”
    """

    generic: frozenset[str]
    joiners: frozenset[str]
    articles: frozenset[str]
    text_joiners: frozenset[str]
    text_articles: frozenset[str]
    text_generic: frozenset[str]
    quarters: frozenset[str]
    spots: frozenset[str]
    abbreviations: frozenset[str]
    place_abbreviations: frozenset[str]


@cache
def name_words() -> NameWords:
    """The words of data/name_words.csv; raises PlacesInvalid if the file is damaged."""
    return load_words(data_dir() / "name_words.csv", NameWords)
