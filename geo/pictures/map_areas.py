"""Areas of a picture of the map: hatched where incidents are known only to them, coloured where they are counted."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from xml.etree.ElementTree import Element

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.analysis.choropleth import NO_CLASS, Choropleth
from geo.core import boundaries
from geo.core.outline_levels import FINEST, detail_of_zoom, merged_outline
from geo.mapping import choropleth_legend
from geo.mapping.incident_properties import type_keys
from geo.mapping.outlines import outline_at
from geo.pictures import svg
from geo.pictures.map_frame import MapFrame
from geo.pictures.map_ground import polygons_in_drawing
from geo.pictures.map_marks import TYPE, TYPES
from geo.pictures.palette import Palette
from geo.places.areas import area_from_id
from geo.query.area_sums import AreaSums
from geo.query.engine import Engine
from geo.query.selection import Selection

ANGLES = (45, 135, 20, 110)  # degrees: areas that overlap are told apart by them, as on the page
GAP_PX, HATCH_WIDTH = 7.0, 2.2
# How strongly areas are hatched: the more there are, the paler, as on the page (static/34-incident-areas.js).
STRENGTHS = ((12, 0.6), (40, 0.34), (math.inf, 0.2))
FADES_FROM, FAINTEST = 0.4, 0.3  # an area that covers more of the picture than this would hide the map under it
NO_CLASS_PATTERN = "faultline-no-class"


@dataclass(frozen=True, eq=False)
class MapArea:
    """An area with incidents somewhere in it: its outline in the drawing, its name and their number by type."""

    area_id: str
    name: str
    outline: BaseGeometry
    count: int
    types: dict[str, int]
    n_parts: int

    @property
    def commonest_type(self) -> str:
        """The key of the type that most of its incidents have."""
        return max(self.types, key=lambda key: self.types[key])


def build_areas(engine: Engine, sums: AreaSums, frame: MapFrame) -> tuple[MapArea, ...]:
    """The areas of a view, the one with the most incidents first; those that only touch the frame are left out."""
    types, outlines, areas = type_keys(engine), engine.areas.areas, []
    for number, code in enumerate(sums.areas.tolist()):
        area = outlines[code]
        counts: dict[str, int] = {}
        for key, count in zip(types, sums.types[number].tolist(), strict=True):
            if count:
                counts[key] = counts.get(key, 0) + count
        outline = _outline_in(area.area_id, frame)
        if outline.area > 1:
            count, n_parts = int(sums.counts[number]), int(sums.n_parts[number])
            areas.append(MapArea(area.area_id, area.name, outline, count, counts, n_parts))
    return tuple(sorted(areas, key=lambda area: (-area.count, area.area_id)))


@lru_cache(maxsize=512)
def _outline_in(area_id: str, frame: MapFrame) -> BaseGeometry:
    outline = outline_at(area_from_id(area_id), min(detail_of_zoom(frame.zoom), FINEST))
    shape: BaseGeometry = polygons_in_drawing(frame, np.array([outline], dtype=object))[0]
    return shape


def draw_areas(areas: tuple[MapArea, ...], frame: MapFrame, palette: Palette) -> list[Element]:
    """The hatchings, without a line around them that would look like a border."""
    if not areas:
        return []
    strength = next(strength for most, strength in STRENGTHS if len(areas) <= most)
    highest = areas[0].count
    shapes = [
        svg.outlines(
            np.array([area.outline], dtype=object),
            is_closed=True,
            fill=f"url(#{_pattern_id(area)})",
            fill_rule="evenodd",
            fill_opacity=strength * (0.45 + 0.55 * math.sqrt(area.count / highest)) * _fading(area, frame),
        )
        for area in areas
    ]
    return [svg.node("defs", *_patterns(areas, palette)), *shapes]


def _fading(area: MapArea, frame: MapFrame) -> float:
    share = area.outline.area / (frame.box.width * frame.box.height)
    return 1 - (1 - FAINTEST) * (share - FADES_FROM) / (1 - FADES_FROM) if share > FADES_FROM else 1.0


def _turn_of(area_id: str) -> int:
    return sum(map(ord, area_id)) % len(ANGLES)


def _pattern_id(area: MapArea) -> str:
    return f"faultline-hatch-{area.commonest_type}-{_turn_of(area.area_id)}"


def _patterns(areas: tuple[MapArea, ...], palette: Palette) -> Iterator[Element]:
    ids = {_pattern_id(area): (area.commonest_type, _turn_of(area.area_id)) for area in areas}
    for name, (key, turn) in sorted(ids.items()):
        # `outlines` draws in tenths of a pixel, and so is the pattern.
        yield hatch_pattern(name, palette.of_type(TYPE[key]), ANGLES[turn], scale=svg.TENTHS)


def hatch_pattern(name: str, colour: str, angle: float, *, scale: float = 1.0) -> Element:
    """A hatching under a name."""
    gap = GAP_PX * scale
    line = svg.node(
        "path", d=f"M{svg.number(gap / 2)} 0V{svg.number(gap)}", stroke=colour, stroke_width=HATCH_WIDTH * scale
    )
    return svg.node(
        "pattern",
        line,
        id=name,
        width=gap,
        height=gap,
        patternUnits="userSpaceOnUse",
        patternTransform=f"rotate({angle})",
    )


def type_order(types: dict[str, int]) -> list[str]:
    """The keys of these types in the order of the legend."""
    return [colour.key for colour in TYPES if types.get(colour.key)]


def draw_choropleth(choropleth: Choropleth, selection: Selection, frame: MapFrame, palette: Palette) -> list[Element]:
    """Countries or provinces in the colour of their class; one whose number is unknown is hatched."""
    legend = choropleth_legend.build_legend(choropleth, selection)
    colours = [class_[palette.name] for class_ in legend["classes"]]
    detail = min(detail_of_zoom(frame.zoom), FINEST)
    rows = choropleth.areas[choropleth.areas["outline"].notna()]
    shapes = [
        (_choropleth_outline(choropleth.by, code, name, detail), number)
        for code, name, number in rows[["code", "outline", "class"]].itertuples(index=False)
    ]
    elements: list[Element] = [svg.node("defs", hatch_pattern(NO_CLASS_PATTERN, palette.quiet, 45, scale=svg.TENTHS))]
    for number in sorted({number for _, number in shapes}):
        outlines = [outline for outline, other in shapes if other == number and not outline.is_empty]
        fill = f"url(#{NO_CLASS_PATTERN})" if number == NO_CLASS else colours[number]
        parts = shapely.get_parts(polygons_in_drawing(frame, np.array(outlines, dtype=object)))
        elements.append(svg.outlines(parts[shapely.area(parts) > 0], is_closed=True, fill=fill, fill_rule="evenodd"))
    return elements


@lru_cache(maxsize=4096)
def _choropleth_outline(by: str, code: str, name: str, detail: int) -> BaseGeometry:
    if by == "country":
        return merged_outline(boundaries.province_ids_by_country().get(code, ()), detail)
    return merged_outline(_province_ids().get((code, name), ()), detail)


@lru_cache(maxsize=1)
def _province_ids() -> dict[tuple[str, str], tuple[str, ...]]:
    """The identifiers of the provinces of each country and name."""
    table = boundaries.provinces()
    groups = table.groupby(["country_code", "name"])["province_id"]
    return {(str(code), str(name)): tuple(ids) for (code, name), ids in groups}
