"""Which of several places of a name a text is written around: the one near which other names of the text have bearers.

This asks of each name only whether a place is near that bears it, not which is meant: it needs no answer before it.
"""

import math
from collections.abc import Mapping, Sequence

from geo.places.gazetteer.entry import Entry
from geo.places.gazetteer.gazetteer import prior

# By judgement: what local papers write of lies nearer; a bearer is told from its namesakes by two names around it.
AROUND_KM = 60.0  # what a name adds falls to 1/e at this distance
MAX_AROUND_KM = 150.0
MIN_AROUND, MIN_LEAD = 1.0, 0.5
MAX_NAMES = 40  # of a text that are looked at; it bounds the time that a long one takes
AREA_KINDS = ("country", "province")
KM_PER_DEGREE = 111.0


def most_surrounded(bearers: Sequence[Entry], names: Mapping[str, Sequence[Entry]]) -> Entry | None:
    """The bearer that the other names of a text lie around; None where that is none, or not clear.

    A name that any of the bearers has is no other one: “London” says nothing of which London is meant.
    """
    own = {entry.place_id for entry in bearers}
    others = [entries for entries in names.values() if own.isdisjoint(entry.place_id for entry in entries)][:MAX_NAMES]
    scores = [(sum(_closeness(bearer, entries) for entries in others), prior(bearer), bearer) for bearer in bearers]
    ranked = sorted(scores, key=lambda item: item[:2], reverse=True)
    if not ranked or ranked[0][0] < MIN_AROUND:
        return None
    is_clear = len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= MIN_LEAD
    return ranked[0][2] if is_clear else None


def _closeness(bearer: Entry, entries: Sequence[Entry]) -> float:
    """How near the nearest bearer of another name is, 1 at no distance; for an area, whether its likeliest is in it."""
    if bearer.kind in AREA_KINDS:
        is_inside = bearer.country == entries[0].country and bearer.admin1 in ("", entries[0].admin1)
        return 0.5 * is_inside
    if entries[0].kind in AREA_KINDS:
        return 0.5 * ((bearer.country, bearer.admin1) == (entries[0].country, entries[0].admin1))
    nearest_km = min((_distance_if_near_km(bearer, entry) for entry in entries), default=MAX_AROUND_KM)
    return math.exp(-nearest_km / AROUND_KM) if nearest_km < MAX_AROUND_KM else 0.0


def _distance_if_near_km(one: Entry, other: Entry) -> float:
    """The distance, infinite where the latitudes alone are too far apart."""
    if abs(one.latitude - other.latitude) * KM_PER_DEGREE > MAX_AROUND_KM:
        return math.inf
    return one.distance_km(other)
