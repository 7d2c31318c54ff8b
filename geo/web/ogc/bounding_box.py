"""The parameter `bbox` as OGC API – Features defines it: points inside, and features without a geometry too.

The filter of the same name asks that all of a place lie inside; here the geometry decides that is sent.
"""

from dataclasses import dataclass

import narwhals as nw

from geo.errors import ValueRefused
from geo.query.filters.filter import Clause, Condition
from geo.query.filters.spatial import check_position, parse_numbers

ACCEPTED = (
    "west,south,east,north in degrees, or west,south,lowest,east,north,highest: south and lowest first; a west that "
    "lies east of the east for a box across the antimeridian"
)
COLUMNS = ("longitude", "latitude")


@dataclass(frozen=True)
class BoundingBox:
    """A box in degrees; one whose west lies east of its east crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def parse(cls, text: str) -> "BoundingBox":
        """Read four numbers, or six with heights, which change nothing: no feature has one. Raises ValueRefused."""
        numbers = parse_numbers(text, count=None, accepted=ACCEPTED)
        if len(numbers) not in (4, 6):
            raise ValueRefused(text, accepted=ACCEPTED)
        half = len(numbers) // 2
        (west, south, *lowest), (east, north, *highest) = numbers[:half], numbers[half:]
        for longitude, latitude in ((west, south), (east, north)):
            check_position(longitude, latitude)
        if south > north or lowest > highest:
            raise ValueRefused(text, accepted=ACCEPTED)
        return cls(west, south, east, north)

    def clauses(self) -> tuple[Clause, ...]:
        """The ways for a row to match: its point lies inside or on the border, or it has none."""
        longitude, latitude = map(nw.col, COLUMNS)
        to_east, to_west = longitude >= self.west, longitude <= self.east
        is_between = to_east & to_west if self.west <= self.east else to_east | to_west
        is_inside = is_between & (latitude >= self.south) & (latitude <= self.north)
        return (
            Clause((Condition(COLUMNS, is_inside),)),
            Clause((Condition(("longitude",), longitude.is_null()),)),
        )
