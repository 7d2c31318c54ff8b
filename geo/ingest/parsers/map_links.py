"""Addresses that map services and phones copy: links to Google Maps, OpenStreetMap and others, and geo: addresses.

What each service writes where is from its own documentation: Google's “Maps URLs”, Apple's “Map Links”, Bing's “Create
a custom map URL”, Yandex's “URL parameters”, Waze's “Deep links”, the wiki of OpenStreetMap, and RFC 5870 for geo:.
"""

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

from geo.errors import CoordinateParseError, PositionUnstated
from geo.ingest.parsers.coordinate_pair import CoordinatePair, labelled_pair, precision_of_radius

MAX_LINK_LENGTH = 4_096  # characters; a link of Google's to a place has some 500
MAX_HOST_LENGTH = 60  # characters from a link's beginning in which its host stands
MAX_FRAGMENTS = 40  # parameters of a link that are looked at
_LINK = re.compile(r"(?:https?|comgooglemaps|waze|maps)://\S+", re.IGNORECASE)
_BARE_LINK = re.compile(r"(?:www\.|maps\.|goo\.gl/|g\.co/|w3w\.co/|osm\.org/)\S+", re.IGNORECASE)
_WHAT3WORDS = re.compile(r"///[^\W\d_]{2,30}\.[^\W\d_]{2,30}\.[^\W\d_]{2,30}")
_NUMBER = r"[+-]?\d{1,3}(?:\.\d{1,20})?"
_DECIMAL = r"[+-]?\d{1,3}\.\d{1,20}"
_PAIR = re.compile(rf"({_NUMBER})\s?[,~; ]\s?({_NUMBER})(?![\d.])")
_PAIR_BY_UNDERSCORE = re.compile(
    rf"({_DECIMAL})_({_DECIMAL})(?![\d.])"
)  # Bing's; others part degrees and minutes by it
_GEO = re.compile(rf"geo:({_NUMBER}),({_NUMBER})(?:,{_NUMBER}\d*)?([;?].{{0,400}})?", re.IGNORECASE)
_UNCERTAINTY = re.compile(r";u=(\d{1,7}(?:\.\d{1,6})?)", re.IGNORECASE)
_PIN = re.compile(rf"!3d({_NUMBER})!4d({_NUMBER})")
_EMBEDDED = re.compile(rf"!2d({_NUMBER})!3d({_NUMBER})")  # longitude first
_VIEW = re.compile(rf"@({_NUMBER}),({_NUMBER})(?![\d.])")
_HASH = re.compile(rf"(?:map=|^)\d{{1,2}}(?:\.\d{{1,6}})?/({_NUMBER})/({_NUMBER})(?![\d.])")
_PATH = re.compile(r"/(?:place|search|l|dir|directions/[a-z]{1,20})/{1,2}(?:[^/@:]{0,80}:)?([^/@:]{3,120})")
_COORDINATE_PARAMETERS = (("mlat", "mlon"), ("lat", "lon"), ("lat", "lng"), ("latitude", "longitude"), ("lat", "long"))
# Parameters that hold both, those of a pin before those of a view.
_BOTH = (
    *("q", "query", "pt", "whatshere[point]", "coordinate", "destination", "daddr", "to", "sp", "marker", "markers"),
    *("params", "address", "where1", "ll", "sll", "cp", "map", "center", "viewpoint", "view", "cbll", "m", "c"),
)
LONGITUDE_FIRST_HOSTS = ("yandex.", "2gis.", "arcgis.com")
_PREFIXES = re.compile(r"(?:loc:|ll\.|point\.|pp\.|pos\.|geo:)", re.IGNORECASE)
_MAP_HOSTS = re.compile(
    r"maps?[./]|/maps|goo\.gl|openstreetmap|osm\.org|waze\.|yandex\.|2gis\.|here\.com|what3words|w3w\.co|///\w|geo:"
)
NO_POSITION_IN_LINK = "is a link without coordinates in it; open it and copy the latitude and longitude"
NO_POSITION_IN_WORDS = "is an address of what3words, which only its maker can read; copy the latitude and longitude"

ParseText = Callable[[str], CoordinatePair]


