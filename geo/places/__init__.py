"""Names to places: a point, a province or a shape, with an honest precision."""

from geo.places.place import Place
from geo.places.resolve import place_from_id, resolve, understood

__all__ = ["Place", "place_from_id", "resolve", "understood"]
