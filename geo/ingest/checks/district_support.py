"""Whether the district that a row states bears out the point to which the name of its place leads.

Of 3,324 points of ACLED outside the region some 330 are not borne out by these rules, and one in nine of them was more
than 25 km off. The rules were chosen on all of these points, with none held back (docs/decisions/0068).
"""

from dataclasses import replace

import shapely

from geo.core.geodesy import scalar_haversine_km
from geo.places.derived_shapes import derive_place
from geo.places.districts.district import district_outline
from geo.places.districts.district_names import match_district
from geo.places.gazetteer.border_towns import BORDER_DEGREES
from geo.places.gazetteer.gazetteer import candidates
from geo.places.place import Place

SEAT_KM = 40.0  # from the place that a district is called after to any of its places; chosen on ACLED's points
FAR_KM = 60.0  # from here even the only place of a name is hardly of the district; chosen on the same
EXACT_EVIDENCE = ("sole", "ahead", "alias")  # evidence of names as they are written


def widen_unsupported(place: Place, name: str, admin1: str, admin2: str) -> Place:
    """The place, or its surroundings where the row's district does not bear its point out."""
    if place.precision != "exact" or place.evidence not in EXACT_EVIDENCE or not admin2:
        return place
    surroundings = None if _is_supported(place, name, admin1, admin2) else derive_place(f"near:{place.place_id}")
    if surroundings is None:
        return place
    because = f"{place.because}; it is not certain that it lies in {admin2}"
    return replace(
        surroundings,
        alternatives=place.alternatives,
        because=because,
        confidence=place.confidence,
        is_supported=place.is_supported,
        agreement=place.agreement,
        evidence=place.evidence,
    )


def _is_supported(place: Place, name: str, admin1: str, admin2: str) -> bool:
    """Whether a point lies in the district's outline, near the place that is called so, or has no rival."""
    match = match_district(country=place.country or "", admin1=admin1, name=admin2, is_exact=True)
    outline = district_outline(match.district.place_id) if match else None
    if outline is not None:
        return bool(shapely.dwithin(outline, place.point, BORDER_DEGREES))
    distance_km = _distance_to_namesake_km(place, admin2)
    if distance_km is None:
        return not _has_rivals(place, name)
    return distance_km <= (SEAT_KM if _has_rivals(place, name) else FAR_KM)


def _has_rivals(place: Place, name: str) -> bool:
    """Whether other towns of the country bear the name, or this one is called otherwise as a rule."""
    towns = [entry for entry in candidates(name) if entry.kind == "town" and entry.country == place.country]
    return place.evidence == "alias" or len(towns) > 1


def _distance_to_namesake_km(place: Place, admin2: str) -> float | None:
    """How far the nearest place of the district's name in the province lies; None where none is known."""
    namesakes = [
        entry
        for entry in candidates(admin2)
        if place.admin1 == entry.admin1 and place.country in (entry.country, entry.geonames_country)
    ]
    distances = [
        scalar_haversine_km(place.point.x, place.point.y, entry.longitude, entry.latitude) for entry in namesakes
    ]
    return min(distances, default=None)
