"""Cells of the globe that a short code names: plus codes and geohashes; a code is the middle of its cell.

Plus codes as in Google's Open Location Code specification (Apache 2.0), geohashes as in CTA-5009-A (2016) and
G. Niemeyer's description (2008, public domain).
"""

import math
import re

from geo import places
from geo.core import geodesy
from geo.errors import CoordinateParseError, PositionUnstated
from geo.ingest.parsers.coordinate_pair import CoordinatePair, labelled_pair, precision_of_radius

_DIGITS = "23456789CFGHJMPQRVWX"  # of plus codes, in base 20
_DIGIT = f"[{_DIGITS}]"
_FULL = re.compile(rf"({_DIGIT}{{2,8}})(0{{0,6}})\+({_DIGIT}{{0,7}})", re.IGNORECASE)
_SHORT = re.compile(rf"({_DIGIT}{{2,6}}\+{_DIGIT}{{2,7}})(?:[\s,]+(.+))?", re.IGNORECASE)
N_BEFORE_PLUS, N_PAIRS = 8, 10  # digits before the sign, and those that come in pairs of latitude and longitude
N_GRID_ROWS, N_GRID_COLUMNS = 5, 4  # of what each later digit divides a cell into
FIRST_SIDE = 20.0  # degrees of the cell that the first pair of digits names
NO_REFERENCE = "is a short plus code without a place that is known; give the whole code, such as 8G5RG77G+GH"
_GEOHASH = re.compile(r"[0-9b-hjkmnp-z]{4,12}")
_GEOHASH_DIGITS = "0123456789bcdefghjkmnpqrstuvwxyz"
NO_GEOHASH = "is no geohash of 4 to 12 characters"


def parse_plus_code(text: str) -> CoordinatePair | None:
    """Return the middle of a plus code's cell, None for other texts.

    A short code is completed by the town named behind it; raises PositionUnstated where none is known.
    """
    text = text.strip()
    if (match := _FULL.fullmatch(text)) and len(match[1] + match[2]) == N_BEFORE_PLUS:
        if len(match[1]) % 2 or (match[2] and match[3]) or len(match[3]) == 1:
            raise CoordinateParseError("is no complete plus code, such as 8G5RG77G+GH")
        return _to_pair(*_decode_plus_code((match[1] + match[3]).upper()))
    if (match := _SHORT.fullmatch(text)) and match[1].index("+") % 2 == 0:
        return _complete_plus_code(match[1].upper(), match[2] or "")
    return None


def parse_geohash(text: str) -> CoordinatePair:
    """Return the middle of a geohash's cell; raises CoordinateParseError for other texts."""
    text = text.strip().lower()
    if not _GEOHASH.fullmatch(text):
        raise CoordinateParseError(NO_GEOHASH)
    bits = "".join(f"{_GEOHASH_DIGITS.index(digit):05b}" for digit in text)
    (east, width), (north, height) = (_bisect(bits[axis::2], limit) for axis, limit in ((0, 180.0), (1, 90.0)))
    return _to_pair(north, east, height, width)


def _bisect(bits: str, limit: float) -> tuple[float, float]:
    """The middle of the part of -limit to limit that a row of halvings leaves, and its width."""
    width = 2 * limit / 2 ** len(bits)
    return int(bits, 2) * width - limit + width / 2, width


def _decode_plus_code(digits: str) -> tuple[float, float, float, float]:
    """Middle latitude and longitude, height and width (degrees) of the cell that the digits of a full code name."""
    south, west, height, width = -90.0, -180.0, FIRST_SIDE * len(_DIGITS), FIRST_SIDE * len(_DIGITS)
    for number in range(0, min(len(digits), N_PAIRS), 2):
        height, width = height / len(_DIGITS), width / len(_DIGITS)
        south += _DIGITS.index(digits[number]) * height
        west += _DIGITS.index(digits[number + 1]) * width
    for digit in digits[N_PAIRS:]:
        height, width = height / N_GRID_ROWS, width / N_GRID_COLUMNS
        row, column = divmod(_DIGITS.index(digit), N_GRID_COLUMNS)
        south, west = south + row * height, west + column * width
    if south >= 90 or west >= 180:
        raise CoordinateParseError("is a plus code beyond the poles or the 180th meridian")
    return south + height / 2, west + width / 2, height, width


def _complete_plus_code(code: str, name: str) -> CoordinatePair:
    """The cell of a short code that is nearest to the place named behind it."""
    place = places.resolve_or_none(name) if name else None
    if place is None or place.agreement < 1 or place.precision != "exact":
        raise PositionUnstated(NO_REFERENCE)
    n_missing = N_BEFORE_PLUS - code.index("+")
    side = FIRST_SIDE ** (2 - n_missing / 2)  # of the cells that the missing digits name, in degrees
    latitude, longitude, height, width = _decode_plus_code(_DIGITS[0] * n_missing + code.replace("+", ""))
    north = latitude + side * round((place.point.y - latitude) / side)
    east = longitude + side * round((place.point.x - longitude) / side)
    return _to_pair(north, east, height, width)


def _to_pair(latitude: float, longitude: float, height: float, width: float) -> CoordinatePair:
    """The middle of a cell, with the half of its diagonal as the radius."""
    half_north, half_east = height / 2, width / 2 * math.cos(math.radians(latitude))
    radius_km = round(geodesy.KM_PER_DEGREE * math.hypot(half_north, half_east), 3)
    return labelled_pair(latitude, longitude, precision=precision_of_radius(radius_km), radius_km=radius_km)
