"""A place: where a name leads, how precisely, and why."""

from dataclasses import dataclass

from shapely import Point
from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, eq=False)
class Place:
    """What a name means.

    `point` is (longitude, latitude): inside the shape if there is one, or among its islands; `radius_km` is the radius
    of the circle that the place may be taken for; `place_id` leads back here by `place_from_id`; `alternatives` are the
    identifiers of what else the name could mean, the likeliest first; `because` is the reason for the choice, in words;
    `confidence` is 1 for a name as it is written, and less if the spelling or the country stated for it differs;
    `is_supported`: something mentioned with the name speaks for this place.
    """

    name: str
    kind: str
    precision: str
    country: str | None
    admin1: str | None
    point: Point
    shape: BaseGeometry | None
    radius_km: float
    place_id: str
    alternatives: tuple[str, ...] = ()
    because: str = ""
    confidence: float = 1.0
    is_supported: bool = False


def label(place: Place) -> str:
    """The place with what tells it from its namesakes: “Khash, Nimroz, Afghanistan”."""
    areas = [area for area in (place.admin1, place.country) if area and area not in place.name]
    return ", ".join([place.name, *areas])
