"""How clearly a name means the first of its bearers: a kind of evidence, by which its chance is known."""

import math
from collections.abc import Sequence

from geo.core.geodesy import scalar_haversine_km
from geo.places.disambiguation import LARGE_KINDS, Context
from geo.places.gazetteer.entry import Entry

CLEAR_LEAD = 1.0  # ten times as likely as the next; by judgement, the chances of both sides of it are counted
CLEAR_LEAD_OF_ALIAS = 2.0  # below, 27 of 184 such names of ACLED were right that stood alone; from here 4 of 7
SAME_SPOT_KM = 25.0  # within which a place counts as right


def kind_of_evidence(ranked: Sequence[Entry], context: Context) -> str:
    """How clearly a name means the first of its ranked bearers, as one of EVIDENCE."""
    if ranked[0].kind in LARGE_KINDS:
        return "area"
    rivals = [entry for entry in ranked[1:] if not _is_the_same_spot(entry, ranked[0])]
    among = context.among(ranked)
    lead = among.score(ranked[0]) - among.score(rivals[0]) if rivals else math.inf
    if not ranked[0].is_preferred_name:
        return "alias" if lead >= CLEAR_LEAD_OF_ALIAS else "contested alias"
    if not rivals:
        return "sole"
    return "ahead" if lead >= CLEAR_LEAD else "contested"


def _is_the_same_spot(one: Entry, other: Entry) -> bool:
    """Whether two bearers of a name are so near that either is right, or one is the area around the other."""
    if one.kind in LARGE_KINDS and one.country == other.country:
        return True
    return scalar_haversine_km(one.longitude, one.latitude, other.longitude, other.latitude) <= SAME_SPOT_KM
