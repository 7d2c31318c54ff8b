"""Names in a row: “Blorp, Hama and Homs” are three places, while “Blorp, Hama, Syria” is one."""

import re
from collections.abc import Sequence

from geo.places.geoparsing.anchor import Anchor
from geo.places.geoparsing.name_spans import Span
from geo.places.words.facility_words import facility_words
from geo.places.words.name_words import name_words

# Between two places of a row, with names between them that nobody knows: “Hama, Glorp and nearby Homs”.
NAMES = r"(?:, (?:[A-ZÀ-Þ][\w'’-]*|of|al|el)(?: (?:[A-ZÀ-Þ][\w'’-]*|of|al|el))*)*"
CONJUNCTION = r" (?:and|or|&|as well as|ve|et|und|y|e)"
NEXT = r"(?:the (?:city|cities|town|towns|village|villages|port|province|provinces) of |nearby |also |the )?"
LINK = re.compile(rf"{NAMES}(?:, {NEXT}|{CONJUNCTION} {NEXT}| و ?)")
LINK_WITH_COMMA = re.compile(rf"{NAMES},{CONJUNCTION} {NEXT}")  # “Hama, and Homs”
COMMAS = re.compile(rf"{NAMES}, ")
AREAS = ("country", "admin1")
# “Helmand and Kandahar provinces”
AREA_WORDS = re.compile(r" (?:countries|provinces|states|governorates|regions|oblasts)\b")


def is_enumerated(text: str, span: Span, anchors: Sequence[Anchor], position: int) -> bool:
    """Whether the anchor behind a comma behind a name is the next place of a row rather than the area of the name.

    `anchors` are in order, and the one at `position` follows the name. What is called a barracks, a road or a mill has
    its town behind it.
    """
    if _is_called_spot(text[slice(*span)]):
        return False
    behind = anchors[position]
    before = anchors[position - 1] if position else None
    if before is not None and before.is_point and behind.is_point and _fits(COMMAS, text, before.span[1], span[0]):
        return True
    following = anchors[position + 1] if position + 1 < len(anchors) else None
    return following is not None and _is_next(text, behind, following)


def _is_next(text: str, behind: Anchor, following: Anchor) -> bool:
    """Whether a place goes on with the row of another; “Iraq, and Jordan” may begin another clause."""
    gap = (behind.span[1], following.span[0])
    if behind.is_point:
        is_link = _fits(LINK, text, *gap) or _fits(LINK_WITH_COMMA, text, *gap)
        return is_link and following.is_point and not _is_district_around(following, behind)
    are_alike = behind.place.precision == following.place.precision and behind.place.precision in AREAS
    are_alike = are_alike or AREA_WORDS.match(text, following.span[1]) is not None
    return are_alike and _fits(LINK, text, *gap)


def _is_district_around(area: Anchor, town: Anchor) -> bool:
    """“Dayton, Montgomery County”."""
    is_district = area.place.precision == "admin2" and town.place.precision != "admin2"
    return is_district and (area.place.country, area.place.admin1) == (town.place.country, town.place.admin1)


def _is_called_spot(name: str) -> bool:
    words = facility_words().all | name_words().spots
    return any(word.rstrip(".") in words for word in name.lower().split()[1:])


def _fits(pattern: re.Pattern[str], text: str, start: int, end: int) -> bool:
    return pattern.fullmatch(text, start, end) is not None
