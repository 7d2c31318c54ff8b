"""What is said beside a name, and how much it speaks for each place that bears the name."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from geo.core import geodesy
from geo.places.gazetteer import demonyms, gazetteer
from geo.places.gazetteer.entry import Entry
from geo.places.gazetteer.gazetteer import prior

# In decimal logarithms of population, as Entry.weight: +1 outweighs a town ten times as large.
COUNTRY_GIVEN, ADMIN1_GIVEN = 10.0, 12.0
COUNTRY_BESIDE, ADMIN1_BESIDE, TOWN_BESIDE = 3.0, 4.0, 2.0
BESIDE = {"country": COUNTRY_BESIDE, "province": TOWN_BESIDE}  # what either adds to its country
NEAR_KM = 200.0
FAR_DEGREES = 9.0  # of latitude: five times as far adds nothing
MOST_FOR_NEARNESS = 3.0


@dataclass(frozen=True)
class Context:
    """Clues: countries and provinces with what they add to a place in them, and points with what they add near them.

    Keys of `admin1s` are (country, admin1); `given` is the country that was stated for this very name.
    """

    countries: dict[str, float] = field(default_factory=dict)
    admin1s: dict[tuple[str, str], float] = field(default_factory=dict)
    points: tuple[tuple[Entry, float], ...] = ()
    stated_country: str = ""

    def evidence(self, entry: Entry) -> list[tuple[float, str]]:
        """What speaks for a place, strongest first: how much, and the name that says so."""
        of_country = ((self.countries.get(name, 0.0), name) for name in (entry.country, entry.geonames_country) if name)
        of_admin1 = (self.admin1s.get((entry.country, entry.admin1), 0.0), entry.admin1)
        found = [max(of_country, default=(0.0, "")), of_admin1, *self._near(entry)]
        return sorted((clue for clue in found if clue[0] > 0), reverse=True)

    def score(self, entry: Entry) -> float:
        """How likely a place is meant, in the units of its weight."""
        countries = max(
            (self.countries.get(name, 0.0) for name in (entry.country, entry.geonames_country) if name), default=0.0
        )
        if self.stated_country and not entry.country:
            return prior(entry) + COUNTRY_GIVEN  # a sea or a region that crosses borders lies in any
        if entry.kind == "country":
            return prior(entry) + (countries if self.stated_country else 0.0)
        admin1 = self.admin1s.get((entry.country, entry.admin1), 0.0)
        near = min(sum(added for added, _ in self._near(entry)), MOST_FOR_NEARNESS)
        return prior(entry) + countries + admin1 + near

    def with_document(self, told: "Context") -> "Context":
        """These clues, and those of the text around, which weigh less than what was stated for the name."""
        return Context(
            told.countries | self.countries, told.admin1s | self.admin1s, self.points + told.points, self.stated_country
        )

    def _near(self, entry: Entry) -> list[tuple[float, str]]:
        if entry.kind in ("country", "continent"):
            return []
        return [
            (strength * math.exp(-_km(entry, town) / NEAR_KM), town.name)
            for town, strength in self.points
            if abs(town.latitude - entry.latitude) < FAR_DEGREES and town.place_id != entry.place_id
        ]


def _km(one: Entry, other: Entry) -> float:
    return geodesy.rough_km(one.longitude, one.latitude, other.longitude, other.latitude)


def rank_by_context(entries: Iterable[Entry], context: Context) -> list[Entry]:
    """The places in the order in which they are likely meant."""
    return sorted(entries, key=context.score, reverse=True)


def explain(chosen: Entry, number: int, context: Context) -> str:
    """Why this one of so many was chosen, in words."""
    names = list(dict.fromkeys(name for added, name in context.evidence(chosen) if added > 0.3 and name != chosen.name))
    if names:
        return f"because {' and '.join(names[:2])} {'are' if len(names) > 1 else 'is'} named beside it"
    return "the only place of that name that is known" if number == 1 else "the likeliest place of that name"


def context_from_hints(country: str | None, admin1: str | None, beside: Iterable[str]) -> Context:
    """The context of what was said to belong to a name: its country, its province, other names beside it."""
    given = country_by_name(country) if country else ""
    stated = [entry for name in (admin1, None if given else country) for entry in _named(name)]
    said = [entry for name in beside for entry in _named(name)[:1]]
    countries = {entry.country: BESIDE.get(entry.kind, TOWN_BESIDE / 2) for entry in reversed(said)}
    admin1s = {(entry.country, entry.admin1): ADMIN1_BESIDE for entry in said if entry.kind == "province"}
    inside = [entry for entry in stated if entry.kind == "province" and entry.country in (given or entry.country,)]
    points = [(entry, TOWN_BESIDE) for entry in said if entry.kind not in BESIDE]
    points += [(entry, ADMIN1_GIVEN / 4) for entry in stated if entry.kind not in BESIDE]
    return Context(
        countries | ({given: COUNTRY_GIVEN} if given else {}),
        admin1s | {(entry.country, entry.admin1): ADMIN1_GIVEN for entry in inside},
        tuple(points),
        given,
    )


def country_by_name(name: str) -> str:
    """The country of this name, or that its people are called after; empty where there is none."""
    place_id = demonyms.place_id(name)
    found = [entry for entry in gazetteer.candidates(name) if entry.kind == "country"]
    if found:
        return found[0].country
    place = gazetteer.place_by_id(place_id) if place_id else None
    return (place.country or "") if place else ""


def _named(name: str | None) -> tuple[Entry, ...]:
    return gazetteer.candidates(name)[:8] if name else ()