def parse_map_link(text: str, parse_text: ParseText) -> CoordinatePair | None:
    """Return the position in a link or geo: address, its pin before its view; None for other texts.

    `parse_text` reads two coordinates in words, such as those that a person looked for. Raises PositionUnstated for a
    link that holds none: a short one, or one of what3words.
    """
    if len(text) > MAX_LINK_LENGTH:
        return None
    if _WHAT3WORDS.fullmatch(text.strip()):
        raise PositionUnstated(NO_POSITION_IN_WORDS)
    if match := _GEO.fullmatch(text.strip()):
        return _from_geo_address(match, parse_text)
    link = _LINK.search(text) or _BARE_LINK.match(text.strip())
    if link is None:
        return None
    return _from_link(link[0], parse_text)


def is_map_link(text: str) -> bool:
    """Return whether a text is a link to a map, also a short one that holds no position."""
    return _MAP_HOSTS.search(text[:MAX_HOST_LENGTH].casefold()) is not None


def _from_geo_address(match: re.Match[str], parse_text: ParseText) -> CoordinatePair:
    """RFC 5870: latitude first; `u` is an uncertainty in metres. Android's q has the place where both are 0."""
    latitude, longitude, rest = float(match[1]), float(match[2]), match[3] or ""
    if (latitude, longitude) == (0, 0) and rest.startswith("?"):
        return _from_link(f"geo://{rest}", parse_text)
    uncertainty = _UNCERTAINTY.search(rest)
    if uncertainty is None:
        return labelled_pair(latitude, longitude)
    radius_km = float(uncertainty[1]) / 1000
    return labelled_pair(latitude, longitude, precision=precision_of_radius(radius_km), radius_km=radius_km)


def _from_link(link: str, parse_text: ParseText) -> CoordinatePair:
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
    except ValueError:  # brackets of an address that is none
        raise PositionUnstated(NO_POSITION_IN_LINK) from None
    if host.endswith(("what3words.com", "w3w.co")):
        raise PositionUnstated(NO_POSITION_IN_WORDS)
    is_longitude_first = any(name in host for name in LONGITUDE_FIRST_HOSTS)
    position = next(_positions(link, parts.query, parts.fragment, is_longitude_first, parse_text), None)
    if position is None:
        raise PositionUnstated(NO_POSITION_IN_LINK)
    return position


def _positions(
    link: str, query: str, fragment: str, is_longitude_first: bool, parse_text: ParseText
) -> Iterator[CoordinatePair]:
    """The positions in a link, the surest first."""
    text = unquote(link)
    yield from (labelled_pair(float(match[1]), float(match[2])) for match in [*_PIN.finditer(text)][-1:])
    parameters = _parameters(query) | _parameters(fragment)
    yield from _positions_in_parameters(parameters)
    for name in _BOTH:
        if name in parameters:
            yield from _positions_in_value(parameters[name], is_longitude_first, parse_text)
    for match in _PATH.finditer(text):
        yield from _positions_in_value(match[1].replace("+", " "), is_longitude_first, parse_text)
    yield from (labelled_pair(float(match[1]), float(match[2])) for match in _VIEW.finditer(text))
    yield from (labelled_pair(float(match[2]), float(match[1])) for match in _EMBEDDED.finditer(text))
    yield from (labelled_pair(float(match[1]), float(match[2])) for match in _HASH.finditer(unquote(fragment)))


def _parameters(query: str) -> dict[str, str]:
    """Name → value; of names that come twice the first."""
    try:
        pairs = parse_qsl(query.replace(";", "%3B"), max_num_fields=MAX_FRAGMENTS)
    except ValueError:
        return {}
    return {name.casefold(): value for name, value in reversed(pairs)}


def _positions_in_parameters(parameters: dict[str, str]) -> Iterator[CoordinatePair]:
    for latitude_name, longitude_name in _COORDINATE_PARAMETERS:
        texts = parameters.get(latitude_name, ""), parameters.get(longitude_name, "")
        if all(re.fullmatch(_NUMBER, text) for text in texts):
            yield labelled_pair(float(texts[0]), float(texts[1]))


def _positions_in_value(value: str, is_longitude_first: bool, parse_text: ParseText) -> Iterator[CoordinatePair]:
    """The position that a parameter begins with, as numbers or in degrees, minutes and seconds."""
    text = _PREFIXES.sub("", value, count=1).strip()
    if match := _PAIR.match(text) or _PAIR_BY_UNDERSCORE.match(text):
        latitude, longitude = float(match[1]), float(match[2])
        yield labelled_pair(longitude, latitude) if is_longitude_first else labelled_pair(latitude, longitude)
    else:
        try:
            yield parse_text(re.split(r"_[a-z]+:", text, maxsplit=1)[0].replace("_", " "))
        except CoordinateParseError:
            return
