"""The area that a selection names, on a picture of the map: what was drawn, a circle, or the outline of a place."""

from xml.etree.ElementTree import Element

import numpy as np
import shapely
from shapely.geometry import shape

from geo.core import geodesy
from geo.mapping import selection_outline
from geo.pictures import svg
from geo.pictures.map_frame import MapFrame
from geo.pictures.map_ground import polygons_in_drawing
from geo.pictures.palette import Palette
from geo.query.selection import Selection

DASHES, WIDTH = "7 4", 1.6  # as on the page


def draw_selected_area(selection: Selection, frame: MapFrame, palette: Palette) -> list[Element]:
    """The outlines of what the selection names on the map."""
    shapes = _shapes(selection)
    if not shapes:
        return []
    lines = shapely.boundary(polygons_in_drawing(frame, np.array(shapes, dtype=object)))
    parts = shapely.get_parts(shapely.get_parts(lines))
    parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING]
    return [
        svg.outlines(
            parts, is_closed=False, stroke_width=WIDTH, stroke_dasharray=DASHES, fill="none", stroke=palette.accent
        )
    ]


def _shapes(selection: Selection) -> list[shapely.Geometry]:
    """The shapes in degrees."""
    ring, around = selection_outline.drawn_ring(selection), selection.get("around")
    places = selection_outline.place_outlines(selection)
    circles = [*([around] if around else []), *(place["circle"] for place in places if place["circle"])]
    return [
        *([shapely.Polygon(ring)] if ring else []),
        *(geodesy.circle(shapely.Point(longitude, latitude), km) for longitude, latitude, km in circles),
        *(shape(place["outline"]) for place in places if place["outline"]),
    ]
