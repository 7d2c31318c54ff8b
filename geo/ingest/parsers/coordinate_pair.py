"""What one cell with both coordinates says: two numbers, which is which, and how precise they are."""

import math
from dataclasses import dataclass

MAX_LATITUDE = 90.0  # degrees
EXACT_KM, NEAR_KM = 1.0, 25.0  # radii up to which a point is a site, or near one: as decimals say (decision 0012)


@dataclass(frozen=True)
class CoordinatePair:
    """Two numbers as written, and which is which: by names or letters (`is_labelled`), or as one is beyond 90.

    `precision` (of the incident table) and `radius_km` say how precise the cell itself states its point to be; empty
    and NaN where its decimals are all that tells.
    """

    first: float
    second: float
    latitude_first: bool | None
    is_labelled: bool = False
    precision: str = ""
    radius_km: float = math.nan

    def to_point(self, latitude_first: bool | None) -> tuple[float, float]:
        """Return latitude and longitude, in the column's order where the cell tells none; NaN where neither does."""
        if self.latitude_first is not None:
            latitude_first = self.latitude_first
        if latitude_first is None:
            return math.nan, math.nan
        return (self.first, self.second) if latitude_first else (self.second, self.first)


def labelled_pair(
    latitude: float, longitude: float, *, precision: str = "", radius_km: float = math.nan
) -> CoordinatePair:
    """Return the pair of a notation that says itself which is which."""
    return CoordinatePair(latitude, longitude, True, True, precision, radius_km)


def precision_of_radius(radius_km: float) -> str:
    """Return how precise a point is that may lie anywhere within a circle."""
    return "exact" if radius_km <= EXACT_KM else "near" if radius_km <= NEAR_KM else "region"
