"""How often a text names countries and provinces, and what that adds to the places in them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from geo.places.disambiguation import PLACES_IN, Context
from geo.places.gazetteer.entry import Entry
from geo.places.gazetteer.gazetteer import prior
from geo.places.geoparsing.mentions import CandidateMention
from geo.places.geoparsing.publishers import PublisherHome
from geo.places.namesake_weights import EvidenceScale, NamesakeWeights

# In the units of Entry.weight: decimal logarithms of population. Chosen by judgement and revised on TR-News, not
# fitted; what each kind of evidence adds is fitted, see data/namesake_weights.csv and docs/decisions/0070.
CLEAR_LEAD = 1.5  # a place is certain if it is thirty times as likely as the next
UNIQUE_TOWN_WEIGHT = 4.0  # a town of ten thousand whose name no other bears is evidence for its country
AREA_KINDS = ("country", "province", "county")
Area = TypeVar("Area")
Province = tuple[str, str]  # country, admin1


class Tally(Generic[Area]):
    """How often areas are named, in all and by each normalized name."""

    def __init__(self, mentions: Iterable[tuple[str, Area]] = ()) -> None:
        self._counts: Counter[Area] = Counter()
        self._counts_by_name: dict[str, Counter[Area]] = {}
        for form, area in mentions:
            self._counts[area] += 1
            self._counts_by_name.setdefault(form, Counter())[area] += 1
        self._strengths: dict[EvidenceScale, dict[Area, float]] = {}

    @property
    def areas(self) -> Iterable[Area]:
        """The areas that are named, in the order in which they first are."""
        return self._counts

    def strengths_without(self, form: str, scale: EvidenceScale) -> dict[Area, float]:
        """What each area adds to the places in it, leaving out one name's own mentions: they prove nothing of it."""
        if scale not in self._strengths:
            self._strengths[scale] = {area: scale.strength(count) for area, count in self._counts.items()}
        strengths = dict(self._strengths[scale])
        for area, count in self._counts_by_name.get(form, {}).items():
            strengths[area] = scale.strength(self._counts[area] - count)
            if not strengths[area]:
                del strengths[area]
        return strengths


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

    def context(self, form: str, home: PublisherHome, weights: NamesakeWeights) -> Context:
        """The evidence on the name in this form, with the publisher's home where it is known."""
        by_country = EvidenceScale(weights.country, weights.country_doubling)
        by_province = EvidenceScale(weights.province, weights.province_doubling)
        by_town = EvidenceScale(weights.town_country, weights.town_country_doubling)
        by_town_in_province = EvidenceScale(weights.town_province, weights.town_province_doubling)
        countries = self.town_countries.strengths_without(form, by_town)
        countries |= self.countries.strengths_without(form, by_country)
        provinces = self.town_provinces.strengths_without(form, by_town_in_province)
        provinces |= self.provinces.strengths_without(form, by_province)
        if home.country:
            countries[home.country] = countries.get(home.country, 0.0) + weights.home_country
        if home.admin1:
            key = (home.country, home.admin1)
            provinces[key] = provinces.get(key, 0.0) + weights.home_province
        return Context(countries, provinces, weights=weights, implied=self._implied(home))

    def _implied(self, home: PublisherHome) -> dict[str, str]:
        """The areas that the text does not name and that speak for a place all the same, and how that is said."""
        by_towns = {*self.town_countries.areas, *self.countries.areas}
        by_towns |= {admin1 for _, admin1 in self.town_provinces.areas}
        implied = dict.fromkeys({home.country, home.admin1} - self.areas, "")
        return implied | {area: f"{PLACES_IN}{area}" for area in by_towns - self.areas}


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
