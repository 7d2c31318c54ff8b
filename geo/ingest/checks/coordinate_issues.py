"""The ways in which coordinates go wrong, and how each is undone."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.ingest.checks import country_checks
from geo.ingest.checks.country_checks import CountryCodes

Degrees = NDArray[np.float64]
Mask = NDArray[np.bool_]
LIMITS = {"latitude": 90, "longitude": 180}
DECIMALS = 6  # of corrected degrees: 0.1 m
SET_POINT = "set the decimal point"  # the key of the issue
# Digits more than needed before the point: 5.12 was written as 512, which could be 51.2. By judgement as few as places
# near the equator and Greenwich have.
EXTRA_DIGITS = ((0, 0), (0, 1), (1, 0), (1, 1), (0, 2), (1, 2))
MAX_COMPARED = 2_000  # rows, evenly from all: a share of them is known to a percent or two
MIN_EXPLAINED = 0.9  # of the rows that name a country, from which lost points explain a column; as for systems


@dataclass(frozen=True)
class CoordinateIssue:
    """One way in which coordinates go wrong.

    `key` is the answer to the question about a whole column, and `phrase` says how they are read instead. `undo` turns
    wrong latitudes and longitudes (degrees) into the right ones, and `is_plausible_alone` says whether to propose it
    where no named country confirms it.
    """

    key: str
    phrase: str
    undo: Callable[[Degrees, Degrees], tuple[Degrees, Degrees]]
    is_plausible_alone: bool = False


def _rescale(degrees: Degrees, limit: float, extra_digits: int) -> Degrees:
    """Degrees beyond the limit divided by the power of ten that brings them within, and by `extra_digits` more."""
    with np.errstate(divide="ignore", invalid="ignore"):
        digits = np.ceil(np.log10(np.abs(degrees) / limit)) + extra_digits
        return np.where(np.abs(degrees) > limit, np.round(degrees / 10.0**digits, DECIMALS), degrees)


def _set_points(extra_latitude: int, extra_longitude: int) -> CoordinateIssue:
    def undo(latitude: Degrees, longitude: Degrees) -> tuple[Degrees, Degrees]:
        return (
            _rescale(latitude, LIMITS["latitude"], extra_latitude),
            _rescale(longitude, LIMITS["longitude"], extra_longitude),
        )

    return CoordinateIssue(SET_POINT, "with the decimal point set", undo)


# In the order of preference: the first that the named country confirms is proposed.
ISSUES = (
    CoordinateIssue(
        "as written",
        "read as decimal degrees",
        lambda latitude, longitude: (latitude, longitude),
        is_plausible_alone=True,
    ),
    CoordinateIssue(
        "swap",
        "with latitude and longitude swapped",
        lambda latitude, longitude: (longitude, latitude),
        is_plausible_alone=True,
    ),
    CoordinateIssue(
        "change the latitude's sign",
        "with the latitude's sign changed",
        lambda latitude, longitude: (-latitude, longitude),
    ),
    CoordinateIssue(
        "change the longitude's sign",
        "with the longitude's sign changed",
        lambda latitude, longitude: (latitude, -longitude),
    ),
    CoordinateIssue(
        "change both signs", "with both signs changed", lambda latitude, longitude: (-latitude, -longitude)
    ),
    *(_set_points(*digits) for digits in EXTRA_DIGITS),
)


def is_within_limits(latitude: Degrees, longitude: Degrees) -> Mask:
    """Return whether each position can be drawn on a globe."""
    return np.asarray((np.abs(latitude) <= LIMITS["latitude"]) & (np.abs(longitude) <= LIMITS["longitude"]))


def explains_lost_points(countries: CountryCodes, latitude: Degrees, longitude: Degrees) -> bool:
    """Return whether nine tenths of the numbers lie in the countries beside them once their points are set."""
    rows = np.flatnonzero(np.isfinite(latitude) & np.isfinite(longitude) & (countries.codes >= 0))
    rows = rows[np.linspace(0, len(rows) - 1, min(len(rows), MAX_COMPARED)).astype(int)]
    if not len(rows):
        return False
    is_explained = np.zeros(len(rows), dtype=bool)
    for issue in (issue for issue in ISSUES if issue.key == SET_POINT):
        north, east = issue.undo(latitude[rows], longitude[rows])
        is_explained |= country_checks.is_inside(countries.take(rows), north, east)
    return float(is_explained.mean()) >= MIN_EXPLAINED
