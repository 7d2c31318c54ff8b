"""Filters on where the point of an incident lies: in a box, in a drawn polygon, around a point.

Rows without coordinates match none of them. Degrees, longitude before latitude.
"""

import math

from geo.core.schema import MAX_RADIUS_KM
from geo.errors import ValueRefused
from geo.query.filters import geometry
from geo.query.filters.filter import Clause, Control, Filter, clean_text, single_value
from geo.query.filters.geometry import BBox, CentreAndRadius, Ring

MAX_CORNERS = 200
DECIMALS = 5  # about a metre
TURN = 360.0  # degrees, once around the globe
POSITION = ("place that can be drawn", ("longitude",))
BY_POINT = "Incidents known only to a province, a region or a country count by one point inside it."


class WithinBox(Filter[BBox]):
    """Rows inside a box; one whose west lies east of its east crosses the antimeridian."""

    key, label, control = "bbox", "Box", Control.DRAWN
    lacking, caution = POSITION, BY_POINT
    help = "west,south,east,north in degrees"

    def parse(self, texts: tuple[str, ...]) -> BBox:
        west, south, east, north = parse_numbers(single_value(texts, accepted=self.help), count=4, accepted=self.help)
        for longitude, latitude in ((west, south), (east, north)):
            check_position(longitude, latitude)
        if south >= north or west == east:
            raise ValueRefused(texts[0], accepted="a box with its south below its north and some width")
        return west, south, east, north

    def write(self, value: BBox) -> tuple[str, ...]:
        return (",".join(map(format_number, value)),)

    def clauses(self, value: BBox) -> tuple[Clause, ...]:
        return (Clause(region=geometry.Box(*value)),)

    def describe(self, value: BBox) -> str:
        west, south, east, north = value
        return f"in the box {format_position(west, south)} to {format_position(east, north)}"


class WithinPolygon(Filter[Ring]):
    """Rows inside a drawn polygon, by ray casting (even-odd rule); across the antimeridian it goes on past 180."""

    key, label, control = "area", "Drawn area", Control.DRAWN
    lacking, caution = POSITION, BY_POINT
    help = "longitude,latitude of each corner in turn, degrees"

    def parse(self, texts: tuple[str, ...]) -> Ring:
        if len(texts) != 1:
            raise ValueRefused(f"{len(texts)} values", accepted=f"one value: {self.help}")
        text = clean_text(texts[0], accepted=self.help, limit=MAX_CORNERS * 24)
        flat = parse_numbers(text, count=None, accepted=self.help)
        corners = tuple(zip(flat[::2], flat[1::2], strict=False))
        if len(flat) % 2 or not 3 <= len(set(corners)) <= MAX_CORNERS:
            raise ValueRefused(text, accepted=f"3 to {MAX_CORNERS} corners: {self.help}")
        if len({latitude for _, latitude in corners}) == 1:
            raise ValueRefused(text, accepted="an area with some height")
        _check_outline(corners)
        return corners

    def write(self, value: Ring) -> tuple[str, ...]:
        return (",".join(format_number(number) for corner in value for number in corner),)

    def clauses(self, value: Ring) -> tuple[Clause, ...]:
        turned = tuple((longitude - TURN, latitude) for longitude, latitude in value)
        crosses = max(longitude for longitude, _ in value) > TURN / 2
        return (Clause(region=geometry.Rings((value, turned) if crosses else (value,))),)

    def describe(self, value: Ring) -> str:
        return f"in a drawn area of {len(value)} corners"


class WithinRadius(Filter[CentreAndRadius]):
    """Rows within a great-circle distance of a point (haversine)."""

    key, label, control = "around", "Around a place", Control.DRAWN
    lacking, caution = POSITION, BY_POINT
    help = "longitude,latitude,km"

    def parse(self, texts: tuple[str, ...]) -> CentreAndRadius:
        longitude, latitude, km = parse_numbers(single_value(texts, accepted=self.help), count=3, accepted=self.help)
        check_position(longitude, latitude)
        if not 0 < km <= MAX_RADIUS_KM:
            raise ValueRefused(format_number(km), accepted=f"a distance above 0 and up to {MAX_RADIUS_KM:,.0f} km")
        return longitude, latitude, km

    def write(self, value: CentreAndRadius) -> tuple[str, ...]:
        return (",".join(map(format_number, value)),)

    def clauses(self, value: CentreAndRadius) -> tuple[Clause, ...]:
        return (Clause(region=geometry.Circle(*value)),)

    def describe(self, value: CentreAndRadius) -> str:
        longitude, latitude, km = value
        return f"within {format_number(km)} km of {format_position(longitude, latitude)}"


def parse_numbers(text: str, *, count: int | None, accepted: str) -> tuple[float, ...]:
    """The finite numbers of a comma-separated text, to a metre; raises ValueRefused."""
    try:
        values = tuple(round(float(part), DECIMALS) + 0.0 for part in text.split(","))
    except ValueError:
        raise ValueRefused(text, accepted=accepted) from None
    if not all(map(math.isfinite, values)) or (count is not None and len(values) != count):
        raise ValueRefused(text, accepted=accepted)
    return values


def _check_outline(corners: Ring) -> None:
    """Refuse corners that are no places on the globe; those beyond the antimeridian may go on past 180."""
    longitudes = [longitude for longitude, _ in corners]
    if min(longitudes) < TURN / 2 and max(longitudes) - min(longitudes) <= TURN:
        turned = [longitude if longitude <= TURN / 2 else longitude - TURN for longitude in longitudes]
    else:
        turned = longitudes
    for longitude, (_, latitude) in zip(turned, corners, strict=True):
        check_position(longitude, latitude)


def check_position(longitude: float, latitude: float) -> None:
    """Refuse what is no place on the globe."""
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise ValueRefused(
            f"{format_number(longitude)},{format_number(latitude)}",
            accepted="longitudes from -180 to 180 and latitudes from -90 to 90, longitude first",
        )


def format_number(number: float) -> str:
    """The number to a metre, without trailing zeros."""
    return f"{number:.{DECIMALS}f}".rstrip("0").rstrip(".")


def format_position(longitude: float, latitude: float) -> str:
    """The position in words, latitude first as people say it."""
    north = f"{abs(latitude):.2f}° {'N' if latitude >= 0 else 'S'}"
    return f"{north} {abs(longitude):.2f}° {'E' if longitude >= 0 else 'W'}"


AREAS: tuple[Filter[BBox] | Filter[Ring] | Filter[CentreAndRadius], ...] = (
    WithinBox(),
    WithinPolygon(),
    WithinRadius(),
)
