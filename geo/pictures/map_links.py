"""The links of a picture of the map: arcs from the earlier incident to the later one, as on the page."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from geo.mapping.link_arcs import Point, point_on_arc
from geo.mapping.link_properties import describe_linked, describe_links
from geo.mapping.link_styles import LINK_STYLES, LinkStyle
from geo.pictures import svg, text
from geo.pictures.fonts import SEMIBOLD
from geo.pictures.legend import Entry, Section
from geo.pictures.map_frame import MapFrame
from geo.pictures.map_marks import MapMarks
from geo.pictures.palette import Palette
from geo.query.engine import ResultSet
from geo.storage.atlas import Atlas
from geo.storage.incident_links import RELATION_PHRASES
from geo.storage.selection_links import CHAIN, find_links

STEPS = 48  # of an arc: no corner of it is seen in print
LINE_PX, EDGE_PX, HEAD_PX, OPEN_PX, GAP_PX = 1.8, 4.0, 8.0, 3.2, 1.5  # sizes are chosen by eye, as on the page
BADGE_PX, BADGE_SIZE, DIGIT_PX = 8.0, 10.5, 6.2
NAME_LETTER_PX, NAME_MARGIN_PX, NAME_HALF_PX = 3.3, 16.0, 12.0  # of an area, as map_names.py letters it
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class MapLink:
    """An arc in the drawing, outside of the marks at its ends; `is_open`: whether it begins at an area."""

    style: LinkStyle
    points: Floats
    is_open: bool


@dataclass(frozen=True)
class Place:
    """What is drawn where an incident is: an ellipse around x and y by half of its size, or a box for a name."""

    x: float
    y: float
    half_width: float
    half_height: float
    is_box: bool = False

    def covers(self, points: Floats) -> NDArray[np.bool_]:
        """Whether points of the drawing lie under it."""
        across, down = np.abs(points[:, 0] - self.x) / self.half_width, np.abs(points[:, 1] - self.y) / self.half_height
        mask: NDArray[np.bool_] = (np.maximum(across, down) if self.is_box else np.hypot(across, down)) <= 1
        return mask


@dataclass(frozen=True)
class Badge:
    """The numbers of a chain's incidents at one place of the drawing."""

    place: Place
    label: str


@dataclass(frozen=True, eq=False)
class MapLinks:
    """The arcs of a picture, and where one chain is shown the numbers at their ends."""

    links: tuple[MapLink, ...]
    badges: tuple[Badge, ...]


def build_links(atlas: Atlas, results: ResultSet, marks: MapMarks, frame: MapFrame) -> MapLinks:
    """The links of a selection whose two ends have places that are not drawn as one."""
    network = find_links(atlas, results, frame.view)
    ends = describe_linked(results.engine, network.incidents)
    phrases = {name: relation.forward for name, relation in RELATION_PHRASES.items()}
    places = [_place(end, marks, frame) for end in ends]
    links = [
        _build_link(link, ends, places, frame) for link in describe_links(network.links, ends, phrases) if link["arc"]
    ]
    badges = _badges(places) if results.selection.get(CHAIN) else ()
    return MapLinks(tuple(link for link in links if link), badges)


def _place(end: Mapping[str, Any], marks: MapMarks, frame: MapFrame) -> Place | None:
    """Where an incident is drawn; None where it has no place."""
    if end["longitude"] is None:
        return None
    x, y = frame.positions(np.array([end["longitude"]]), np.array([end["latitude"]]))[0].tolist()
    if end["shape"]:
        return Place(x, y, NAME_MARGIN_PX + NAME_LETTER_PX * len(end["place"]), NAME_HALF_PX, is_box=True)
    near = min(marks.groups, key=lambda group: math.hypot(group.x - x, group.y - y), default=None)
    if near is None or math.hypot(near.x - x, near.y - y) > near.radius:
        return Place(x, y, GAP_PX, GAP_PX)
    return Place(near.x, near.y, near.radius + GAP_PX, near.radius + GAP_PX)


def _build_link(
    link: Mapping[str, Any], ends: Sequence[Mapping[str, Any]], places: Sequence[Any], frame: MapFrame
) -> MapLink | None:
    start, end = places[link["from"]], places[link["to"]]
    points = _outside(_move(_sample(link["arc"], frame), start, end), start, end)
    style = next(style for style in LINK_STYLES if style.key == link["relation"])
    return MapLink(style, points, bool(ends[link["from"]]["shape"])) if len(points) > 2 else None


def _sample(arc: tuple[Point, Point, Point], frame: MapFrame) -> Floats:
    """Points of an arc in the drawing, on the copy of the world that its start is drawn on."""
    points = np.array([point_on_arc(arc, step / STEPS) for step in range(STEPS + 1)])
    px = frame.positions(points[:, 0], points[:, 1])
    steps = np.diff(px[:, 0], prepend=px[0, 0])
    turned = np.cumsum(steps - np.round(steps / frame.world_px) * frame.world_px)
    return np.stack([px[0, 0] + turned, px[:, 1]], axis=1)


