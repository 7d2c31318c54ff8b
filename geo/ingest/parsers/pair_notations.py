"""Both coordinates in one cell: every notation, tried in order, from plain decimals to what a map service copies."""

import re
from collections.abc import Callable

from geo.errors import CoordinateParseError
from geo.ingest.parsers.cell_normalization import MAX_LENGTH, truncate
from geo.ingest.parsers.coordinate_pair import MAX_LATITUDE, CoordinatePair, labelled_pair
from geo.ingest.parsers.dms import LATITUDE, LETTER, NO_COORDINATE, normalize_angle, parse_angle
from geo.ingest.parsers.geometry_texts import parse_geometry_text
from geo.ingest.parsers.grid_cells import parse_plus_code
from geo.ingest.parsers.map_links import parse_map_link
from geo.ingest.parsers.mgrs_utm import parse_grid_reference
from geo.ingest.parsers.missing_words import MISSING_WORDS

LABEL = re.compile(r"\b(?:(?:latitude?|longitude?|lat|long|lon|lng)\b\.?\s{0,3}[:=]?|[xy] ?[:=])\s{0,3}")
_LONGITUDE_LABEL = re.compile(r"\W{0,3}(?:lon|lng|x)")
_PREFIX = re.compile(
    r"(?:mgrs|gps|grid(?: ref(?:erence)?)?|coord(?:inate)?s?|coordonnees|coordenadas|position|location) ?[:=] ?"
)
_DECIMAL = r"[+-]?\d{1,3}(?:\.\d+)?"
_DECIMAL_COMMA = r"[+-]?\d{1,3},\d+"
PLAIN_PAIR = rf"^\s*{_DECIMAL}\s*,\s*{_DECIMAL}\s*$"
_PLAIN_PAIR = re.compile(rf"\s*({_DECIMAL})\s*,\s*({_DECIMAL})\s*", re.ASCII)
# Where a cell of two coordinates can be cut, the surest cut first.
_CUTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"({_DECIMAL}) ?[,;/| ] ?({_DECIMAL})",
        rf"({_DECIMAL_COMMA})(?: ?[;/|,] ?| )({_DECIMAL_COMMA})",
        r"([^;/|]+?) ?[;/|] ?([^;/|]+)",
        r"([^,]+?) ?, ?([^,]+)",
        rf"((?:{LETTER}) ?\d.*?)[ ,]*((?:{LETTER}) ?\d.*)",
        rf"(.*\d.*?(?<![^\W\d_])(?:{LETTER}))(?![^\W\d_])[ ,]*(.*\d.*)",
        r"([^\"]+\") ?([^\"]+\"?)",
        r"([^']+') ?([^']+'?)",
        r"([^°]+°) ?([^°]+°?)",
    )
)
# ISO 6709, annex H: signs, digits of degrees, minutes and seconds, then a height and the system.
_ISO_6709 = re.compile(
    r"(?P<north>[+-]\d\d(?:\d\d){0,2}(?:\.\d{1,9})?)(?P<east>[+-]\d{3}(?:\d\d){0,2}(?:\.\d{1,9})?)"
    r"(?:[+-]\d+(?:\.\d+)?)?(?:crs[\w.]*)?/?"
)
# Two fine decimals among words, such as those of a place: “Damascus (33.5138, 36.2765)”, “33.5138,36.2765 (approx.)”.
_FINE = r"-?\d{1,3}\.\d{3,}"
_IN_WORDS = re.compile(
    rf"(?P<before>[^\d+-]{{0,80}})(?P<first>{_FINE})(?: ?[,;/|] ?| )(?P<second>{_FINE})"
    r"(?:[, ]-?\d{1,5}(?:\.\d+)?)?(?P<after>\D{0,80})"
)
_ROUGHLY = re.compile(r"[~≈]|\b(?:approx\w*|about|around|near|circa|ca|environ|aprox\w*|cerca|تقریبا|حوالی|قرب)\b")
_HEIGHT = re.compile(
    r" ?[,;] ?(?:alt(?:itude)?[.:=]* ?-?\d{1,5}(?:\.\d+)?(?: ?m)?|-?\d{1,5}(?:\.\d+)? ?m(?:et(?:er|re)s?)?\.?)$"
)
_LABELLED_NUMBER = r"\b(?:%s)['\"]?\s{0,3}[:=]\s{0,3}['\"]?([+-]?\d{1,3}(?:\.\d{1,20})?)(?![\d.°])(?![\"'] ?\d)"
_LATITUDE_NUMBER = re.compile(_LABELLED_NUMBER % "latitude|lat|y")
_LONGITUDE_NUMBER = re.compile(_LABELLED_NUMBER % "longitude|long|lon|lng|x")
_MAPPING = re.compile(r"\s*\{.{0,400}\b(?:lat|latitude|lon|lng|long|longitude|x|y)\b", re.IGNORECASE | re.DOTALL)
_MAX_MAPPING_LENGTH = 4_096  # characters; with the address that some portals put into it
NO_PAIR = "is not a pair of coordinates; write it as 34.5167, 69.1833"

Notation = Callable[[str], CoordinatePair | None]


