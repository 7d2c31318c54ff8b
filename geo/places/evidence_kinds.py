"""How clearly a name means the first of its bearers: a kind of evidence, by which its chance is known."""

import math
from collections.abc import Sequence

from geo.core.geodesy import scalar_haversine_km
from geo.places.disambiguation import LARGE_KINDS, Context
from geo.places.gazetteer.entry import Entry

CLEAR_LEAD = 1.0  # ten times as likely as the next; by judgement, the chances of both sides of it are counted
CLEAR_LEAD_OF_ALIAS = 2.0  # below, 27 of 184 such names of ACLED were right that stood alone; from here 4 of 7
AREA_KINDS = ("country", "province", "division")
SAME_SPOT_KM = 25.0  # within which a place counts as right


def kind_of_evidence(ranked: Sequence[Entry], context: Context) -> str:
    """How clearly a name means the first of its ranked bearers, as one of EVIDENCE."""
    if ranked[0].kind in LARGE_KINDS:
        is_contested = _has_rival_area(ranked, context) or _has_local_rival(ranked, context)
        return "contested" if is_contested else "area"
    rivals = [entry for entry in ranked[1:] if not _is_the_same_spot(entry, ranked[0])]
    among = context.among(ranked)
    if among.rival_countries and not (among.stated_country or among.is_province_stated):
        return "contested"  # a town that a text is so local to that it takes a country's name
    lead = among.score(ranked[0]) - among.score(rivals[0]) if rivals else math.inf
    if not ranked[0].is_preferred_name:
        return "alias" if lead >= CLEAR_LEAD_OF_ALIAS else "contested alias"
    if not rivals:
        return "sole"
    return "ahead" if lead >= CLEAR_LEAD else "contested"


def _has_rival_area(ranked: Sequence[Entry], context: Context) -> bool:
    """Whether an area of another country bears the name and is about as likely meant: Congo, Punjab, Limburg."""
    if context.stated_country or ranked[0].kind not in AREA_KINDS:
        return False
    among = context.among(ranked)
    least = among.score(ranked[0]) - CLEAR_LEAD
    return any(
        entry.kind in AREA_KINDS
        and entry.is_preferred_name
        and entry.country != ranked[0].country
        and among.score(entry) > least
        for entry in ranked[1:]
    )


def _has_local_rival(ranked: Sequence[Entry], context: Context) -> bool:
    """Whether what is around speaks for a town elsewhere as much as prominence does for the area of its name.

    “Lebanon” of a text on Pennsylvania is answered as the country, which does not lose its name, but not for certain.
    """
    among, area = context.among(ranked), ranked[0]
    if area.kind not in ("country", "province") or among.stated_country:
        return False
    least = among.score(area) - CLEAR_LEAD
    return any(
        entry.kind == "town" and not _is_in(entry, area) and among.score(entry, is_guarded=False) > least
        for entry in ranked[1:]
    )


def _is_in(town: Entry, area: Entry) -> bool:
    return town.country == area.country and area.admin1 in ("", town.admin1)


def _is_the_same_spot(one: Entry, other: Entry) -> bool:
    """Whether two bearers of a name are so near that either is right, or one is the area around the other."""
    if one.kind in LARGE_KINDS and one.country == other.country:
        return True
    return scalar_haversine_km(one.longitude, one.latitude, other.longitude, other.latitude) <= SAME_SPOT_KM