def _move(points: Floats, start: Place, end: Place) -> Floats:
    """The same shape between two other points, as clusters stand where none of their incidents is."""
    line = points[:, 0] + 1j * points[:, 1]
    first, last = complex(start.x, start.y), complex(end.x, end.y)
    if abs(line[-1] - line[0]) < 1 or abs((last - first) - (line[-1] - line[0])) > abs(line[-1] - line[0]):
        return points
    moved = first + (line - line[0]) * (last - first) / (line[-1] - line[0])
    return np.stack([moved.real, moved.imag], axis=1)


def _outside(points: Floats, start: Place, end: Place) -> Floats:
    outside: Floats = points[~(start.covers(points) | end.covers(points))]
    return outside


def _badges(places: Sequence[Place | None]) -> tuple[Badge, ...]:
    numbers: dict[Place, list[str]] = {}
    for number, place in enumerate(places, start=1):
        if place:
            numbers.setdefault(place, []).append(str(number))
    return tuple(Badge(place, "·".join(labels)) for place, labels in numbers.items())


def draw_links(links: MapLinks, palette: Palette) -> list[Element]:
    """The arcs, each on an edge in the colour of the ground."""
    return [element for link in links.links for element in _draw_link(link, palette)]


def _draw_link(link: MapLink, palette: Palette) -> list[Element]:
    colour, points = _colour(link.style, palette), [(float(x), float(y)) for x, y in link.points]
    line = [
        svg.line(points, stroke=palette.mark_edge, stroke_width=EDGE_PX, stroke_opacity=0.75, stroke_linecap="round"),
        svg.line(
            points,
            stroke=colour,
            stroke_width=LINE_PX,
            stroke_dasharray=link.style.dashes or None,
            stroke_linecap="round",
        ),
    ]
    ring = (
        [svg.circle(*points[0], OPEN_PX, fill=palette.paper, stroke=colour, stroke_width=1.4)] if link.is_open else []
    )
    return [*line, *ring, *([_head(points[-1], points[-3], colour, palette)] if link.style.is_directed else [])]


def _head(tip: tuple[float, float], before: tuple[float, float], colour: str, palette: Palette) -> Element:
    angle = math.atan2(tip[1] - before[1], tip[0] - before[0])
    corners = [tip] + [
        (tip[0] - HEAD_PX * math.cos(angle + turn), tip[1] - HEAD_PX * math.sin(angle + turn)) for turn in (0.42, -0.42)
    ]
    steps = "L".join(f"{svg.number(x)} {svg.number(y)}" for x, y in corners)
    return svg.node("path", d=f"M{steps}Z", fill=colour, stroke=palette.mark_edge, stroke_width=0.8)


def draw_numbers(links: MapLinks, palette: Palette) -> list[Element]:
    """The numbers of one chain in order of date, beside its marks."""
    return [element for badge in links.badges for element in _draw_badge(badge, palette)]


def _draw_badge(badge: Badge, palette: Palette) -> list[Element]:
    width = max(2 * BADGE_PX, len(badge.label) * DIGIT_PX + 8)
    place = badge.place
    left, top = place.x + place.half_width * 0.6, place.y - place.half_height * 0.6 - 2 * BADGE_PX
    if place.is_box:
        left, top = place.x - place.half_width - width + 4, place.y - place.half_height - BADGE_PX
    plate = svg.rectangle(
        left, top, width, 2 * BADGE_PX, rx=BADGE_PX, fill=palette.ink, stroke=palette.paper, stroke_width=1.2
    )
    letters = text.Lettering(BADGE_SIZE, palette.paper, SEMIBOLD)
    label = text.draw_line(badge.label, left + width / 2, top + BADGE_PX + BADGE_SIZE * 0.36, letters, anchor="middle")
    return [plate, label]


def link_section(links: MapLinks, palette: Palette) -> Section:
    """The relations that are drawn."""
    present = {link.style.relation for link in links.links}
    return Section(
        "Links, earlier to later",
        tuple(
            Entry(tuple(_sample_line(style, palette)), style.label)
            for style in LINK_STYLES
            if style.relation in present
        ),
    )


def _sample_line(style: LinkStyle, palette: Palette) -> list[Element]:
    line = np.array([(x, 0.0) for x in np.linspace(-14, 14, 8)])
    return _draw_link(MapLink(style, line, is_open=False), palette)


def _colour(style: LinkStyle, palette: Palette) -> str:
    return style.dark if palette.name == "dark" else style.light


__all__ = ["MapLinks", "build_links", "draw_links", "draw_numbers", "link_section"]
