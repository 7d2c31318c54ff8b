"""Words that say that a name is no town's but that of something in or near one, from data/facility_words.csv."""

from dataclasses import dataclass
from functools import cache

from geo.places.words.word_table import load_words
from geo.settings import data_dir


@dataclass(frozen=True)
class FacilityWords:
    """The words by kind, in lower case.

    streets     “Royal Street”: called after whatever; no town of that name is meant
    waters      “Peace River”: longer than any town beside it
    buildings   “Robinson College”: often called after a person
    teams       “Boston Celtics”: who plays, and not where
    regions     “Bay Area”, “Gulf Coast”: what people call a region, and no misspelling
    """

    streets: frozenset[str]
    waters: frozenset[str]
    buildings: frozenset[str]
    teams: frozenset[str]
    regions: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        """The words of what lies in a town or beside it."""
        return self.streets | self.waters | self.buildings | self.teams


@cache
def facility_words() -> FacilityWords:
    """The words of data/facility_words.csv; raises PlacesInvalid if the file is damaged."""
    return load_words(data_dir() / "facility_words.csv", FacilityWords)
