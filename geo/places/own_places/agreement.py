"""What the reader's own data say of a name, weighed against what the gazetteer says of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import shapely

from geo.core.formatting import pluralize
from geo.core.geodesy import KM_PER_DEGREE, scalar_haversine_km
from geo.core.schema import LIST_SEPARATOR
from geo.places import contradictions
from geo.places.disambiguation import Context
from geo.places.gazetteer import gazetteer
from geo.places.own_places.clusters import CLUSTER_KM
from geo.places.own_places.own_places import OwnPlaces
from geo.places.own_places.own_point import place_of_point
from geo.places.own_places.own_table import OwnPoint
from geo.places.place import CONTESTED, DATA, GUESSES, Place

# A name as it is written in data goes before what is only similar, or only known outside of what was stated.
WEAKER = (*GUESSES, "respelling", "elsewhere", "site", "around")
CLEAR_RATIO = 10  # times as many rows as at any other point: CLEAR_LEAD of the gazetteer, in rows
MIN_CONTESTING_ROWS = 3  # by judgement: one or two rows may be slips, and do not make a known place doubtful
MAX_ALTERNATIVES = 20


@dataclass(frozen=True, eq=False)
class Bearer:
    """A place at which rows have the name."""

    own: OwnPoint
    place: Place

    @property
    def reason(self) -> str:
        """How many rows of which data place the name here: “3 rows of ACLED”."""
        sources = self.own.sources.split(LIST_SEPARATOR)
        names = " and ".join([", ".join(sources[:-1]), sources[-1]] if len(sources) > 1 else sources)
        return pluralize(self.own.n_rows, "row") + (f" of {names}" if names else "")


def weigh_own_places(name: str, place: Place | None, context: Context, own_places: OwnPlaces) -> Place | None:
    """The place that a name means by the gazetteer and by the reader's own data, which may contradict each other.

    Rows with this very name come before a guess and before nothing. A place that the gazetteer knows stays, with what
    rows say of it; of several bearers that are as likely, the one where rows have the name is taken.
    """
    bearers = find_bearers(name, context, own_places)
    if not bearers:
        return place
    if place is None or place.evidence in WEAKER:
        return _own_place(bearers, context, place)
    agreeing = next((bearer for bearer in bearers if lies_at(place, bearer.place)), None)
    if agreeing is not None:
        return _confirmed(place, agreeing, bearers)
    if place.evidence in CONTESTED:
        namesake = _find_namesake(place, bearers[0].place)
        if namesake is not None:
            return _confirmed(namesake, bearers[0], bearers)
    return _contradicted(place, bearers)


def find_bearers(name: str, context: Context, own_places: OwnPlaces) -> list[Bearer]:
    """The places at which own rows have a name, inside what was stated with it, the likeliest first."""
    points = own_places.points_of(name)
    bearers = [Bearer(point, place) for point in points if (place := place_of_point(point)) is not None]
    inside = [bearer for bearer in bearers if _fits(bearer.place, context)]
    return sorted(inside, key=lambda bearer: -context.countries.get(bearer.own.country, 0.0))


def lies_at(place: Place, other: Place) -> bool:
    """Whether a place is an area around a point, or within 25 km of it."""
    if place.shape is not None:
        return bool(shapely.dwithin(place.shape, other.point, CLUSTER_KM / KM_PER_DEGREE))
    return _distance_km(place, other) <= CLUSTER_KM


def _fits(place: Place, context: Context) -> bool:
    return contradictions.doubt_contradicted(place, context).evidence != "elsewhere"


def _distance_km(one: Place, other: Place) -> float:
    return scalar_haversine_km(one.point.x, one.point.y, other.point.x, other.point.y)


def _own_place(bearers: Sequence[Bearer], context: Context, guess: Place | None) -> Place:
    """The commonest of own places, with the others and the gazetteer's guess as alternatives."""
    first, others = bearers[0], bearers[1:]
    is_clear = all(first.own.n_rows >= CLEAR_RATIO * other.own.n_rows for other in others)
    guesses = () if guess is None or guess.evidence == "elsewhere" else (guess.place_id, *guess.alternatives)
    return replace(
        first.place,
        because=f"{first.reason} {_verb(first)} it here{_say_others(first.place, others)}",
        evidence=DATA if is_clear else "contested",
        is_supported=is_clear and bool(context.stated_country),
        alternatives=_list_alternatives(first.place, others, guesses),
    )


def _confirmed(place: Place, agreeing: Bearer, bearers: Sequence[Bearer]) -> Place:
    """The gazetteer's place, where rows have the name too."""
    others = [bearer for bearer in bearers if bearer is not agreeing and not lies_at(place, bearer.place)]
    is_bare = place.evidence in CONTESTED
    reason = f"{agreeing.reason} {_verb(agreeing)} it here"
    return replace(
        place,
        because=(reason if is_bare else f"{place.because}; {reason} too") + _say_others(place, others),
        evidence=DATA if is_bare and agreeing is bearers[0] else place.evidence,
        alternatives=_list_alternatives(place, others, place.alternatives),
    )


def _contradicted(place: Place, bearers: Sequence[Bearer]) -> Place:
    """The gazetteer's place, with the points at which rows have the name as alternatives; doubtful if they are many."""
    is_doubtful = sum(bearer.own.n_rows for bearer in bearers) >= MIN_CONTESTING_ROWS
    return replace(
        place,
        because=f"{place.because}{_say_others(place, bearers)}",
        evidence="contested" if is_doubtful else place.evidence,
        alternatives=_list_alternatives(place, bearers, place.alternatives),
    )


def _find_namesake(place: Place, own: Place) -> Place | None:
    """That one of the other bearers of a name which lies where rows have the name, the others as its alternatives."""
    for place_id in place.alternatives:
        namesake = gazetteer.place_by_id(place_id)
        if namesake is not None and lies_at(namesake, own):
            others = tuple(other for other in (place.place_id, *place.alternatives) if other != place_id)
            return replace(namesake, evidence=place.evidence, alternatives=others)
    return None


def _say_others(place: Place, others: Sequence[Bearer]) -> str:
    """Where other rows have the name, in words; empty where none has."""
    if not others:
        return ""
    other = others[0]
    more = (
        f" and {len(others) - 1} more places" if len(others) > 2 else " and one more place" if len(others) == 2 else ""
    )
    return f"; but {other.reason} {_verb(other)} it {_distance_km(place, other.place):,.0f} km away{more}"


def _verb(bearer: Bearer) -> str:
    return "places" if bearer.own.n_rows == 1 else "place"


def _list_alternatives(place: Place, others: Sequence[Bearer], further: Sequence[str]) -> tuple[str, ...]:
    place_ids = dict.fromkeys([*(bearer.place.place_id for bearer in others), *further])
    place_ids.pop(place.place_id, None)
    return tuple(place_ids)[:MAX_ALTERNATIVES]
