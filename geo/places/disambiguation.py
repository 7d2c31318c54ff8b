"""What is mentioned with a name, and how much it speaks for each place of that name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from geo.core.dataclass_copies import copy_with
from geo.places import country_names
from geo.places.area_countries import touches_country
from geo.places.area_strengths import AreaStrengths
from geo.places.gazetteer import demonyms, gazetteer
from geo.places.gazetteer.country_lists import counts_to
from geo.places.gazetteer.entry import Entry
from geo.places.gazetteer.gazetteer import prior
from geo.places.gazetteer.name_normalization import cut_name
from geo.places.namesake_weights import NamesakeWeights, namesake_weights
from geo.places.province_changes import lies_in_or_near
from geo.places.stated_areas import StatedArea, land_of_country, stated_divisions
from geo.places.surrounding_points import Around, SurroundingPoints

# In the units of Entry.weight, decimal logarithms of population: +1 outweighs a town ten times as large. What was
# stated for this very name is more than any namesake elsewhere weighs; all else has its weight from
# data/namesake_weights.csv.
STATED_COUNTRY, STATED_ADMIN1 = 10.0, 12.0
STATED_PROVINCE = 10.0  # from here a province was stated, or stands behind the name: “Peru, Indiana”
REACHING_COST = 1.5  # of what only reaches into the stated country: behind its province “Sahel”. By judgement
# Columbus, Georgia, lies in Alabama by our outlines: before its namesakes elsewhere, behind any inside. By judgement.
ACROSS_BORDER_COST = 6.0
HAMLET_WEIGHT = 3.7  # of less than 5,000 people: Florida in New York, but not Washington in Pennsylvania; by judgement
# A text is local to a town, and means no country of its name, with so many places around it: beside its publisher's
# home two, and three for each country abroad that it names; else six. By judgement, on half of the invented local news.
MIN_NEAR_HOME, NEAR_FOR_EACH_ABROAD, MIN_NEAR_TOWN = 2, 3, 6
OWN_TOWN = 2.0  # for the publisher's own town, if that has a country's name and the text is local; by judgement
MIN_NEAR_RIVAL_OF_CITY = 4  # places around a town that bears the name of a city whose country is named; by judgement
CITY_WEIGHT = 6.0  # of a million
MIN_EXPLAINED = 0.3  # what adds less is not given as a reason
LARGE_KINDS = ("country", "province", "division", "region", "continent", "sea", "desert", "mountains")
PLACES_IN, PUBLISHER_IN = "places in ", "its publisher is at home in "  # areas that nothing names itself
MAX_NAMESAKES = 8  # of a name mentioned with another; chosen by judgement


@dataclass(frozen=True)
class Context:
    """What each country and each province adds to a place in it, and the points that add to places near them.

    Keys of `admin1s` are (country, admin1), those of which were stated, or stand behind the name, are in
    `stated_admin1s` too; `stated_country` is the country that was stated for this very name,
    `stated_areas` are the areas that were stated as its province and are none of our provinces, and `is_exact` says
    that the name is no misspelling. Of the choice among the bearers of a name, see `among`: `owners` are the countries
    of those that usually bear it, `provinces` and `rival_countries` those that are provinces and countries,
    `city_countries` those with a city of that name.
    `implied`: what nothing names itself, and how it is said to speak for a place.
    """

    countries: Mapping[str, float] = field(default_factory=dict)
    admin1s: Mapping[tuple[str, str], float] = field(default_factory=dict)
    stated_admin1s: Mapping[tuple[str, str], float] = field(default_factory=dict)
    points: SurroundingPoints = field(default_factory=SurroundingPoints)
    stated_country: str = ""
    stated_areas: tuple[StatedArea, ...] = ()
    is_exact: bool = False
    weights: NamesakeWeights = field(default_factory=namesake_weights)
    owners: frozenset[str] = frozenset()
    provinces: tuple[tuple[str, str], ...] = ()
    rival_countries: frozenset[str] = frozenset()
    city_countries: frozenset[str] = frozenset()
    implied: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def stated_provinces(self) -> list[tuple[str, str]]:
        """Country and name of each province that was stated for this very name."""
        return [key for key, added in self.stated_admin1s.items() if added >= STATED_ADMIN1]

    @property
    def is_province_stated(self) -> bool:
        """Whether a province was stated for this very name that is known."""
        return bool(self.stated_areas or self.stated_provinces)

    @cached_property
    def is_bare(self) -> bool:
        """Whether nothing was said with the name that can speak for a place."""
        return not (self.countries or self.admin1s or self.points or self.stated_country or self.stated_areas)

    def among(self, bearers: Sequence[Entry]) -> "Context":
        """This context for a choice among these bearers of a name."""
        if len(bearers) == 1:
            return self
        owners = [entry for entry in bearers if entry.is_preferred_name]
        return copy_with(
            self,
            owners=frozenset(entry.country for entry in owners),
            provinces=tuple((entry.country, entry.admin1) for entry in owners if entry.kind == "province"),
            city_countries=frozenset(entry.country for entry in owners if entry.weight >= CITY_WEIGHT),
            rival_countries=frozenset(entry.country for entry in owners if entry.kind == "country"),
        )

    def evidence(self, entry: Entry) -> list[tuple[float, str]]:
        """What speaks for a place, strongest first: how much, and the name of the place that it comes from."""
        if self.is_bare:
            return []
        near = self.points.reasons(entry)
        evidence = [self._country_evidence(entry), self._admin1_evidence(entry), *near]
        return sorted((item for item in evidence if item[0] > 0), reverse=True)

    def score(self, entry: Entry, *, is_guarded: bool = True) -> float:
        """How likely a place is meant, in the units of its weight; not guarded, as if no name were another one's."""
        by_country = 0.0 if self.is_bare else self._country_evidence(entry)[0]
        if self.stated_country and not entry.country and touches_country(entry.place_id, self.stated_country):
            return prior(entry) + STATED_COUNTRY - REACHING_COST  # a sea or a region that crosses its borders
        if entry.kind == "country":
            is_of_two = self.provinces or len(self.rival_countries) > 1  # Georgia; Congo
            kind_weight = self.weights.country_kind if is_of_two and not self.stated_country else 0.0
            return prior(entry) + kind_weight + (by_country if is_of_two or self.stated_country else 0.0)
        if self.is_bare:
            return prior(entry) + self._kind_weight(entry)
        by_admin1, nearness = self._admin1_evidence(entry)[0], self.points.nearness(entry)
        if is_guarded and by_admin1 < STATED_PROVINCE and self._is_outshone(entry):
            by_admin1, nearness = 0.0, 0.0
        return prior(entry) + self._kind_weight(entry) + by_country + by_admin1 + nearness

    def _kind_weight(self, entry: Entry) -> float:
        if entry.kind == "province":
            return self.weights.province_kind
        if entry.kind != "town":
            return 0.0
        alias = 0.0 if entry.is_preferred_name else self.weights.alias
        own = OWN_TOWN if self.rival_countries and self.points.is_home(entry) and self._is_local(entry) else 0.0
        return alias + own + (self.weights.shaded if self._is_shaded(entry) else 0.0)

    def _is_shaded(self, entry: Entry) -> bool:
        """Whether a province elsewhere in its country has the name of a place."""
        return any(country == entry.country and admin1 != entry.admin1 for country, admin1 in self.provinces)

    def _is_outshone(self, entry: Entry) -> bool:
        """Whether what is around says nothing of a place, since the name is rather another one's.

        A country does not lose its name to a town whose neighbours are mentioned, unless the text is local there, nor
        a province to a hamlet of its country, nor a city whose country is named to a town with few places around;
        and no place of a country that usually bears a name loses it to one there that some call so too.
        """
        if self.rival_countries and entry.kind != "province" and not self._is_local(entry):
            return True
        if entry.kind == "town" and (self._yields_to_city(entry) or self._yields_to_province(entry)):
            return True
        return not entry.is_preferred_name and entry.country in self.owners

    def _yields_to_province(self, town: Entry) -> bool:
        return town.weight < HAMLET_WEIGHT and self._is_shaded(town)

    def _yields_to_city(self, town: Entry) -> bool:
        """Whether a text names the country of a city elsewhere: Paris beside France is not Paris in Kentucky."""
        others = self.city_countries - {town.country}
        if not any(country in self.countries and country not in self.implied for country in others):
            return False
        return not self.points.is_home(town) and self.points.count_near(town) < MIN_NEAR_RIVAL_OF_CITY

    def _is_local(self, entry: Entry) -> bool:
        """Whether a text is so much of the surroundings of a town that it hardly means the country of its name.

        Nothing else in that country is mentioned, and next to nothing abroad; the publisher is at home nearby, or as
        many places as none but a local text has are around.
        """
        if (
            entry.kind != "town"
            or not entry.is_preferred_name
            or any(country in self.countries for country in self.rival_countries)
        ):
            return False
        n_abroad = sum(country != entry.country for country in self.countries)
        n_near = self.points.count_near(entry)
        if self.points.is_near_home(entry):
            return n_near >= MIN_NEAR_HOME and n_near >= NEAR_FOR_EACH_ABROAD * n_abroad
        return n_abroad == 0 and n_near >= MIN_NEAR_TOWN and entry.weight >= HAMLET_WEIGHT

    def with_document(self, document: "Context") -> "Context":
        """This context and that of the text around; where both speak of an area, this one counts."""
        return Context(
            AreaStrengths(document.countries, self.countries),
            AreaStrengths(document.admin1s, self.admin1s),
            {**document.stated_admin1s, **self.stated_admin1s},
            SurroundingPoints((*self.points, *document.points), self.weights),
            self.stated_country,
            self.stated_areas,
            self.is_exact,
            self.weights,
            implied={**document.implied, **self.implied},
        )

    def _admin1_evidence(self, entry: Entry) -> tuple[float, str]:
        """What its province adds to a place, or an area that was stated as its province, and that one's name."""
        province = (self.admin1s.get((entry.country, entry.admin1), 0.0), entry.admin1)
        if province[0] < STATED_PROVINCE:
            province = max(province, self._border_evidence(entry))
        if not self.stated_areas or province[0] >= STATED_ADMIN1:
            return province
        area = next((area for area in self.stated_areas if area.holds(entry)), None)
        return province if area is None else (STATED_ADMIN1, area.name)

    def _border_evidence(self, entry: Entry) -> tuple[float, str]:
        """What a province that was stated adds to a place across its border, by outlines that are as coarse as that."""
        for (country, admin1), added in self.stated_admin1s.items():
            if country != entry.country or entry.kind in LARGE_KINDS:
                continue
            if lies_in_or_near(entry.longitude, entry.latitude, admin1, country):
                return added - ACROSS_BORDER_COST, admin1
        return 0.0, ""

    def _country_evidence(self, entry: Entry) -> tuple[float, str]:
        """What its country adds to a place, or the one that GeoNames counts it to, and that country's name."""
        country = (self.countries.get(entry.country, 0.0), entry.country) if entry.country else (0.0, "")
        if self.stated_country not in ("", entry.country) and counts_to(entry.country, self.stated_country):
            listed = self.countries.get(self.stated_country, 0.0) - REACHING_COST
            return max(country, (listed, self.stated_country))
        if not entry.geonames_country:
            return country
        return max(country, (self.countries.get(entry.geonames_country, 0.0), entry.geonames_country))


