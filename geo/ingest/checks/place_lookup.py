"""Look up what a row says of its place: never outside the country, and never surely outside the province it names."""

from dataclasses import dataclass, replace
from functools import lru_cache

from geo import places
from geo.core.excerpts import shorten
from geo.core.schema import PLACE_NAMES, PLACE_PRECISIONS
from geo.errors import PlaceNotFound
from geo.ingest.checks.area_columns import place_of_match, widen_to_area
from geo.ingest.checks.country_column import (
    explain_no_country,
    explain_several,
    possible_countries,
    resolve_country,
    settle_country,
)
from geo.ingest.checks.district_support import widen_unsupported
from geo.ingest.checks.namesakes import drop_own_areas, find_town, list_alternatives
from geo.ingest.checks.place_queries import PlaceQuery
from geo.ingest.checks.placeless import is_placeless, is_short
from geo.places import Hints, Place, chances
from geo.places.area_countries import reaches_country
from geo.places.disambiguation import country_by_name
from geo.places.districts.district_names import match_district
from geo.places.districts.seat_words import is_seat_word
from geo.places.gazetteer.country_lists import counts_to
from geo.places.gazetteer.gazetteer import candidates, prior
from geo.places.gazetteer.name_normalization import cut_name
from geo.places.own_places import NO_OWN_PLACES, OwnPlaces
from geo.places.place import DATA
from geo.places.province_changes import lies_in_or_near

# A point below this chance gives way to a coarser name of the same row. Of 8,902 places 1.5 % are then claimed as exact
# and are not (docs/decisions/0068), 1.8 % at 0.5; and the district is there in half of the others.
POINT_CHANCE = 0.8
AREA_CHANCE = 0.5  # the same for areas: as likely wrong as right
LEAST_CHANCE = 0.5  # without a coarser name: what is rather wrong than right is offered, and not placed
COARSENESS = {name: rank for rank, name in enumerate(PLACE_PRECISIONS) if name not in ("sea_air", "unknown")}
AREAS = ("country", "admin1", "region", "sea_air")  # precisions of places that no province need hold
DOMINANCE = 2.0  # in decimal logarithms of population: a hundred times as large as any namesake; by judgement


@dataclass(frozen=True)
class GeocodeResult:
    """Where a query leads: the place and how precisely the row means it, None for nowhere.

    `column` is the column whose name was placed; `warning`, empty for none, says what is uncertain, `proposal` is the
    identifier of the place to propose instead, and `sure` says whether the proposal is certain. `doubtful` is the place
    that was too unlikely to be the answer where nothing else is.
    """

    place: Place | None
    precision: str = ""
    column: str = "place_name"
    warning: str = ""
    proposal: str = ""
    sure: bool = False
    doubtful: Place | None = None

    @property
    def is_by_data(self) -> bool:
        """Whether rows with coordinates say where the name is, or which bearer of the name is meant."""
        return self.column == "place_name" and self.place is not None and self.place.evidence == DATA

    @property
    def is_certain(self) -> bool:
        """Whether the name leads to one place only, or to the one that the names beside it bear out."""
        return self.place is not None and (not self.warning or self.sure)


def look_up_answer(query: PlaceQuery, place_id: str, own_places: OwnPlaces = NO_OWN_PLACES) -> GeocodeResult:
    """Return the place that a person says a query means; an empty identifier says none.

    What is no identifier is looked up as if there were no answer, with what the reader's own data know.
    """
    if not place_id:
        return GeocodeResult(None)
    try:
        place = places.place_from_id(place_id)
    except PlaceNotFound:
        return replace(
            look_up(query, own_places=own_places), warning=f"{place_id[:60]} is not the identifier of a known place"
        )
    return GeocodeResult(place, place.precision)


def look_up(
    query: PlaceQuery, *, means_towns: bool = False, is_exact: bool = False, own_places: OwnPlaces = NO_OWN_PLACES
) -> GeocodeResult:
    """Return the place of the finest name that leads somewhere likely, within the areas that the row names.

    `means_towns`: the names of places stand in a column of towns; a town goes before the province of its name. With
    `is_exact` no name is taken for a misspelling. `own_places`: what the reader's own data know of places.
    """
    query = PlaceQuery(*map(cut_name, query))
    if not own_places:
        return _look_up_cached(query, means_towns, is_exact)
    return _look_up(query, means_towns, is_exact, own_places)  # not cached, which would keep one reader's data


@lru_cache(maxsize=4096)
def _look_up_cached(query: PlaceQuery, means_towns: bool, is_exact: bool) -> GeocodeResult:
    return _look_up(query, means_towns, is_exact, NO_OWN_PLACES)


