"""A place: where a name leads, how precisely, and why."""

from dataclasses import dataclass

from shapely import Point
from shapely.geometry.base import BaseGeometry

# How a name led to a place: this one bears it alone, before others by far, or beside others that are as likely; it is
# called otherwise as a rule, and others are or are not called so too; the name is that of an area; another spelling of
# a known one, or only similar to it in letters or sound; a wording that says roughly where; that of a site of which
# only the town is known; only known outside of what was stated for it; not known at all, so that it is the place that
# the text mentions around it; at the point where rows of data have it.
DATA = "data"
EVIDENCE = (
    "sole", "ahead", "contested", "alias", "contested alias", "area", "respelling", "spelling", "sound", "rewording",
    "site", "elsewhere", "around", DATA,
)  # fmt: skip
CONTESTED = ("contested", "contested alias")
GUESSES = ("spelling", "sound")  # rather chance than a misspelling where nothing else speaks for the place


@dataclass(frozen=True, eq=False)
class Place:
    """What a name means.

    `point` is (longitude, latitude): inside the shape if there is one, or among its islands; `radius_km` is the radius
    of the circle that the place may be taken for; `place_id` leads back here by `place_from_id`; `alternatives` are the
    identifiers of what else the name could mean, the likeliest first; `because` is the reason for the choice, in words;
    `confidence` is the chance that this is right, of names that were read with such evidence (geo/places/chances.py),
    and 1 where no name was read: of a place by its identifier;
    `agreement` is 1 for a name as it is written, and less if the spelling or the country stated for it differs;
    `evidence` is the kind of match, one of EVIDENCE;
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
    agreement: float = 1.0
    evidence: str = "sole"


def label(place: Place) -> str:
    """The place with what tells it from its namesakes: “Khash, Nimroz, Afghanistan”."""
    areas = [area for area in (place.admin1, place.country) if area and area not in place.name]
    return ", ".join([place.name, *areas])
