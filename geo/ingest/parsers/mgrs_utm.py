"""References of the Military Grid Reference System (MGRS) and of UTM to degrees.

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
_BANDS_KM = _SOUTH | _NORTH
_SQUARE_M, _CYCLE_M = 100_000, 2_000_000
_MGRS = re.compile(r"(\d{1,2}) ?([c-hj-np-x]) ?([a-hj-np-z]) ?([a-hj-np-v]) ?(\d+)(?: (\d+))?")
_UTM_ZONE = r"(?:wgs ?(?:19)?84 )?(?:utm,? )?(?:zone:? )?(?P<zone>\d{1,2}) ?(?P<band>[c-hj-np-x])"
_UTM_METRES = (
    r"(?:e(?:ast(?:ing)?)?[:=]? ?)?(?P<east>\d{6}(?:\.\d+)?)(?: ?m?e)?[ ,/]+"
    r"(?:n(?:orth(?:ing)?)?[:=]? ?)?(?P<north>\d{1,8}(?:\.\d+)?)(?: ?m?n)?"
)
_UTM_FORMS = tuple(
    re.compile(pattern) for pattern in (rf"{_UTM_ZONE}[ ,:]+{_UTM_METRES}", rf"{_UTM_METRES}[ ,]+\(?{_UTM_ZONE}\)?")
)


def parse_grid_reference(text: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees of a grid reference in normal form, of a square its middle; None for others.

    Raises CoordinateParseError where the reference contradicts itself or its square is wider than a kilometre.
    """
    for form in _UTM_FORMS:
        if match := form.fullmatch(text):
            return _from_utm(int(match["zone"]), match["band"].upper(), float(match["east"]), float(match["north"]))
    if match := _MGRS.fullmatch(text):
        band, column, row = match[2].upper(), match[3].upper(), match[4].upper()
        return _from_mgrs(int(match[1]), band, column, row, match[5] + (match[6] or ""))
    return None


def _from_utm(zone: int, band: str, easting: float, northing: float) -> tuple[float, float]:
    if band == "S":
        raise CoordinateParseError(
            "may be of the band S, north of the equator, or of the southern hemisphere; write degrees"
        )
    return _to_degrees(zone, band >= "N", easting, northing)


def _from_mgrs(zone: int, band: str, column: str, row: str, digits: str) -> tuple[float, float]:
    columns = _COLUMNS[zone % 3]
    if column not in columns:
        raise CoordinateParseError(f"names a square {column}{row} that zone {zone} does not have")
    if len(digits) % 2 or not 4 <= len(digits) <= 10:
        raise CoordinateParseError("needs an even number of digits, from four (a kilometre) to ten (a metre)")
    half = len(digits) // 2
    side_m = 10 ** (5 - half)
    easting = (columns.index(column) + 1) * _SQUARE_M + (int(digits[:half]) + 0.5) * side_m
    n_rows = (_ROWS.index(row) - (5 if zone % 2 == 0 else 0)) % len(_ROWS)
    northing = n_rows * _SQUARE_M
    while northing < _BANDS_KM[band] * 1000 - (_BANDS_KM[band] * 1000) % _SQUARE_M:
        northing += _CYCLE_M
    return _to_degrees(zone, band >= "N", easting, northing + (int(digits[half:]) + 0.5) * side_m)


def _to_degrees(zone: int, is_north: bool, easting: float, northing: float) -> tuple[float, float]:
    if not 1 <= zone <= 60:
        raise CoordinateParseError("has a zone that is not between 1 and 60")
    latitude, longitude = _transformer(zone, is_north).transform(easting, northing)
    return float(latitude), float(longitude)


@cache
def _transformer(zone: int, is_north: bool) -> Transformer:
    # EPSG numbers the UTM zones of WGS 84 from 32601 in the north and from 32701 in the south.
    return Transformer.from_crs((32600 if is_north else 32700) + zone, 4326)