def rank_by_context(entries: Iterable[Entry], context: Context) -> list[Entry]:
    """The entries, the likeliest in this context first."""
    bearers = tuple(entries)
    return sorted(bearers, key=context.among(bearers).score, reverse=True)


def explain(supporting_names: Sequence[str], n_namesakes: int, context: Context) -> str:
    """Why this one of the places of a name was chosen, in words; see `supporting_names`."""
    words = [phrase for name in supporting_names if (phrase := context.implied.get(name, name))][:2]
    names = [phrase for phrase in words if not phrase.startswith(PUBLISHER_IN)]
    is_one = len(names) == 1 and not names[0].startswith(PLACES_IN)
    clauses = [f"{' and '.join(names)} {'is' if is_one else 'are'} mentioned with it"] if names else []
    clauses += [phrase for phrase in words if phrase.startswith(PUBLISHER_IN)][:1]
    if clauses:
        return f"because {' and '.join(clauses)}"
    return "the only known place of that name" if n_namesakes == 1 else "the likeliest place of that name"


def is_supported(entry: Entry, context: Context) -> bool:
    """Whether something mentioned with the name speaks for this place."""
    return bool(supporting_names(entry, context))


def supporting_names(entry: Entry, context: Context) -> list[str]:
    """The names that speak for a place, the strongest first, without the place's own."""
    reasons = [name for added, name in context.evidence(entry) if added > MIN_EXPLAINED and name != entry.name]
    return list(dict.fromkeys(reasons))


