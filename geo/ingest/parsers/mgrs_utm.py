"""References of the military grid (MGRS) and of UTM to degrees.

Letters and rows of the 100 km squares as in NGA.STND.0037 (2014), “Universal Grids and Grid Reference Systems”; the
projection itself is pyproj's.
"""

import re
from functools import cache

from pyproj import Transformer

from geo.errors import CoordinateParseError

_COLUMNS = ("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")  # by zone number, modulo 3
_ROWS = "ABCDEFGHJKLMNPQRSTUV"
# Northing at which each band of latitude begins at the latest, in kilometres.
_SOUTH = dict(zip("CDEFGHJKLM", (1_100, 2_000, 2_800, 3_700, 4_600, 5_500, 6_400, 7_300, 8_200, 9_100), strict=True))
_NORTH = dict(zip("NPQRSTUVWX", (0, 800, 1_700, 2_600, 3_500, 4_400, 5_300, 6_200, 7_000, 7_900), strict=True))
_BANDS = _SOUTH | _NORTH
_SQUARE_M, _CYCLE_M = 100_000, 2_000_000
_MGRS = re.compile(r"(\d{1,2}) ?([c-hj-np-x]) ?([a-hj-np-z]) ?([a-hj-np-v]) ?(\d+)(?: (\d+))?")
_UTM = re.compile(
    r"(?:utm )?(?:zone )?(\d{1,2}) ?([c-hj-np-x])[ ,]+(\d{6})(?:\.\d+)?(?: ?m?e)?[ ,]+(\d{1,8})(?:\.\d+)?(?: ?m?n)?"
)


def of_grid(wording: str) -> tuple[float, float] | None:
    """Latitude and longitude of a grid reference; None where the wording is none; raises NoCoordinate.

    Of a square, its middle; squares wider than a kilometre are refused.
    """
    if found := _UTM.fullmatch(wording):
        return _of_utm(int(found[1]), found[2].upper(), float(found[3]), float(found[4]))
    if found := _MGRS.fullmatch(wording):
        band, column, row = (found[number].upper() for number in (2, 3, 4))
        return _of_mgrs(int(found[1]), band, column, row, found[5] + (found[6] or ""))
    return None


def _of_utm(zone: int, band: str, easting: float, northing: float) -> tuple[float, float]:
    if band == "S":
        raise CoordinateParseError(
            "may be of the band S, north of the equator, or of the southern hemisphere; write degrees"
        )
    return _degrees(zone, band >= "N", easting, northing)


def _of_mgrs(zone: int, band: str, column: str, row: str, digits: str) -> tuple[float, float]:
    letters = _COLUMNS[zone % 3]
    if column not in letters:
        raise CoordinateParseError(f"names a square {column}{row} that zone {zone} does not have")
    if len(digits) % 2 or not 4 <= len(digits) <= 10:
        raise CoordinateParseError("needs an even number of digits, from four (a kilometre) to ten (a metre)")
    half = len(digits) // 2
    side_m = 10 ** (5 - half)
    easting = (letters.index(column) + 1) * _SQUARE_M + (int(digits[:half]) + 0.5) * side_m
    rows = (_ROWS.index(row) - (5 if zone % 2 == 0 else 0)) % len(_ROWS)
    northing = rows * _SQUARE_M
    while northing < _BANDS[band] * 1000 - (_BANDS[band] * 1000) % _SQUARE_M:
        northing += _CYCLE_M
    return _degrees(zone, band >= "N", easting, northing + (int(digits[half:]) + 0.5) * side_m)


def _degrees(zone: int, north: bool, easting: float, northing: float) -> tuple[float, float]:
    if not 1 <= zone <= 60:
        raise CoordinateParseError("has a zone that is not between 1 and 60")
    latitude, longitude = _transformer(zone, north).transform(easting, northing)
    return float(latitude), float(longitude)


@cache
def _transformer(zone: int, north: bool) -> Transformer:
    return Transformer.from_crs((32600 if north else 32700) + zone, 4326)