def _look_up(query: PlaceQuery, means_towns: bool, is_exact: bool, own_places: OwnPlaces) -> GeocodeResult:
    warning, proposal = "", ""
    doubtful: Place | None = None
    query = settle_country(query)
    for column, name in _names_to_try(query):
        place = _choose_namesake(_resolve(query, column, name, is_exact, own_places), query, column, name, means_towns)
        obstacle = _explain_obstacle(query, column, name, place, is_exact)
        if place is None or obstacle or _gives_way(place, any(_coarser(query, column)), bool(warning)):
            warning = warning or obstacle or _explain_miss(column, name, place, is_exact)
            proposal = proposal or (place.place_id if place else "")
            doubtful = doubtful or (None if obstacle else place)
            continue
        point = place
        if column == "place_name":
            place = widen_unsupported(place, name, query.admin1, query.admin2)
        if warning:
            return GeocodeResult(place, place.precision, column, f"{warning}; placed by “{shorten(name)}”", proposal)
        if column == "country" and place.kind == "country":
            return GeocodeResult(place, place.precision, column)
        is_widened = place is not point or column == "country" or _is_other_area(place, column)
        sure = place.agreement == 1 and (place.is_supported or _is_dominant(name)) and not is_widened
        note = _explain_choice(place, is_widened=is_widened)
        return GeocodeResult(place, place.precision, column, note, place.place_id, sure)
    doubt = explain_several(query.country)
    warning = f"{warning}; {doubt}" if doubt and doubt not in warning else warning
    return GeocodeResult(None, warning=warning, proposal=proposal, doubtful=doubtful)


def _is_other_area(place: Place, column: str) -> bool:
    """Whether a name in a column of areas leads to another area than such columns mean: the surroundings of a town."""
    if column == "admin2":
        return place.evidence == "rewording"
    return column == "admin1" and place.precision != "admin1"


def _gives_way(place: Place, has_coarser: bool, has_finer: bool) -> bool:
    """Whether a place is too unlikely: as a point where a coarser name can stand in for it, or with none beside it.

    One coarser name has to do for a finer one that led nowhere: that loses half a per cent of ACLED's places otherwise.
    """
    if not has_coarser:
        return place.confidence < LEAST_CHANCE
    return not has_finer and place.confidence < (POINT_CHANCE if place.precision == "exact" else AREA_CHANCE)


def _names_to_try(query: PlaceQuery) -> list[tuple[str, str]]:
    """Columns and names to look up, finest first; of “Hamlet, Province” the province by itself too."""
    place, *coarser = ((column, getattr(query, column)) for column in PLACE_NAMES)
    tail = place[1].partition(",")[2].strip()
    return [(column, name) for column, name in (place, ("place_name", tail), *coarser) if name]


def _coarser(query: PlaceQuery, column: str) -> tuple[str, ...]:
    return query[PLACE_NAMES.index(column) + 1 :]


def _resolve(query: PlaceQuery, column: str, name: str, is_exact: bool, own_places: OwnPlaces) -> Place | None:
    if _is_placeless(column, name):
        return None
    if column == "country":
        return resolve_country(name, is_exact=is_exact)
    if column == "admin2":
        country = _country_of(query.country, is_exact) or ""
        match = match_district(country=country, admin1=query.admin1, name=name, is_exact=is_exact)
        if match is not None or is_seat_word(name):
            return place_of_match(match) if match else None
    coarser = dict(zip(PLACE_NAMES[PLACE_NAMES.index(column) + 1 :], _coarser(query, column), strict=True))
    return places.resolve_or_none(
        name,
        Hints(
            country=coarser.get("country") or None,
            admin1=coarser.get("admin1") or None,
            beside=tuple(filter(None, [coarser.get("admin2", "")])),
            is_exact=is_exact,
            own_places=own_places if column == "place_name" else NO_OWN_PLACES,
        ),
    )


def _choose_namesake(place: Place | None, query: PlaceQuery, column: str, name: str, means_towns: bool) -> Place | None:
    """The place without its own areas as alternatives; the town where a row names the area of its name beside it."""
    if place is None:
        return None
    if column == "place_name" and place.kind in ("province", "country"):
        beside = [*_coarser(query, column)] if place.kind == "province" else []
        if means_towns or any(_may_mean(text, place) for text in beside):
            place = find_town(name, place) or place
    hints = "province" if column == "admin2" and query.admin1 else "country" if query.country else "alone"
    place = widen_to_area(place, column, name, hints)
    return drop_own_areas(place, name, column) if place.alternatives else place


def _may_mean(name: str, place: Place) -> bool:
    return bool(name) and any(entry.place_id == place.place_id for entry in candidates(name))


