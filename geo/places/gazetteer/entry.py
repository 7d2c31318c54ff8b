"""One place that has names, before it is drawn: what looking up a name yields."""

from dataclasses import dataclass

# What Entry.weight of an area begins with; its size in km² adds to it.
COUNTRY_WEIGHT = 9.0  # and a tenth of the size's decimal logarithm
PROVINCE_WEIGHT = 1.2  # and the size's decimal logarithm


@dataclass(frozen=True, slots=True)
class Entry:
    """A bearer of a name.

    `weight` tells how likely the place is meant where nothing else is said: the decimal logarithm of a town's
    population, and for areas the figure of a town as well known. `own` is False where the name is another than its
    usual one. `claimed` is the country that GeoNames counts it to, where that is not the one whose outline holds it.
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
