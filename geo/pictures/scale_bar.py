"""The scale bar of a picture of the map, and the arrow that points north."""

import math
from xml.etree.ElementTree import Element

from geo.pictures import svg, text
from geo.pictures.fonts import SEMIBOLD
from geo.pictures.label_boxes import Rectangle
from geo.pictures.map_frame import MapFrame
from geo.pictures.palette import Palette

MAX_PX = 150.0
STEPS = (1, 2, 5)
SIZE = 11.0
INSET = 14.0  # from the frame's edges
NORTH_PX = 30.0


def draw_scale(frame: MapFrame, palette: Palette) -> list[Element]:
    """A bar as long as a round number of kilometres in the middle of the frame; the projection stretches the rest."""
    km = round_length_km(frame)
    width = frame.km_to_px(km, middle_latitude(frame))
    x, y = frame.box.x + INSET, frame.box.y + frame.box.height - INSET
    bar = [(x, y - 5), (x, y), (x + width, y), (x + width, y - 5)]
    label = f"{km:,.0f} km" if km >= 1 else f"{km * 1000:,.0f} m"
    return [
        _ground(scale_box(frame), palette),
        svg.line(bar, stroke=palette.ink, stroke_width=1.5),
        text.draw_line(label, x + width / 2, y - 6, text.Lettering(SIZE, palette.ink), anchor="middle"),
    ]


def scale_box(frame: MapFrame) -> Rectangle:
    """The room that the bar takes."""
    width = frame.km_to_px(round_length_km(frame), middle_latitude(frame))
    x, y = frame.box.x + INSET, frame.box.y + frame.box.height - INSET
    return Rectangle(x - 6, y - SIZE - 12, x + max(width, 50.0) + 6, y + 6)


def draw_north(frame: MapFrame, palette: Palette) -> list[Element]:
    """An arrow to the north, which is up all over the map."""
    x, y = frame.box.x + frame.box.width - INSET - 8, frame.box.y + INSET
    arrow = f"M{svg.number(x)} {svg.number(y)}l6 18l-6 -4.5l-6 4.5Z"
    return [
        _ground(north_box(frame), palette),
        svg.node("path", d=arrow, fill=palette.ink),
        text.draw_line("N", x, y + NORTH_PX, text.Lettering(SIZE, palette.ink, SEMIBOLD), anchor="middle"),
    ]


def north_box(frame: MapFrame) -> Rectangle:
    """The room that the arrow takes."""
    x, y = frame.box.x + frame.box.width - INSET - 8, frame.box.y + INSET
    return Rectangle(x - 11, y - 5, x + 11, y + NORTH_PX + 5)


def _ground(box: Rectangle, palette: Palette) -> Element:
    width, height = box.right - box.left, box.bottom - box.top
    return svg.rectangle(box.left, box.top, width, height, rx=3, fill=palette.paper, fill_opacity=0.8)


def round_length_km(frame: MapFrame) -> float:
    """The longest length of 1, 2 or 5 times a power of ten that is at most MAX_PX wide."""
    most = MAX_PX / frame.km_to_px(1.0, middle_latitude(frame))
    power = 10.0 ** math.floor(math.log10(most))
    return max(step * power for step in STEPS if step * power <= most)


def middle_latitude(frame: MapFrame) -> float:
    """The latitude of the middle of a frame."""
    _, north, _, south = frame.square
    return math.degrees(math.atan(math.sinh(math.pi * (1 - (north + south)))))
