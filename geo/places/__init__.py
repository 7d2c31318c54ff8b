"""Resolve names to places: a point, a province or a shape, with an honest precision."""

from geo.places.geocoder import (
    Hints,
    check_gazetteer,
    is_place_id,
    known_spellings,
    nearest_spellings,
    place_from_id,
    preload,
    provinces_of_name,
    resolve,
    resolve_or_none,
    similar_place,
)
from geo.places.geoparsing.geoparser import locate_mentions
from geo.places.geoparsing.recognisers import (
    RecognisedSpan,
    Recogniser,
    register_recogniser,
    registered_recognisers,
    unregister_recogniser,
)
from geo.places.geoparsing.text_places import Mention
from geo.places.own_places.own_mentions import find_mentions as find
from geo.places.place import Place, label

__all__ = [
    "Hints",
    "Mention",
    "Place",
    "RecognisedSpan",
    "Recogniser",
    "check_gazetteer",
    "find",
    "is_place_id",
    "known_spellings",
    "label",
    "locate_mentions",
    "nearest_spellings",
    "place_from_id",
    "preload",
    "provinces_of_name",
    "register_recogniser",
    "registered_recognisers",
    "resolve",
    "resolve_or_none",
    "similar_place",
    "unregister_recogniser",
]
