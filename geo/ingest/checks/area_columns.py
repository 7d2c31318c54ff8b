"""What a name in a column of provinces or districts means: the area, and never the point of the seat of its name."""

from dataclasses import replace

from geo.places import Place, chances
from geo.places.derived_shapes import derive_with_reason
from geo.places.districts.district import district_outline
from geo.places.districts.district_names import DistrictMatch, match_district
from geo.places.districts.district_table import district_place
from geo.places.gazetteer.border_towns import BORDER_DEGREES
from geo.places.gazetteer.gazetteer import candidates, place_of_entry
from geo.places.place import GUESSES

AREA_KINDS = ("province", "division")
UNLIKELY = (*GUESSES, "elsewhere")  # evidence that is as weak for the area of a name as for its town


def widen_to_area(place: Place, column: str, name: str, hints: str) -> Place:
    """The area that a name in a column of areas means where it leads to a town; any other place as it is.

    `hints`, one of chances.HINTS, are what the row states beside the name.
    """
    if column == "admin1" and place.kind == "country":
        own = _province_of_name(name, place)  # Mexico's state of Mexico
        return _with_evidence(own, place, "area", hints) if own else place
    if place.precision != "exact" or column not in ("admin1", "admin2"):
        return place
    if column == "admin2":
        return _surround(place, f"district:{place.place_id}", f"the district of {place.name}", hints)
    province = _province_of_name(name, place)
    if province is not None:
        return _with_evidence(province, place, "area", hints)
    district = _district_around(place, name)
    if district is not None:
        return _with_evidence(district, place, "rewording", hints)
    reason = f"no province of that name is known, but the town {place.name}"
    return _surround(place, f"near:{place.place_id}", reason, hints)


def _surround(town: Place, place_id: str, reason: str, hints: str) -> Place:
    area = derive_with_reason(place_id, f"{reason}, taken as its surroundings")
    return town if area is None else _with_evidence(area, town, "rewording", hints)


def _with_evidence(area: Place, town: Place, evidence: str, hints: str) -> Place:
    """The area with what else the name could mean, no surer than a guess that led to its town."""
    is_guess = town.evidence in UNLIKELY
    chance = chances.chance(hints, evidence)
    is_rewording = evidence == "rewording"
    return replace(
        area,
        alternatives=tuple(place_id for place_id in town.alternatives if place_id != area.place_id),
        because=area.because or town.because,
        evidence=town.evidence if is_guess else evidence,
        confidence=min(chance, town.confidence) if is_guess or is_rewording else chance,
        agreement=town.agreement,
        is_supported=town.is_supported,
    )


def _province_of_name(name: str, town: Place) -> Place | None:
    """The province or division of the town's country that is called so, the town's own before others."""
    entries = [
        entry
        for text in dict.fromkeys((name, town.name))
        for entry in candidates(text)
        if entry.kind in AREA_KINDS and entry.country == town.country and entry.place_id != town.place_id
    ]
    usual = [entry for entry in entries if entry.is_preferred_name] or entries
    own = [entry for entry in usual if entry.admin1 == town.admin1] or usual
    return place_of_entry(own[0]) if own else None


def _district_around(town: Place, name: str) -> Place | None:
    """The district of this name that the town lies in; None where none is known."""
    match = match_district(country=town.country or "", admin1=town.admin1 or "", name=name, is_exact=True)
    outline = district_outline(match.district.place_id) if match else None
    if match is None or outline is None or outline.distance(town.point) > BORDER_DEGREES:
        return None
    district = district_place(match.district.place_id)
    reason = f"no province of that name is known, but the district around {town.name}"
    return district and replace(district, because=reason)


def place_of_match(match: DistrictMatch) -> Place | None:
    """The district as a place, with how its name led to it and the chance that this is right."""
    place = district_place(match.district.place_id)
    chance = chances.chance("province" if match.is_in_province else "country", match.evidence)
    return place and replace(
        place, confidence=chance, agreement=match.agreement, evidence=match.evidence, because=match.because
    )
