"""Names in a row: “Blorp, Hama and Homs” are three places, while “Blorp, Hama, Syria” is one."""

from collections.abc import Sequence

from geo.places.geoparsing.anchor import Anchor
from geo.places.geoparsing.name_spans import Span

LINKS = (", ", " and ", ", and ", " or ", ", or ", " & ")


def is_enumerated(text: str, span: Span, anchors: Sequence[Anchor], position: int) -> bool:
    """Whether the anchor behind a comma behind a name is the next place of a row rather than the area of the name.

    `anchors` are in order, and the one at `position` follows the name.
    """
    behind = anchors[position]
    before = anchors[position - 1] if position else None
    if before is not None and before.is_point and behind.is_point and text[before.span[1] : span[0]] == ", ":
        return True
    following = anchors[position + 1] if position + 1 < len(anchors) else None
    if following is None or text[behind.span[1] : following.span[0]] not in LINKS:
        return False
    are_countries = behind.place.precision == following.place.precision == "country"
    return are_countries or (behind.is_point and following.is_point)
