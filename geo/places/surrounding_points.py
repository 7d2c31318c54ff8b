"""What the towns around a name add to each place that bears it: the nearer the more."""

import math
from collections.abc import Iterator, Sequence
from enum import IntEnum

from geo.places.gazetteer.entry import Entry
from geo.places.namesake_weights import NamesakeWeights, namesake_weights

STATED_TOWN = 3.0  # a town given as country or province: near it, but not necessarily in it; a quarter of a province
NEARNESS_KM = 200.0  # what a town adds falls to 1/e at this distance; chosen by judgement
CLOSE_KM = 50.0  # the same of what a local report's towns add beside that; by judgement
HOME_KM = 75.0  # the same of a publisher's home, which local papers do not write far from; by judgement
MAX_LATITUDE_DEGREES = 9.0  # a thousand kilometres, five times NEARNESS_KM: farther away a town adds nothing
MAX_TOWNS_NEAR = 2.5  # towns at no distance at all, which all towns near it together are at most; by judgement
# Of the places that were asked last, for one is asked several times in a row; more would cost megabytes a text.
MAX_NEAR_LISTS = 100
LOCAL_KM = 100.0  # within which places make a text local, see Context


class Around(IntEnum):
    """What a point is to a name: a town that the text clearly means or not, the one that it opens with, the
    publisher's, or one that was stated as the name's country or province.
    """

    CLEAR, UNCLEAR, OPENING, HOME, STATED = range(5)


class SurroundingPoints:
    """The points that add to the places near them, and how much they do: shared by all names of a text."""

    def __init__(self, points: Sequence[tuple[Entry, Around]] = (), weights: NamesakeWeights | None = None) -> None:
        self._points = tuple(points)
        self._weights = weights or namesake_weights()
        self._points_by_band: dict[int, tuple[tuple[Entry, Around], ...]] = {}
        self._nearness_by_place: dict[str, float] = {}
        self._near_by_place: dict[str, tuple[tuple[Entry, Around, float], ...]] = {}

    def __iter__(self) -> Iterator[tuple[Entry, Around]]:
        return iter(self._points)

    def __bool__(self) -> bool:
        return bool(self._points)

    def with_point(self, point: Entry, role: Around) -> "SurroundingPoints":
        """These and another one."""
        return SurroundingPoints((*self._points, (point, role)), self._weights)

    def with_weights(self, weights: NamesakeWeights) -> "SurroundingPoints":
        """These with other weights."""
        return self if weights is self._weights else SurroundingPoints(self._points, weights)

    def nearness(self, entry: Entry) -> float:
        """What the points around add to a place, worked out once."""
        if not self._points:
            return 0.0
        if entry.place_id not in self._nearness_by_place:
            self._nearness_by_place[entry.place_id] = self._sum_nearness(entry)
        return self._nearness_by_place[entry.place_id]

    def _sum_nearness(self, entry: Entry) -> float:
        sums = [0.0] * len(Around)
        close = 0.0
        for _, role, distance_km in self._near(entry):
            sums[role] += math.exp(-distance_km / (HOME_KM if role is Around.HOME else NEARNESS_KM))
            if role in (Around.CLEAR, Around.UNCLEAR):
                close += math.exp(-distance_km / CLOSE_KM)
        clear, unclear, opening, home, stated = sums
        weights = self._weights
        return (
            weights.near_clear * min(clear, MAX_TOWNS_NEAR)
            + weights.near_unclear * min(unclear, MAX_TOWNS_NEAR)
            + weights.opening * opening
            + weights.home * home
            + STATED_TOWN * stated
            + weights.close * min(close, MAX_TOWNS_NEAR)
        )

    def reasons(self, entry: Entry) -> Iterator[tuple[float, str]]:
        """How much each point adds to a place, and its name."""
        by_role = {
            Around.CLEAR: self._weights.near_clear,
            Around.UNCLEAR: self._weights.near_unclear,
            Around.OPENING: self._weights.opening,
            Around.HOME: self._weights.home,
            Around.STATED: STATED_TOWN,
        }
        for point, role, distance_km in self._near(entry):
            scale_km = HOME_KM if role is Around.HOME else NEARNESS_KM
            # Nobody mentioned the publisher's town: it has no name to be given as a reason.
            yield by_role[role] * math.exp(-distance_km / scale_km), "" if role is Around.HOME else point.name

    def _near(self, entry: Entry) -> tuple[tuple[Entry, Around, float], ...]:
        """The points within a thousand kilometres, with their distance, without the place itself but as a home."""
        if not self._points:
            return ()
        if entry.place_id not in self._near_by_place:
            if len(self._near_by_place) >= MAX_NEAR_LISTS:
                self._near_by_place.clear()
            self._near_by_place[entry.place_id] = tuple(self._measure_near(entry))
        return self._near_by_place[entry.place_id]

    def _measure_near(self, entry: Entry) -> Iterator[tuple[Entry, Around, float]]:
        points = () if entry.kind in ("country", "continent") else self._in_band(math.floor(entry.latitude))
        if not points:
            return
        max_longitude = MAX_LATITUDE_DEGREES / max(math.cos(math.radians(entry.latitude)), 0.1)
        for point, role in points:
            if abs(point.latitude - entry.latitude) >= MAX_LATITUDE_DEGREES:
                continue
            if max_longitude < abs(point.longitude - entry.longitude) < 360 - max_longitude:
                continue
            if role is Around.HOME or point.place_id != entry.place_id:
                yield point, role, entry.distance_km(point)

    def _in_band(self, latitude: int) -> tuple[tuple[Entry, Around], ...]:
        """The points that may be near some place between this latitude and the next whole degree."""
        if latitude not in self._points_by_band:
            south, north = latitude - MAX_LATITUDE_DEGREES, latitude + 1 + MAX_LATITUDE_DEGREES
            inside = (item for item in self._points if south <= item[0].latitude <= north)
            self._points_by_band[latitude] = tuple(inside)
        return self._points_by_band[latitude]

    def count_near(self, entry: Entry) -> int:
        """How many towns around are within LOCAL_KM."""
        near = self._near(entry)
        return sum(role in (Around.CLEAR, Around.UNCLEAR) and distance_km <= LOCAL_KM for _, role, distance_km in near)

    def is_near_home(self, entry: Entry) -> bool:
        """Whether the publisher is at home there or nearby."""
        return any(role is Around.HOME and distance_km <= HOME_KM for _, role, distance_km in self._near(entry))

    def is_home(self, entry: Entry) -> bool:
        """Whether this is the publisher's town."""
        return any(role is Around.HOME and point.place_id == entry.place_id for point, role in self._points)
