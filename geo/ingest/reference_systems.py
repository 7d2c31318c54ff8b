"""Coordinates that are no degrees: which reference system they are in, and what they are in degrees.

A system that a file states is used, an unknown one is refused, and a missing one is asked for, with the one among the
usual systems that puts the points into the countries beside them as the proposal.
"""

import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from geo.core import boundaries
from geo.errors import ValueRefused
from geo.ingest.checks import country_checks
from geo.ingest.checks.country_checks import CountryCodes
from geo.ingest.import_result import Question

REFERENCE_SYSTEM = "reference_system"  # the topic of the question; any code of EPSG answers it
DEGREES_SYSTEM = "4326"  # WGS 84 in degrees, as EPSG numbers it
WEB_MERCATOR = 3857
# Systems of one country beside the UTM zones: the British, Irish, Israeli and Dutch grids, Lambert 93 of France.
NATIONAL_SYSTEMS = {
    "United Kingdom": (27700,), "Ireland": (2157, 29902), "Israel": (2039, 28191), "Palestine": (28191, 2039),
    "Netherlands": (28992,), "France": (2154,),
}  # fmt: skip
UTM_NORTH, UTM_SOUTH = 32600, 32700  # EPSG numbers the zones of WGS 84 from 32601 and from 32701
UTM_ZONE_DEGREES, N_UTM_ZONES = 6, 60
MIN_CONFIRMED = 0.9  # of the points that a proposed system puts into the named countries; by the issue's own rule
MAX_COMPARED = 2_000  # points that the candidates are tried on, evenly from all: a share is known to a percent or two
MAX_SYSTEM_LENGTH = 20_000  # characters of a text that names a system; the longest WKT of EPSG has some 10,000
_OLD_CODES = dict.fromkeys((900913, 3785, 102100, 102113), WEB_MERCATOR)  # of Google, EPSG and Esri, before 3857
_EPSG_CODE = re.compile(
    r"(?:urn:ogc:def:crs:|https?://www\.opengis\.net/def/crs/)?(?:(?:epsg|esri)[:/]{0,2})?(?:[\d.]+[:/])?(\d{4,6})",
    re.IGNORECASE,
)
_CRS84 = re.compile(
    r"(?:(?:urn:|https?://www\.opengis\.net/)?(?:ogc:|def/crs/ogc/)(?:def:crs:ogc:)?(?:1\.3)?[:/]?)?crs84",
    re.IGNORECASE,
)
_OTHER_FILES = re.compile(r"parameterfile|geoidgrids|nadgrids\s*=\s*(?!@null\b)", re.IGNORECASE)  # that PROJ would open
_WKT = re.compile(
    r"\s*(?:PROJCS|PROJCRS|GEOGCS|GEOGCRS|GEODCRS|GEODETICCRS|BOUNDCRS|COMPOUNDCRS|COMPD_CS)\s*[\[(]", re.I
)
ACCEPTED = "a code of EPSG, such as 32637 for UTM zone 37 north, or 4326 for degrees"

Numbers = NDArray[np.float64]


def parse_reference_system(text: str) -> CRS:
    """Return the system that an EPSG code, an OGC name or the WKT of a .prj file means.

    Raises ValueRefused for anything else: PROJ would also read the names of files.
    """
    text = text.strip()
    try:
        if match := _EPSG_CODE.fullmatch(text):
            return _system_of_code(_OLD_CODES.get(int(match[1]), int(match[1])))
        if _CRS84.fullmatch(text):
            return _system_of_code(int(DEGREES_SYSTEM))
        if len(text) <= MAX_SYSTEM_LENGTH and _WKT.match(text) and not _OTHER_FILES.search(text):
            return CRS.from_wkt(text)
    except CRSError:
        pass
    raise ValueRefused(text, accepted=ACCEPTED)


def is_wgs_84(text: str) -> bool:
    """Return whether a text means WGS 84 in degrees.

    Files write longitude first in it whatever the order of its axes: RFC 7946, GeoPackage and shapefiles say so, and
    nearly all GeoJSON that names “urn:ogc:def:crs:EPSG::4326” does it too.
    """
    try:
        return parse_reference_system(text).equals(_system_of_code(int(DEGREES_SYSTEM)), ignore_axis_order=True)
    except ValueRefused:
        return False


