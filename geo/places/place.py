"""A place: where a name leads, how precisely, and why."""

from dataclasses import dataclass

from shapely import Point
from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, eq=False)
class Place:
    """What a name was understood to mean.

    `point` is (longitude, latitude): inside the shape where there is one, or among its islands; `radius_km` is the
    circle that the place may be taken for; `place_id` leads back here by `place_from_id`; `alternatives` are the
    identifiers of what else the name could mean, the likeliest first; `because` says what decided; `confidence` is 1
    for a name as it is written, less where the spelling or the country named with it does not agree.
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


def label(place: Place) -> str:
    """The place as a person would tell it from its namesakes: “Khash, Nimroz, Afghanistan”."""
    around = [part for part in (place.admin1, place.country) if part and part not in place.name]
    return ", ".join([place.name, *around])
