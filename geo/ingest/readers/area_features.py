"""The outlines that our own downloads have beside the incidents: no rows."""

from collections.abc import Iterable, Mapping
from typing import Any

from geo.core.formatting import pluralize
from geo.core.schema import AREA_ID, AREA_KIND, AREA_PROPERTIES, FEATURE_KIND, FEATURE_KINDS, INCIDENT_KIND

FEATURE_NUMBERS = ("fid", "id")  # columns in which GDAL and QGIS number features
Cells = Mapping[str, str | None]


def is_area(cells: Cells) -> bool:
    """Whether a record is an area of a download: one with an identifier and nothing that an area does not have.

    GIS programs give all features of a layer all columns and a number: blank cells and numbers do not count.
    """
    if cells.get(FEATURE_KIND) != AREA_KIND or not cells.get(AREA_ID):
        return False
    return all(name in (*AREA_PROPERTIES, *FEATURE_NUMBERS) for name, text in cells.items() if text)


def describe_areas(n_areas: int) -> tuple[str, ...]:
    """A note on the areas that are left out, none where there are none."""
    if not n_areas:
        return ()
    outlines = "It is the outline" if n_areas == 1 else "They are the outlines"
    verb = "was" if n_areas == 1 else "were"
    areas = pluralize(n_areas, "area")
    return (f"{areas} beside the incidents {verb} left out. {outlines} of what incidents are known to.",)


def has_computed_kinds(envelope: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the head of a file says that the download added a kind to each feature."""
    return any(FEATURE_KINDS in head for head in envelope)


def without_kind(cells: Cells) -> Cells:
    """The cells of an incident without the kind that a download added."""
    if cells.get(FEATURE_KIND) != INCIDENT_KIND:
        return cells
    return {name: text for name, text in cells.items() if name != FEATURE_KIND}
