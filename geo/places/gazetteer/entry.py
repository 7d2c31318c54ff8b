"""A place that bears a name: what looking up a name yields."""

from dataclasses import dataclass

from geo.core.geodesy import scalar_haversine_km

# What Entry.weight of an area begins with, so that areas and towns can be compared. Chosen by judgement and revised on
# TR-News, not fitted, see docs/decisions/0007: a country outweighs every town and a province of 100,000 km² weighs as
# much as a town of a million and a half.
COUNTRY_WEIGHT = 9.0  # and a tenth of the decimal logarithm of its area in km²
PROVINCE_WEIGHT = 1.2  # and the decimal logarithm of its area in km²


@dataclass(frozen=True, slots=True)
class Entry:
    """A bearer of a name.

    `weight` is how likely the place is meant where nothing else is said: the decimal logarithm of a town's population,
    and for an area that of a town as well known. `is_preferred_name` is False where the place usually bears another
    name. `geonames_country` is the country that GeoNames counts it to, if its position lies in another one's outline.
    """

    place_id: str
    name: str
    kind: str
    country: str
    admin1: str
    longitude: float
    latitude: float
    weight: float
    is_preferred_name: bool = True
    geonames_country: str = ""

    def distance_km(self, other: "Entry") -> float:
        """How far another place is."""
        return scalar_haversine_km(self.longitude, self.latitude, other.longitude, other.latitude)
