"""The payload of the map: what is drawn of a small selection, what the map's script asks for, and the bounds."""

from dataclasses import dataclass
from typing import Any

from geo.mapping import density_tiles, opening_view, selection_outline
from geo.mapping.incident_properties import describe_areas, describe_incidents
from geo.mapping.time_properties import describe_strip
from geo.query.engine import ResultSet, Rows
from geo.query.selection import Selection
from geo.query.time_cube import DATES

# Incidents that come with the page, so that the first marks need no further request; of a larger selection the script
# asks for what is in view. Measured: docs/decisions/0031.
MAX_EMBEDDED = 500


@dataclass(frozen=True)
class DrawCounts:
    """How many incidents of a selection the map draws, and how.

    `exact`, `near`, `vague`, `areas` and `without_coordinates` add up to `selected`. `vague` are known to a district
    without an outline, or nobody knows how precisely; `areas` are known to an area with an outline.
    """

    selected: int
    exact: int
    near: int
    vague: int
    areas: int

    @property
    def drawn(self) -> int:
        """How many have coordinates."""
        return self.exact + self.near + self.vague + self.areas

    @property
    def without_coordinates(self) -> int:
        """How many have none."""
        return self.selected - self.drawn


def draw_counts(results: ResultSet) -> DrawCounts:
    """Count what the map draws of a selection."""
    spots = results.spot_counts()
    return DrawCounts(len(results), spots.exact, spots.near, spots.vague, spots.areas)


def build_payload(
    results: ResultSet, version: str, areas: dict[str, Any] | None = None, *, n_links: int = 0
) -> dict[str, Any]:
    """The selection for the map's script: JSON values only. User text in it is untrusted and stays data.

    `version`: the cache key of the script's own requests (`Atlas.cache_key`).
    `areas`: the legend of the areas that are drawn instead of incidents (geo/mapping/choropleth_legend.py).
    `n_links`: how many links the selection has; the script asks for them where there are any.
    """
    selection, view = results.selection, opening_view.opening_view(results)
    return {
        "query": selection.to_query(),
        "version": version,
        **(EMPTY if areas else _embed_marks(results)),
        "time": None if _is_comparison(areas) else _describe_time(results),
        "density": None if areas else density_tiles.build_legend(),
        "areas": areas,
        "links": 0 if areas else n_links,
        "view": view,
        "ring": selection_outline.drawn_ring(selection),
        "around": selection.get("around"),
        "places": selection_outline.place_outlines(selection),
    }


EMPTY: dict[str, Any] = {"incidents": [], "incident_areas": [], "is_whole": False}


def _embed_marks(results: ResultSet) -> dict[str, Any]:
    """The incidents and areas of a small selection; of a larger one `incidents` is None: the script asks for them.

    Where there is room, they are those of all days (`is_whole`), so that a window of time can be made wider without a
    request; the script draws those of the window that is set.
    """
    for marked, is_whole in ((_without_dates(results), True), (results, False)):
        rows = marked.mark_rows(MAX_EMBEDDED)
        if rows is not None:
            return _describe_marks(marked, rows) | {"is_whole": is_whole}
    return EMPTY | {"incidents": None}


def _describe_marks(results: ResultSet, rows: Rows) -> dict[str, Any]:
    return {
        "incidents": describe_incidents(results.engine, rows),
        "incident_areas": describe_areas(results.engine, results.area_sums()),
    }


def _without_dates(results: ResultSet) -> ResultSet:
    return results.engine.select(results.selection.without(*DATES))


def _is_comparison(areas: dict[str, Any] | None) -> bool:
    """Whether the areas show two selections, which are of different times."""
    return areas is not None and "sides" in areas


def _describe_time(results: ResultSet) -> dict[str, Any] | None:
    """The bars of all days, the window of the selection (its first and last day, each may be None), and its count.

    None where no incident has a date.
    """
    strip = _without_dates(results).time_strip()
    if strip is None:
        return None
    return describe_strip(results.engine, strip) | {"window": _window(results.selection), "count": len(results)}


def _window(selection: Selection) -> list[str | None] | None:
    days = [selection.get(key) for key in DATES]
    return [day and day.isoformat() for day in days] if any(days) else None
