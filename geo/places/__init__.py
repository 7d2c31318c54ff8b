"""Names to places: a point, a province or a shape, with an honest precision."""

from geo.places.place import Place, label
from geo.places.reading import Mention, find, locate
from geo.places.resolve import check, is_id, nearest, place_from_id, resolve, understood, warm

__all__ = [
    "Mention",
    "Place",
    "check",
    "find",
    "is_id",
    "label",
    "locate",
    "nearest",
    "place_from_id",
    "resolve",
    "understood",
    "warm",
]
