"""How often a text names countries and provinces, and what that adds to the places in them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from geo.places.disambiguation import PLACES_IN, PUBLISHER_IN, Context
from geo.places.gazetteer.entry import Entry
from geo.places.gazetteer.gazetteer import prior
from geo.places.geoparsing.mentions import CandidateMention
from geo.places.geoparsing.publishers import PublisherHome
from geo.places.geoparsing.tallies import LayeredTally, Tally
from geo.places.namesake_weights import EvidenceScale, NamesakeWeights
from geo.places.surrounding_points import SurroundingPoints

# In the units of Entry.weight: decimal logarithms of population. Chosen by judgement and revised on TR-News, not
# fitted; what each kind of evidence adds is fitted, see data/namesake_weights.csv and docs/decisions/0070.
CLEAR_LEAD = 1.5  # a place is certain if it is thirty times as likely as the next
UNIQUE_TOWN_WEIGHT = 4.0  # a town of ten thousand whose name no other bears is evidence for its country
AREA_KINDS = ("country", "province", "county")
Province = tuple[str, str]  # country, admin1


@dataclass(frozen=True)
class TextEvidence:
    """What a text says of all names in it; `implied` as in Context."""

    countries: LayeredTally[str]
    provinces: LayeredTally[Province]
    implied: dict[str, str]


@dataclass(frozen=True)
class Evidence:
    """How often a text names each country and each province, itself and by the towns in it that were placed.

    `areas`: the names of the countries and provinces that it names itself.
    """

    countries: Tally[str] = field(default_factory=Tally)
    provinces: Tally[Province] = field(default_factory=Tally)
    town_countries: Tally[str] = field(default_factory=Tally)
    town_provinces: Tally[Province] = field(default_factory=Tally)
    areas: frozenset[str] = frozenset()
    _of_texts: dict[tuple[PublisherHome, NamesakeWeights], TextEvidence] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @classmethod
    def from_mentions(cls, mentions: Iterable[CandidateMention]) -> "Evidence":
        """Count the areas, and the countries of towns without namesakes, that are certain without any context."""
        certain = [mention for mention in mentions if _is_certain(mention.entries) and mention.entries[0].country]
        provinces = [mention for mention in certain if mention.entries[0].kind in ("province", "county")]
        return cls(
            Tally(_country_mentions(certain)),
            Tally((mention.form, province_of(mention.entries[0])) for mention in provinces),
            areas=frozenset(
                mention.entries[0].admin1 or mention.entries[0].country
                for mention in certain
                if mention.entries[0].kind in AREA_KINDS
            ),
        )

    def context(self, form: str, home: PublisherHome, weights: NamesakeWeights, towns: SurroundingPoints) -> Context:
        """The evidence on the name in this form, with the publisher's home where it is known, and the towns around."""
        text = self._of_text(home, weights)
        countries, provinces = text.countries.strengths_without(form), text.provinces.strengths_without(form)
        implied = {**text.implied, **self._implied_by_home(form, home, text)}
        return Context(countries, provinces, points=towns, weights=weights, implied=implied)

    def _implied_by_home(self, form: str, home: PublisherHome, text: TextEvidence) -> dict[str, str]:
        """The publisher's country and province, if but for this very name the text says nothing of them."""
        by_home = {home.country: text.countries.has_other_mentions(form, home.country)}
        by_home |= {home.admin1: text.provinces.has_other_mentions(form, (home.country, home.admin1))}
        return {area: f"{PUBLISHER_IN}{area}" for area, is_named in by_home.items() if area and not is_named}

    def _of_text(self, home: PublisherHome, weights: NamesakeWeights) -> TextEvidence:
        """What all names of the text share, worked out once."""
        key = (home, weights)
        if key not in self._of_texts:
            self._of_texts[key] = TextEvidence(
                LayeredTally(
                    self.countries,
                    self.town_countries,
                    EvidenceScale(weights.country, weights.country_doubling),
                    EvidenceScale(weights.town_country, weights.town_country_doubling),
                    home.country or None,
                    weights.home_country,
                ),
                LayeredTally(
                    self.provinces,
                    self.town_provinces,
                    EvidenceScale(weights.province, weights.province_doubling),
                    EvidenceScale(weights.town_province, weights.town_province_doubling),
                    (home.country, home.admin1) if home.admin1 else None,
                    weights.home_province,
                ),
                self._implied(),
            )
        return self._of_texts[key]

    def _implied(self) -> dict[str, str]:
        """The areas that the text does not name and that speak for a place all the same, and how that is said."""
        by_towns = {*self.town_countries.areas, *self.countries.areas}
        by_towns |= {admin1 for _, admin1 in self.town_provinces.areas}
        return {area: f"{PLACES_IN}{area}" for area in by_towns - self.areas}


def province_of(entry: Entry) -> Province:
    """The province that an entry is, or lies in."""
    return entry.country, entry.admin1


def _country_mentions(mentions: Iterable[CandidateMention]) -> Iterator[tuple[str, str]]:
    """The names that say which country is meant, with it; a town counts once, however often it is named."""
    towns: set[str] = set()
    for mention in mentions:
        is_area = mention.entries[0].kind in AREA_KINDS
        is_new_town = not is_area and _is_unique_town(mention) and mention.form not in towns
        if is_new_town:
            towns.add(mention.form)
        if is_area or is_new_town:
            yield mention.form, mention.entries[0].country


def _is_certain(entries: Sequence[Entry]) -> bool:
    return len(entries) == 1 or prior(entries[0]) - prior(entries[1]) >= CLEAR_LEAD


def _is_unique_town(mention: CandidateMention) -> bool:
    entry = mention.entries[0]
    return len(mention.entries) == 1 and entry.weight >= UNIQUE_TOWN_WEIGHT