def transform_to_degrees(system: CRS, x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
    """Return longitudes and latitudes (WGS 84, degrees) of eastings and northings; NaN where there is none."""
    longitude, latitude = _transformer(system).transform(x, y)
    is_known = np.isfinite(longitude) & np.isfinite(latitude)
    return np.where(is_known, longitude, np.nan), np.where(is_known, latitude, np.nan)


def are_degrees(x: Numbers, y: Numbers) -> bool:
    """Return whether most of the points can be longitudes and latitudes in degrees, in either order."""
    is_known = np.isfinite(x) & np.isfinite(y)
    larger, smaller = (pick(np.abs(x), np.abs(y))[is_known] for pick in (np.maximum, np.minimum))
    return not len(larger) or float(((larger <= 180) & (smaller <= 90)).mean()) > 0.5


def ask_reference_system(column: str, x: Numbers, y: Numbers, countries: CountryCodes) -> Question:
    """Return the question for the system of projected coordinates, with a proposal where only one explains them.

    `column` is the file's column, empty for the geometries of a whole file; `countries` are those named beside.
    """
    is_known = np.isfinite(x) & np.isfinite(y)
    n_rows = int(is_known.sum())
    examples = tuple(f"{x[row]:.10g}, {y[row]:.10g}" for row in np.flatnonzero(is_known)[:3])
    whose = f"The coordinates in {column}" if column else "The coordinates"
    text = (
        f"{whose} are no degrees, and the file does not say which reference system they are in. Which one is it? "
        f"Answer with {ACCEPTED}."
    )
    proposal = propose_reference_system(x, y, countries)
    return Question(column, text, examples, REFERENCE_SYSTEM, (), proposal, n_rows)


def propose_reference_system(x: Numbers, y: Numbers, countries: CountryCodes) -> str:
    """Return the EPSG code of the only usual system that puts nine tenths of the points into their countries, or ""."""
    rows = np.flatnonzero(np.isfinite(x) & np.isfinite(y) & (countries.codes >= 0))
    rows = rows[np.linspace(0, len(rows) - 1, min(len(rows), MAX_COMPARED)).astype(int)]
    if not len(rows):
        return ""
    beside = countries.take(rows)
    names = [countries.names[code] for code in np.unique(beside.codes)]
    confirmed = [
        code for code in _usual_systems(names) if _share_inside(code, x[rows], y[rows], beside) >= MIN_CONFIRMED
    ]
    return str(confirmed[0]) if len(confirmed) == 1 else ""


def _usual_systems(countries: Sequence[str]) -> Iterator[int]:
    """Web Mercator, the UTM zones that the countries touch, and the grids of their own."""
    yield WEB_MERCATOR
    yield from dict.fromkeys(code for country in countries for code in _systems_of_country(country))


@lru_cache(maxsize=512)
def _systems_of_country(country: str) -> tuple[int, ...]:
    shape = boundaries.country_shape(country)
    if shape is None:
        return ()
    west, south, east, north = shape.bounds
    zones = range(_utm_zone(west), _utm_zone(east) + 1)
    hemispheres = [base for base, is_touched in ((UTM_NORTH, north > 0), (UTM_SOUTH, south < 0)) if is_touched]
    return (*NATIONAL_SYSTEMS.get(country, ()), *(base + zone for base in hemispheres for zone in zones))


def _utm_zone(longitude: float) -> int:
    return min(math.floor((longitude + 180) / UTM_ZONE_DEGREES) + 1, N_UTM_ZONES)


def _share_inside(code: int, x: Numbers, y: Numbers, countries: CountryCodes) -> float:
    longitude, latitude = transform_to_degrees(_system_of_code(code), x, y)
    return float(country_checks.is_inside(countries, latitude, longitude).mean())


@lru_cache(maxsize=256)
def _system_of_code(code: int) -> CRS:
    return CRS.from_epsg(code)


@lru_cache(maxsize=256)
def _transformer(system: CRS) -> Transformer:
    return Transformer.from_crs(system, 4326, always_xy=True)
