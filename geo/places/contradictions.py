"""What was stated of a name is not contradicted: a place outside of the stated country or province is doubtful."""

from dataclasses import replace
from functools import lru_cache

import shapely
from shapely.geometry.base import BaseGeometry

from geo.places.area_countries import is_crossing_into, reaches_country
from geo.places.disambiguation import Context
from geo.places.gazetteer import gazetteer
from geo.places.gazetteer.border_towns import BORDER_DEGREES
from geo.places.gazetteer.country_lists import counts_to
from geo.places.lookup import ELSEWHERE_AGREEMENT, name_stated_areas
from geo.places.place import Place
from geo.places.province_changes import province_outline
from geo.places.stated_areas import StatedArea, area_outline

# To which our outlines were simplified. Towns farther off were already counted to the province that is GeoNames' for
# them, so that what is left is another one's: of ACLED's places 2 to 25 km outside 18 of 29 were right.
OUTLINE_DEGREES = 0.02


def doubt_contradicted(place: Place, context: Context) -> Place:
    """The place as it is, or as doubtful if it lies outside of the country or the province stated for its name.

    A place that GeoNames counts to the stated country has this as its country, whoever holds the ground.
    """
    if context.stated_country and not _lies_in_country(place, context.stated_country):
        return _doubtful(place, context.stated_country)
    if context.stated_country and _is_counted_otherwise(place, context.stated_country):
        place = replace(place, country=context.stated_country, admin1=_only_province(context))
    if context.is_province_stated and not _lies_in_province(place, context):
        return _doubtful(place, name_stated_areas(context))
    return place


def _is_counted_otherwise(place: Place, country: str) -> bool:
    """Whether a place is drawn in another country than GeoNames counts it to, or lies on the border of both."""
    if place.country in (None, country):
        return False
    return _geonames_country(place.place_id) == country or not counts_to(place.country, country)


def _doubtful(place: Place, area: str) -> Place:
    return place if place.agreement <= ELSEWHERE_AGREEMENT else as_elsewhere(place, area)


def as_elsewhere(place: Place, area: str) -> Place:
    """A place as the likeliest one outside of an area in which none of its name is known."""
    because = f"no place of that name is known in {area}; this is the likeliest one elsewhere"
    return replace(place, because=because, agreement=ELSEWHERE_AGREEMENT, evidence="elsewhere", is_supported=False)


def as_contested(place: Place, area: str) -> Place:
    """A place as one of two that are meant: the text says elsewhere that its name is in an area where none is known."""
    because = f"{place.because}; the text also has one in {area}, where none is known"
    return replace(place, because=because, evidence="contested")


def _only_province(context: Context) -> str | None:
    names = [admin1 for _, admin1 in context.stated_provinces]
    return names[0] if len(names) == 1 and not context.stated_areas else None


def _lies_in_country(place: Place, country: str) -> bool:
    """Whether a place lies in a country or is counted to it; an area in no one country, if it reaches into it."""
    if place.country is not None and counts_to(place.country, country):
        return True
    if place.country is None:
        return reaches_country(place, country)
    if is_crossing_into(place.kind, place.point.x, place.point.y, country):
        return True
    return place.kind != "country" and _geonames_country(place.place_id) == country


@lru_cache(maxsize=4096)
def _geonames_country(place_id: str) -> str:
    """The country that GeoNames counts a place to, of which another may be a part: near:…, part:north:…."""
    entry = gazetteer.entry_by_id(place_id.removeprefix("near:"))
    return entry.geonames_country if entry else ""


def _lies_in_province(place: Place, context: Context) -> bool:
    """Whether a place is of an area stated as its province, or on its border; a country holds its own.

    A town is of the province that the gazetteer counts it to, whatever side of our coarse outline it is on. A region
    need only reach into the area.
    """
    if place.precision in ("country", "sea_air") or (place.country, place.admin1) in context.stated_provinces:
        return True
    where = place.shape if place.shape is not None and place.precision == "region" else place.point
    margin = OUTLINE_DEGREES if place.kind == "town" else BORDER_DEGREES
    areas = [(_outline_of_area(area), area.uncertainty_degrees) for area in context.stated_areas]
    areas += [(province_outline(admin1, country), margin) for country, admin1 in context.stated_provinces]
    return any(outline is None or bool(shapely.dwithin(outline, where, degrees)) for outline, degrees in areas)


def _outline_of_area(area: StatedArea) -> BaseGeometry | None:
    prepared = area_outline(area.place_id)
    return prepared.for_thread() if prepared else None
