"""The ground of a picture of the map: sea, land, rivers and lakes below what is shown, coasts and borders above it."""

from functools import lru_cache
from xml.etree.ElementTree import Element

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.core.outline_levels import detail_of_zoom
from geo.mapping.basemap import mercator
from geo.mapping.basemap.shape_index import Shapes
from geo.mapping.basemap.view_outlines import ViewOutlines, outlines_in
from geo.pictures import svg
from geo.pictures.map_frame import MapFrame
from geo.pictures.palette import Palette

# As on the page (geo/mapping/static/21-basemap-tiles.js), in pixels.
DASHES = {"disputed": "5 3.5", "indefinite": "1.2 3", "control": "7 3 1.5 3"}
BORDER_LABELS = {
    "border": "Border",
    "disputed": "Disputed border",
    "indefinite": "Indefinite border",
    "control": "Line of control",
}
BORDER_WIDTH, SPECIAL_BORDER_WIDTH, PROVINCE_WIDTH, COAST_WIDTH, SHORE_WIDTH = 1.1, 1.3, 0.9, 0.8, 0.7
RIVER_WIDTHS = (0.6, 0.9, 1.3)
MARGIN_PX = 6.0  # cut beyond the frame, wider than any line


def cut_ground(frame: MapFrame, *, finer: int = 0) -> ViewOutlines:
    """The outlines in a frame; `finer`: levels of detail more than on the page, or fewer."""
    return _cut_ground(frame, finer)


@lru_cache(maxsize=8)  # a view is often asked for in two formats and two themes
def _cut_ground(frame: MapFrame, finer: int) -> ViewOutlines:
    west, north, east, south = frame.square
    margin = MARGIN_PX / frame.world_px
    box = (west - margin, north - margin, east + margin, south + margin)
    return outlines_in(box, frame.zoom, detail_of_zoom(frame.zoom) + finer)


def draw_land(frame: MapFrame, ground: ViewOutlines, palette: Palette, *, has_water: bool = True) -> list[Element]:
    """Sea, land and, unless areas are coloured, rivers and lakes."""
    box = frame.box
    sea = svg.rectangle(box.x, box.y, box.width, box.height, fill=palette.sea)
    land = svg.outlines(_to_drawing(frame, ground.land), is_closed=True, fill=palette.land, fill_rule="evenodd")
    return [sea, land, *(_draw_water(frame, ground, palette) if has_water else [])]


def _draw_water(frame: MapFrame, ground: ViewOutlines, palette: Palette) -> list[Element]:
    rivers = [
        svg.outlines(
            _to_drawing(frame, lines),
            is_closed=False,
            stroke_width=RIVER_WIDTHS[number],
            fill="none",
            stroke=palette.river,
            stroke_linejoin="round",
        )
        for number, lines in ground.rivers.items()
    ]
    lakes = svg.outlines(
        _to_drawing(frame, ground.lakes),
        is_closed=True,
        stroke_width=SHORE_WIDTH,
        fill=palette.sea,
        fill_rule="evenodd",
        stroke=palette.shore,
    )
    return [*rivers, lakes]


def draw_lines(frame: MapFrame, ground: ViewOutlines, palette: Palette) -> list[Element]:
    """Borders of provinces, coasts, and borders of countries by their kind."""
    styles = {"province": (palette.province, PROVINCE_WIDTH), "border": (palette.border, BORDER_WIDTH)}
    lines = {
        kind: _draw_line(frame, shapes, *styles.get(kind, (palette.border, SPECIAL_BORDER_WIDTH)), DASHES.get(kind))
        for kind, shapes in ground.lines.items()
        if len(shapes)
    }
    coast = _draw_line(frame, ground.coast, palette.coast, COAST_WIDTH, None)
    special = [lines[kind] for kind in DASHES if kind in lines]
    return [*([lines["province"]] if "province" in lines else []), coast, *_present(lines, "border"), *special]


def border_kinds(ground: ViewOutlines) -> list[str]:
    """The kinds of borders of countries in view, as BORDER_LABELS names them."""
    return [kind for kind in BORDER_LABELS if len(ground.lines.get(kind, ()))]


def _present(lines: dict[str, Element], kind: str) -> list[Element]:
    return [lines[kind]] if kind in lines else []


def _draw_line(frame: MapFrame, lines: Shapes, colour: str, width: float, dashes: str | None) -> Element:
    return svg.outlines(
        _to_drawing(frame, lines),
        is_closed=False,
        stroke_width=width,
        stroke_dasharray=dashes,
        fill="none",
        stroke=colour,
        stroke_linejoin="round",
    )


def _to_drawing(frame: MapFrame, shapes: Shapes) -> Shapes:
    """Shapes of a view on the square, in the drawing."""
    corner, origin = np.array([frame.left, frame.top]), np.array([frame.box.x, frame.box.y])
    moved: Shapes = shapely.transform(shapes, lambda xy: (xy - corner) * frame.world_px + origin)
    return moved


def polygons_in_drawing(frame: MapFrame, shapes: Shapes) -> Shapes:
    """Polygons in degrees, cut to the frame and in the drawing: on each copy of the world that the frame shows."""
    flat = shapely.transform(shapes, lambda xy: mercator.project(xy[:, 0], xy[:, 1]))
    west, north, east, south = frame.square
    margin = MARGIN_PX / frame.world_px
    copies = []
    for turn in (-1.0, 0.0, 1.0):
        turned = shapely.transform(flat, lambda xy, turn=turn: xy + np.array([turn, 0.0]))
        copies.append(shapely.clip_by_rect(turned, west - margin, north - margin, east + margin, south + margin))
    polygons = [_polygons_of([copy[number] for copy in copies]) for number in range(len(shapes))]
    return _to_drawing(frame, np.array([*polygons, None], dtype=object)[:-1])


def _polygons_of(shapes: list[BaseGeometry]) -> BaseGeometry:
    """The polygons of shapes that a cut may have left lines and points of."""
    parts = shapely.get_parts(shapely.get_parts(np.array(shapes, dtype=object)))
    return shapely.multipolygons(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])
