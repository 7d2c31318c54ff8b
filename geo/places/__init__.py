"""Names to places: a point, a province or a shape, with an honest precision."""

from geo.places.geocoder import check, is_id, nearest, place_from_id, resolve, understood, warm
from geo.places.geoparsing.geoparser import Mention, find, locate
from geo.places.place import Place, label

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
