"""A mention of a text whose place is known, from which others are looked for."""

from dataclasses import dataclass

from geo.places.geoparsing.name_spans import Span
from geo.places.place import Place

POINT_PRECISIONS = ("exact", "near", "admin2")


@dataclass(frozen=True)
class Anchor:
    """A mention of a text with its place and its normalized name."""

    span: Span
    form: str
    place: Place

    @property
    def is_point(self) -> bool:
        """Whether the place is a town, a site or a district rather than a province or a country."""
        return self.place.precision in POINT_PRECISIONS