def parse_pair(text: str) -> CoordinatePair | None:
    """Return the coordinates in a cell, None where it says that they are unknown; raises CoordinateParseError."""
    if match := _PLAIN_PAIR.fullmatch(text):
        return join_angles(match[1], match[2])
    for notation in _LONG_NOTATIONS:
        if (pair := notation(text)) is not None:
            return pair
    normal = normalize_angle(truncate(text))
    if normal in MISSING_WORDS:
        return None
    if len(normal) > MAX_LENGTH:
        raise CoordinateParseError(NO_COORDINATE)
    return _parse_normal(normal)


def _parse_normal(text: str) -> CoordinatePair:
    """The coordinates in a text in normal form."""
    text = _PREFIX.sub("", text, count=1) if _PREFIX.match(text) else text
    for notation in _SHORT_NOTATIONS:
        if (pair := notation(text)) is not None:
            return pair
    return _parse_two_angles(text)


def _parse_written(text: str) -> CoordinatePair:
    """The coordinates that a person typed into the search box of a map."""
    normal = normalize_angle(truncate(text))
    if len(normal) > MAX_LENGTH:
        raise CoordinateParseError(NO_COORDINATE)
    return _parse_two_angles(normal)


def _parse_mapping(text: str) -> CoordinatePair | None:
    """A mapping of names to values, as programs print it: {"lat": 33.5138, "lng": 36.2765}."""
    if len(text) > _MAX_MAPPING_LENGTH or not _MAPPING.match(text):
        return None
    latitude, longitude = (pattern.search(text.casefold()) for pattern in (_LATITUDE_NUMBER, _LONGITUDE_NUMBER))
    return labelled_pair(float(latitude[1]), float(longitude[1])) if latitude and longitude else None


def _parse_iso_6709(text: str) -> CoordinatePair | None:
    match = _ISO_6709.fullmatch(text)
    if match is None:
        return None
    return labelled_pair(_unpack(match["north"], 2), _unpack(match["east"], 3))


def _unpack(text: str, n_digits: int) -> float:
    """The degrees of a sign, so many digits of degrees, and two each of minutes and seconds, if there are."""
    whole, _, decimals = text[1:].partition(".")
    parts = [whole[:n_digits], *(whole[start : start + 2] for start in range(n_digits, len(whole), 2))]
    numbers = [float(part) for part in (*parts[:-1], f"{parts[-1]}.{decimals or 0}")]
    if any(number >= 60 for number in numbers[1:]):
        raise CoordinateParseError("has minutes or seconds of 60 or more")
    degrees: float = sum(number / 60.0**power for power, number in enumerate(numbers))
    return -degrees if text.startswith("-") else degrees


def _parse_grid(text: str) -> CoordinatePair | None:
    point = parse_grid_reference(text)
    return point and labelled_pair(*point)


def _parse_in_words(text: str) -> CoordinatePair | None:
    """Two fine decimals among words that are no part of them."""
    match = _IN_WORDS.fullmatch(text)
    if match is None or LABEL.search(text) or "°" in text:
        return None
    words = f"{match['before']} {match['after']}"
    if re.search(rf"(?<![^\W\d_])(?:{LETTER})(?![^\W\d_])", words):  # half of the pair may be a letter's
        return None
    pair = join_angles(match["first"], match["second"])
    if not _ROUGHLY.search(words):
        return pair
    return CoordinatePair(pair.first, pair.second, pair.latitude_first, precision="near")


def _parse_two_angles(text: str) -> CoordinatePair:
    latitude_first = _LONGITUDE_LABEL.match(text) is None if LABEL.search(text) else None
    text = LABEL.sub("", text.replace("&", ",").strip("()[]{} ")).strip(" ,;")
    text = _HEIGHT.sub("", text)
    errors = []
    for match in filter(None, (cut.fullmatch(text) for cut in _CUTS)):
        try:
            return join_angles(match[1], match[2], latitude_first)
        except CoordinateParseError as error:
            errors.append(error)
    raise errors[0] if errors else CoordinateParseError(NO_PAIR)


def join_angles(first_text: str, second_text: str, latitude_first: bool | None = None) -> CoordinatePair:
    """Return two angles as a pair; raises CoordinateParseError where they are none or contradict each other."""
    (first, first_axis), (second, second_axis) = parse_angle(first_text.strip()), parse_angle(second_text.strip())
    if first_axis and first_axis == second_axis:
        raise CoordinateParseError(f"has two values of the {first_axis}")
    if bool(first_axis) != bool(second_axis):
        raise CoordinateParseError("has a letter of a hemisphere at only one of its two values")
    if first_axis:
        return CoordinatePair(first, second, first_axis == LATITUDE, is_labelled=True)
    if latitude_first is not None:
        return CoordinatePair(first, second, latitude_first, is_labelled=True)
    tells_order = max(abs(first), abs(second)) > MAX_LATITUDE
    return CoordinatePair(first, second, abs(first) <= MAX_LATITUDE if tells_order else None)


def _parse_link(text: str) -> CoordinatePair | None:
    return parse_map_link(text, _parse_written)


# Of any length that they bound themselves, as they are written.
_LONG_NOTATIONS: tuple[Notation, ...] = (_parse_link, parse_geometry_text, _parse_mapping, parse_plus_code)
# Of up to MAX_LENGTH characters in normal form; what none of them reads is cut into two angles.
_SHORT_NOTATIONS: tuple[Notation, ...] = (_parse_iso_6709, _parse_grid, _parse_in_words)