def context_from_hints(country: str | None, admin1: str | None, co_occurring_names: Iterable[str]) -> Context:
    """The context of what was given with a name: its country, its province, other names mentioned with it."""
    country, admin1 = (cut_name(name) if name else None for name in (country, admin1))
    others = tuple(cut_name(name) for name in co_occurring_names)
    is_area = not others and (not country or country_by_name(country))  # of a town, what is near it would be kept
    return _context_of_areas(country, admin1) if is_area else _context_from_hints(country, admin1, others)


@lru_cache(maxsize=256)
def _context_of_areas(country: str | None, admin1: str | None) -> Context:
    return _context_from_hints(country, admin1, ())


def _context_from_hints(country: str | None, admin1: str | None, co_occurring_names: Iterable[str]) -> Context:
    stated_country = country_by_name(country) if country else ""
    areas = stated_divisions(admin1, stated_country) or land_of_country(country, stated_country)
    stated = [*(() if areas else _namesakes(admin1)), *(() if stated_country else _namesakes(country))]
    others = [entry for name in co_occurring_names for entry in _namesakes(name)[:1]]
    weights = namesake_weights()
    by_kind = {"country": weights.country, "province": weights.country}
    countries = {entry.country: by_kind.get(entry.kind, weights.town_country) for entry in reversed(others)}
    admin1s = {(entry.country, entry.admin1): weights.province for entry in others if entry.kind == "province"}
    stated_admin1s = {
        (entry.country, entry.admin1): STATED_ADMIN1
        for entry in (*areas, *stated)
        if entry.kind == "province" and (not stated_country or counts_to(entry.country, stated_country))
    }
    admin1s |= stated_admin1s
    points = [(entry, Around.CLEAR) for entry in others if entry.kind not in by_kind]
    points += [(entry, Around.STATED) for entry in stated if entry.kind not in by_kind]
    if stated_country:
        countries |= {stated_country: STATED_COUNTRY}
    others_stated = (area for area in areas if area.kind != "province")
    stated_areas = tuple(StatedArea(area.name, area.country, area.place_id) for area in others_stated)
    mentioned_countries = {stated_country, *(entry.country for entry in others if entry.kind == "country")}
    implied = {country: f"{PLACES_IN}{country}" for country in countries if country not in mentioned_countries}
    return Context(
        countries, admin1s, stated_admin1s, SurroundingPoints(points), stated_country, stated_areas, implied=implied
    )


def country_by_name(name: str) -> str:
    """The country of this name, or whose people are called so; empty if there is none, or more than one."""
    reading = country_names.read_country(name)
    if reading.is_known:
        return reading.country
    country = next((entry.country for entry in gazetteer.candidates(name) if entry.kind == "country"), "")
    place = None if country else gazetteer.place_by_id(demonyms.place_id(name) or "")
    return (place.country or "") if place else country


def _namesakes(name: str | None) -> tuple[Entry, ...]:
    return gazetteer.candidates(name)[:MAX_NAMESAKES] if name else ()
