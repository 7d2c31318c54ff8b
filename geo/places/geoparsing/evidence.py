"""How often a text names countries and provinces, and what that adds to the places in them."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from geo.places.disambiguation import Context
from geo.places.gazetteer.entry import Entry
from geo.places.gazetteer.gazetteer import prior
from geo.places.geoparsing.mentions import CandidateMention

# All in the units of Entry.weight: decimal logarithms of population. Chosen by judgement and revised on TR-News, not
# fitted; the independent sets of tests/geo/places measure the whole, see docs/decisions/0007.
CLEAR_LEAD = 1.5  # a place is certain if it is thirty times as likely as the next
UNIQUE_TOWN_WEIGHT = 4.0  # a town of ten thousand whose name no other bears is evidence for its country
PUBLISHER_WEIGHT = 0.8  # of the publisher's country: less than half of what naming it once adds
AREA_KINDS = ("country", "province", "county")
Area = TypeVar("Area")
Province = tuple[str, str]  # country, admin1


@dataclass(frozen=True)
class EvidenceScale:
    """What an area adds if it is named once, what each doubling of the count adds to that, and the most it adds."""

    first_mention: float
    per_doubling: float
    maximum: float

    def strength(self, count: int) -> float:
        """What so many mentions add."""
        if not count:
            return 0.0
        return min(self.first_mention + self.per_doubling * math.log2(count), self.maximum)


# Of the same origin; COUNTRY and TOWN_COUNTRY were raised after the independent sets were first measured.
COUNTRY, PROVINCE = EvidenceScale(2.0, 0.4, 3.0), EvidenceScale(2.2, 0.6, 4.0)
TOWN_PROVINCE, TOWN_COUNTRY = EvidenceScale(1.8, 0.4, 2.6), EvidenceScale(1.5, 0.3, 2.0)


class Tally(Generic[Area]):
    """How often areas are named, in all and by each normalized name."""

    def __init__(self, scale: EvidenceScale, mentions: Iterable[tuple[str, Area]] = ()) -> None:
        self._scale = scale
        self._counts: Counter[Area] = Counter()
        self._counts_by_name: dict[str, Counter[Area]] = {}
        for form, area in mentions:
            self._counts[area] += 1
            self._counts_by_name.setdefault(form, Counter())[area] += 1
        self._strengths = {area: scale.strength(count) for area, count in self._counts.items()}

    def strengths_without(self, form: str) -> dict[Area, float]:
        """What each area adds to the places in it, leaving out one name's own mentions: they prove nothing of it."""
        own: Mapping[Area, int] = self._counts_by_name.get(form, {})
        others = {area: self._scale.strength(self._counts[area] - count) for area, count in own.items()}
        return self._strengths | others


@dataclass(frozen=True)
class Evidence:
    """How often a text names each country and each province, itself and by the towns in it that were placed."""

    countries: Tally[str] = field(default_factory=lambda: Tally(COUNTRY))
    provinces: Tally[Province] = field(default_factory=lambda: Tally(PROVINCE))
    town_countries: Tally[str] = field(default_factory=lambda: Tally(TOWN_COUNTRY))
    town_provinces: Tally[Province] = field(default_factory=lambda: Tally(TOWN_PROVINCE))

    @classmethod
    def from_mentions(cls, mentions: Iterable[CandidateMention]) -> "Evidence":
        """Count the areas, and the countries of towns without namesakes, that are certain without any context."""
        certain = [mention for mention in mentions if _is_certain(mention.entries) and mention.entries[0].country]
        provinces = [mention for mention in certain if mention.entries[0].kind in ("province", "county")]
        return cls(
            Tally(COUNTRY, _country_mentions(certain)),
            Tally(PROVINCE, ((mention.form, province_of(mention.entries[0])) for mention in provinces)),
        )

    def context(self, form: str, publisher_country: str) -> Context:
        """The evidence on the name in this form, with the publisher's country where it is known."""
        countries = self.town_countries.strengths_without(form) | self.countries.strengths_without(form)
        if publisher_country:
            countries[publisher_country] = countries.get(publisher_country, 0.0) + PUBLISHER_WEIGHT
        return Context(countries, self.town_provinces.strengths_without(form) | self.provinces.strengths_without(form))


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
