"""Words beside a capitalised name that speak for or against its being a place, from data/context_words.csv."""

from dataclasses import dataclass
from functools import cache

from geo.places.words.word_table import load_words
from geo.settings import data_dir


@dataclass(frozen=True)
class ContextWords:
    """The words by kind, in lower case.

    locatives               prepositions of place: “in Quetta”
    weak_locatives          words that stand before places and before much else: “from Quetta”
    geographic              “the city of Quetta”, “northern Iraq”, “Quetta airport”
    titles                  the name behind them is a person's: “General Washington”
    institutions            behind a place's name, an institution there and not a person: “Quetta police”
    organisation_endings    behind a place's name, something else: a paper, a club, an armed group
    organisation_heads      before “of” and a place's name: “Bank of England”
    political_bodies        behind a capital's name, who acts and not where: “the Tehran government”
    languages               behind a demonym, a language and not a country: “Turkish-speaking”
    """

    locatives: frozenset[str]
    weak_locatives: frozenset[str]
    geographic: frozenset[str]
    titles: frozenset[str]
    institutions: frozenset[str]
    organisation_endings: frozenset[str]
    organisation_heads: frozenset[str]
    political_bodies: frozenset[str]
    languages: frozenset[str]


@cache
def context_words() -> ContextWords:
    """The words of data/context_words.csv; raises PlacesInvalid if the file is damaged."""
    return load_words(data_dir() / "context_words.csv", ContextWords)