def _is_placeless(column: str, name: str) -> bool:
    """Whether a name leads nowhere; provinces are called “North” and “Central”, and their column says that they are."""
    if not is_placeless(name) or (column == "admin1" and name.strip().isalpha()):
        return False
    return column != "country" or resolve_country(name, is_exact=True) is None  # “West Bank”, “Middle East”


def _explain_obstacle(query: PlaceQuery, column: str, name: str, place: Place | None, is_exact: bool) -> str:
    """Why a name must not be placed there, in words; empty where it may."""
    if _is_placeless(column, name):
        return f"“{shorten(name)}” names no place"
    if place is None or column == "country":
        return ""
    obstacle = _explain_country(query, name, place, is_exact)
    return obstacle or (_explain_province(query, name, place, is_exact) if column != "admin1" else "")


def _explain_country(query: PlaceQuery, name: str, place: Place, is_exact: bool) -> str:
    if not query.country:
        return f"“{name}” is too short to be a place's name by itself" if is_short(name) and not query.admin1 else ""
    country = _country_of(query.country, is_exact)
    if country is None and (several := explain_several(query.country)):
        return f"{several}, so that “{shorten(name)}” could be in any of them"
    if country is None:
        return f"“{shorten(query.country)}” is no country that we know, so that “{shorten(name)}” could be anywhere"
    if not _lies_in_country(place, country):
        return f"“{shorten(name)}” would mean {places.label(place)}, which is not in {country}"
    return ""


def _lies_in_country(place: Place, country: str) -> bool:
    """Whether a place lies in a country or is counted to it by GeoNames; a wide region, if it reaches there."""
    if place.country is None or place.precision == "region":
        return reaches_country(place, country)
    if counts_to(place.country, country):
        return True
    return place.kind != "country" and country in {
        entry.geonames_country for entry in candidates(place.name) if entry.place_id == place.place_id
    }


def _explain_province(query: PlaceQuery, name: str, place: Place, is_exact: bool) -> str:
    province = _province_of(query.admin1, query.country, is_exact) if query.admin1 else None
    if province is None or place.precision in AREAS or _lies_in_province(place, province):
        return ""
    return f"“{shorten(name)}” would mean {places.label(place)}, which is not in {province.name}"


@lru_cache(maxsize=1024)
def _country_of(name: str, is_exact: bool) -> str | None:
    """The country that a name among countries means, or that an area of this name lies in; None if unknown."""
    if len(possible_countries(name)) > 1:
        return None
    place = resolve_country(name, is_exact=is_exact)
    return country_by_name(name) or (place.country if place is not None and place.agreement == 1 else None)


@lru_cache(maxsize=4096)
def _province_of(name: str, country: str, is_exact: bool) -> Place | None:
    """The province that a name in a column of provinces means; None where it is none that we can draw."""
    place = places.resolve_or_none(name, Hints(country=country or None, is_exact=is_exact))
    is_likely = place is not None and place.precision == "admin1" and place.confidence >= AREA_CHANCE
    return place if is_likely else None


def _lies_in_province(place: Place, province: Place) -> bool:
    return lies_in_or_near(place.point.x, place.point.y, province.admin1 or "", province.country or "")


def _explain_choice(place: Place, *, is_widened: bool) -> str:
    """Why a place was chosen, and what else it could be; empty where it is the only one."""
    if place.agreement == 1 and not place.alternatives and place.evidence != DATA and not is_widened:
        return ""
    return f"means {_describe_choice(place)}"


def _describe_choice(place: Place) -> str:
    """The place, the chance that it is right, the reason for it, and what else it could be."""
    alternatives = f"; it could also be {list_alternatives(place)}" if place.alternatives else ""
    return f"{places.label(place)} ({chances.describe_chance(place.confidence)}): {place.because}{alternatives}"


def _explain_miss(column: str, name: str, place: Place | None, is_exact: bool) -> str:
    if place is not None:
        return f"“{shorten(name)}” would mean {_describe_choice(place)}"
    no_country = explain_no_country(name) if column == "country" else ""
    if no_country:
        return no_country
    spellings = () if is_exact else places.nearest_spellings(name)
    return f"no place named “{shorten(name)}” is known" + (
        f" (similar names: {', '.join(spellings)})" if spellings else ""
    )


def _is_dominant(name: str) -> bool:
    """Whether the likeliest bearer of a name outweighs every other by far, as Baghdad does its namesakes."""
    weights = [prior(entry) for entry in candidates(name)]
    return len(weights) > 1 and weights[0] - max(weights[1:]) >= DOMINANCE
