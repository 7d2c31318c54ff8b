"""Names on a picture of the map: countries, seas and the larger towns where there is room, and areas with incidents."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import numpy as np
import shapely

from geo.core.outline_levels import round_half_up
from geo.mapping.basemap.place_names import COUNTRY, PROVINCE, SEA, TOWN, place_names
from geo.pictures import svg, text
from geo.pictures.fonts import REGULAR, SEMIBOLD
from geo.pictures.label_boxes import LabelBoxes, Rectangle
from geo.pictures.map_areas import MapArea
from geo.pictures.map_frame import MapFrame
from geo.pictures.map_marks import MapMarks
from geo.pictures.palette import Palette

MAX_NAMES = 90  # of the basemap in one picture; by eye
KIND_ORDER = {COUNTRY: 0, SEA: 2, TOWN: 1, PROVINCE: 3}  # who has room first; others come last
SIZES = {COUNTRY: 12.5, TOWN: 11.0, SEA: 11.5, PROVINCE: 10.5}
LARGE_TOWN, LARGE_TOWN_SIZE = 6.0, 12.5  # log10 of inhabitants; by eye
DOT_PX, GAP_PX = 2.4, 4.0
LETTER_HEIGHT, BASELINE = 0.75, 0.36  # of the size
AREA_SIZE = 12.0
SAMPLES = 7  # across and down an area, to find room for its name, as on the page
ROOM_PX = 2.0  # around a name


@dataclass(frozen=True)
class PlaceName:
    """A name of the basemap in the drawing."""

    name: str
    kind: int
    weight: float
    x: float
    y: float


def draw_area_names(areas: tuple[MapArea, ...], frame: MapFrame, palette: Palette, boxes: LabelBoxes) -> list[Element]:
    """The name of each area with the number of its incidents, inside it; the number alone where there is no room."""
    elements: list[Element] = []
    for area in areas:
        for label in (title_of(area), f"{area.count:,}"):
            place = _room_in(area, label, frame, boxes)
            if place is not None:
                elements += _draw_area_name(label, place, palette)
                boxes.add(place)
                break
    return elements


def title_of(area: MapArea) -> str:
    """The name of an area and how many incidents are somewhere in it."""
    within = f"{area.name} and its provinces" if area.n_parts > 1 else area.name
    return f"{within} ({area.count:,})"


def _room_in(area: MapArea, label: str, frame: MapFrame, boxes: LabelBoxes) -> Rectangle | None:
    edge = _edges(frame)
    for x, y in _points_in(area):
        box = _box_around(label, x, y, AREA_SIZE, SEMIBOLD, room=5.0)
        if box.lies_in(edge) and boxes.is_free(box):
            return box
    return None


def _points_in(area: MapArea) -> Iterator[tuple[float, float]]:
    """Points of an area, those nearest to its middle first."""
    largest = max(shapely.get_parts(area.outline), key=lambda part: part.area)
    middle = largest.representative_point()
    yield middle.x, middle.y
    west, north, east, south = largest.bounds
    shares = (np.arange(SAMPLES) + 0.5) / SAMPLES
    xs, ys = (low + (high - low) * shares for low, high in ((west, east), (north, south)))
    grid = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    inside = grid[shapely.contains_xy(largest, grid[:, 0], grid[:, 1])]
    order = np.argsort(np.hypot(inside[:, 0] - middle.x, inside[:, 1] - middle.y), kind="stable")
    yield from ((float(x), float(y)) for x, y in inside[order])


def _draw_area_name(label: str, box: Rectangle, palette: Palette) -> list[Element]:
    ground = svg.rectangle(
        box.left,
        box.top,
        box.right - box.left,
        box.bottom - box.top,
        rx=3,
        fill=palette.paper,
        fill_opacity=0.88,
        stroke=palette.edge,
        stroke_width=0.8,
    )
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2 + AREA_SIZE * BASELINE
    return [ground, text.draw_line(label, x, y, text.Lettering(AREA_SIZE, palette.ink, SEMIBOLD), anchor="middle")]


def draw_place_names(
    frame: MapFrame, palette: Palette, marks: MapMarks | None, boxes: LabelBoxes, *, is_coloured: bool = False
) -> list[Element]:
    """The names of the basemap that fit, the most important first; none over a mark or another name.

    `is_coloured`: the ground is coloured, so that names need the ink.
    """
    elements: list[Element] = []
    edge, n_names = _edges(frame), 0
    for name in _names_in(frame):
        place = next((side for side in _sides_of(name, marks) if _is_free(name, side, edge, boxes)), None)
        if place is None:
            continue
        boxes.add(place.box)
        if place.has_dot:
            boxes.add(_dot_box(name))
        elements += _draw_name(name, place, palette, is_coloured=is_coloured)
        n_names += 1
        if n_names >= MAX_NAMES:
            break
    return elements


@dataclass(frozen=True)
class Side:
    """Where a name may stand: its box, and whether a dot of its own marks the place."""

    box: Rectangle
    has_dot: bool


def _is_free(name: PlaceName, side: Side, edge: Rectangle, boxes: LabelBoxes) -> bool:
    is_free = side.box.lies_in(edge) and boxes.is_free(side.box)
    return is_free and (not side.has_dot or boxes.is_free(_dot_box(name)))


def _dot_box(name: PlaceName) -> Rectangle:
    return Rectangle(name.x - DOT_PX, name.y - DOT_PX, name.x + DOT_PX, name.y + DOT_PX)


def _names_in(frame: MapFrame) -> list[PlaceName]:
    names, zoom = place_names(), round_half_up(frame.zoom)
    numbers = np.flatnonzero((names.min_zooms <= zoom) & (names.max_zooms >= zoom))
    px = frame.square_to_px(names.xy[numbers])
    inside = np.flatnonzero(frame.contains(px))
    candidates = [
        PlaceName(
            str(names.names[numbers[number]]),
            int(names.kinds[numbers[number]]),
            float(names.weights[numbers[number]]),
            *px[number].tolist(),
        )
        for number in inside.tolist()
    ]
    return sorted(candidates, key=lambda name: (KIND_ORDER.get(name.kind, 4), -name.weight, name.name))


def _size_of(name: PlaceName) -> float:
    if name.kind == TOWN and name.weight >= LARGE_TOWN:
        return LARGE_TOWN_SIZE
    return SIZES.get(name.kind, SIZES[PROVINCE])


def _letters_of(name: PlaceName) -> str:
    return name.name.upper() if name.kind == COUNTRY else name.name


def _weight_of(name: PlaceName) -> int:
    return SEMIBOLD if name.kind == COUNTRY else REGULAR


def _sides_of(name: PlaceName, marks: MapMarks | None) -> Iterator[Side]:
    size, weight, letters = _size_of(name), _weight_of(name), _letters_of(name)
    half = text.width_px(letters, size, weight) / 2
    if name.kind != TOWN:
        yield from (Side(_box_around(letters, name.x, name.y + y, size, weight), False) for y in (0, -18, 18, -34, 34))
        return
    mark = next(
        (
            mark
            for mark in (marks.groups if marks else ())
            if math.hypot(mark.x - name.x, mark.y - name.y) < mark.radius + DOT_PX
        ),
        None,
    )
    x, y, reach = (mark.x, mark.y, mark.radius) if mark else (name.x, name.y, DOT_PX)
    for across, down in (
        (reach + GAP_PX + half, 0.0),
        (-reach - GAP_PX - half, 0.0),
        (0.0, -reach - 9),
        (0.0, reach + 9),
    ):
        yield Side(_box_around(letters, x + across, y + down, size, weight), mark is None)


def _draw_name(name: PlaceName, side: Side, palette: Palette, *, is_coloured: bool) -> list[Element]:
    colours = {COUNTRY: palette.country_name, SEA: palette.sea_name, TOWN: palette.place_name}
    fill = palette.ink if is_coloured else colours.get(name.kind, palette.country_name)
    halo = palette.paper if is_coloured else palette.sea if name.kind == SEA else palette.land
    size, box = _size_of(name), side.box
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2 + size * BASELINE
    letters = text.Lettering(size, fill, _weight_of(name), halo)
    line = text.draw_line(_letters_of(name), x, y, letters, anchor="middle")
    dot = svg.circle(name.x, name.y, DOT_PX, fill=fill, stroke=halo, stroke_width=0.8)
    return [dot, line] if side.has_dot else [line]


def _box_around(letters: str, x: float, y: float, size: float, weight: int, room: float = ROOM_PX) -> Rectangle:
    half, height = text.width_px(letters, size, weight) / 2, size * LETTER_HEIGHT
    return Rectangle(x - half - room, y - height / 2 - room - 1, x + half + room, y + height / 2 + room + 1)


def _edges(frame: MapFrame) -> Rectangle:
    box = frame.box
    return Rectangle(box.x, box.y, box.x + box.width, box.y + box.height)


def boxes_of_marks(marks: MapMarks) -> list[Rectangle]:
    """The boxes around the marks."""
    return [
        Rectangle(mark.x - mark.radius, mark.y - mark.radius, mark.x + mark.radius, mark.y + mark.radius)
        for mark in marks.groups
    ]
