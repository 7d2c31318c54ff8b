"""What a word in a column of countries means: a country, one of several, or a wider area; never a village."""

from functools import lru_cache

from geo import places
from geo.core.excerpts import shorten
from geo.ingest.checks.place_queries import PlaceQuery
from geo.places import Hints, Place
from geo.places.area_countries import countries_of_area
from geo.places.country_names import read_country
from geo.places.disambiguation import country_by_name
from geo.places.evidence_kinds import CLEAR_LEAD
from geo.places.gazetteer.country_lists import counts_to
from geo.places.gazetteer.entry import Entry
from geo.places.gazetteer.gazetteer import candidates, prior

AREA_KINDS = ("country", "province", "division", "region", "continent")
WIDE_KINDS = ("region", "continent")  # they may lie in several countries
MAX_LISTED = 3  # of the countries that a word may mean


def settle_country(query: PlaceQuery) -> PlaceQuery:
    """The query with the one country that its word for several and its other names agree on, else as it is."""
    possible = possible_countries(query.country)
    if not possible:
        return query
    by_name = [_countries_of_name(name, possible) for name in (query.admin1, query.place_name) if name]
    remaining = set(possible).intersection(*filter(None, by_name))
    return query._replace(country=remaining.pop()) if any(by_name) and len(remaining) == 1 else query


@lru_cache(maxsize=1024)
def possible_countries(word: str) -> tuple[str, ...]:
    """The countries that a word may mean which is not one country's: of “Congo” two, of “Africa” all that lie there."""
    if not word or country_by_name(word):
        return ()
    reading = read_country(word)
    if reading.is_known:
        return reading.names
    areas = [entry for entry in candidates(word) if entry.kind in AREA_KINDS]
    usual = [entry for entry in areas if entry.is_preferred_name] or areas
    if not any(entry.kind in WIDE_KINDS for entry in areas):
        return ()
    wide = [entry for entry in areas if entry.kind in WIDE_KINDS]
    return tuple(dict.fromkeys(country for entry in (*wide, *usual) for country in _countries_of_entry(entry)))


def _countries_of_entry(entry: Entry) -> tuple[str, ...]:
    return (entry.country,) if entry.country else tuple(sorted(countries_of_area(entry.place_id)))


def _countries_of_name(name: str, among: tuple[str, ...]) -> set[str]:
    """Those of some countries in which the likeliest places of a name lie; empty where it is known in none of them."""
    bearers = [
        (prior(entry), country)
        for entry in candidates(name)
        for country in among
        if entry.country and counts_to(entry.country, country)
    ]
    least = max((weight for weight, _ in bearers), default=0.0) - CLEAR_LEAD
    return {country for weight, country in bearers if weight > least}


def resolve_country(word: str, *, is_exact: bool) -> Place | None:
    """The country, province or wider area that a word among countries means; None for two countries and for a town."""
    if len(read_country(word).names) > 1:
        return None
    place = places.resolve_or_none(word, Hints(is_exact=is_exact))
    if place is None or place.kind not in AREA_KINDS:
        return None
    return place if place.agreement == 1 or place.kind == "country" else None


def explain_no_country(word: str) -> str:
    """Why a word among countries is none, in words; empty where it is unknown as a name altogether."""
    several = explain_several(word)
    return several or (f"“{shorten(word)}” is no country that we know" if candidates(word) else "")


def explain_several(word: str) -> str:
    """Which countries a wording may mean, in words; empty where it is not one of several countries."""
    names = read_country(word).names
    if len(names) < 2:
        return ""
    more = f" or {len(names) - MAX_LISTED} more" if len(names) > MAX_LISTED else ""
    return f"“{shorten(word)}” may mean {' or '.join(names[:MAX_LISTED])}{more}: write which country is meant"
