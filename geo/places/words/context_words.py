"""Words beside a capitalised name that speak for or against its being a place, from data/context_words.csv."""

from dataclasses import dataclass
from functools import cache, cached_property

from geo.places.words.facility_words import facility_words
from geo.places.words.word_table import load_words
from geo.settings import data_dir

ENDINGS_AND_SURNAMES = frozenset(["hilton", "jones", "post", "villa", "albion", "star", "bears", "mercury", "heat"])


@dataclass(frozen=True)
class ContextWords:
    """The words by kind, in lower case.

    locatives               prepositions of place: “in Quetta”
    weak_locatives          words that stand before places and before much else: “from Quetta”
    geographic              “the city of Quetta”, “northern Iraq”, “Quetta airport”
    postpositions           behind places in Urdu, Hindi and Japanese: “کراچی میں”
    kinds                   what a place is, before its name in Arabic, Persian and Urdu: “محافظة ديالى”
    titles                  the name behind them is a person's: “General Washington”
    relatives               a first name behind them is a person's: “his wife, Florence”
    institutions            behind a place's name, an institution there and not a person: “Quetta police”
    schools                 behind a place's name, one there or one called after it: “Lincoln Elementary School”
    facilities              behind a place's name, rather something called after it: “Greenwood Baptist Church”
    natural_features        behind a place's name, water that is called otherwise: “Columbia River”
    organisation_endings    behind a place's name, something else: a paper, a club, an armed group
    companies               the same, and no surname: “Charlotte Pipe and Foundry”
    organisation_beginnings before a place's name, something else: “Real Madrid”, “Air Canada”
    organisation_heads      before “of” and a place's name: “Bank of England”
    political_bodies        behind a capital's name, who acts and not where: “the Tehran government”
    languages               behind a demonym, a language and not a country: “Turkish-speaking”
    """

    locatives: frozenset[str]
    weak_locatives: frozenset[str]
    geographic: frozenset[str]
    postpositions: frozenset[str]
    kinds: frozenset[str]
    titles: frozenset[str]
    relatives: frozenset[str]
    institutions: frozenset[str]
    schools: frozenset[str]
    facilities: frozenset[str]
    natural_features: frozenset[str]
    organisation_endings: frozenset[str]
    companies: frozenset[str]
    organisation_beginnings: frozenset[str]
    organisation_heads: frozenset[str]
    political_bodies: frozenset[str]
    languages: frozenset[str]

    @cached_property
    def sites(self) -> frozenset[str]:
        """What stands somewhere in a place and may bear its name: institutions, streets, waters."""
        return self.institutions | self.natural_features | facility_words().streets

    @cached_property
    def no_surnames(self) -> frozenset[str]:
        """What a name of a person does not hold: “Jackson Police Department”, “Charlotte Pipe and Foundry”."""
        papers_and_teams = self.organisation_endings - ENDINGS_AND_SURNAMES
        return self.sites | self.schools | self.facilities | self.companies | papers_and_teams

    @cached_property
    def others(self) -> frozenset[str]:
        """What no place of the name is meant before: companies, papers, teams."""
        return self.organisation_endings | self.companies


@cache
def context_words() -> ContextWords:
    """The words of data/context_words.csv; raises PlacesInvalid if the file is damaged."""
    return load_words(data_dir() / "context_words.csv", ContextWords)
