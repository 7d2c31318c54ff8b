"""The marks of a picture of the map: colour by type, size by the number killed, symbol by precision of the place."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from geo.core.place_radius import DISTRICT_RADIUS_KM, NEAR_RADIUS_KM
from geo.mapping.incident_properties import symbol_keys, type_keys
from geo.mapping.symbols import TYPE_COLOURS, UNSTATED_COLOUR, colour_of, symbol_of
from geo.pictures import svg, text
from geo.pictures.fonts import SEMIBOLD
from geo.pictures.map_frame import MapFrame
from geo.pictures.mark_groups import EDGE_PX, Group, Mark, Toll, group_marks, toll_radii
from geo.pictures.palette import Palette
from geo.query.cell_sums import CellSums
from geo.query.engine import Engine, Rows
from geo.query.killed_bounds import BOUNDS_COLUMNS, KilledBounds
from geo.query.marks_in_view import MarksInView

TYPES = (*TYPE_COLOURS, UNSTATED_COLOUR)
TYPE = {colour.key: colour for colour in TYPES}
HOLE_SHARE = 0.42  # of the radius of a mark that is only near, as on the page
RING_PX, COUNT_SIZE = 5.0, 11.0  # of a cluster, as on the page
EXTENT_DASHES = {"near": "2 4", "circle": "6 5"}  # of the circle that a place may lie in
EDGE_DASHES = {
    "near": "1.5 2.5",
    "vague": "1.5 2.5",
    "area": "1.5 2.5",
    "circle": "5 3",
}  # around a cluster of one symbol
HUGE_PX = 3_000.0  # a circle that reaches far beyond the picture shows nothing
COLUMNS = (
    "longitude", "latitude", "event_type", "place_precision", "radius_km", *BOUNDS_COLUMNS,
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class MapMarks:
    """The groups of marks in a picture, and the tolls of the incidents that stand in it one by one."""

    groups: tuple[Group, ...]
    tolls: tuple[Toll, ...]

    def counts(self, name: str) -> dict[str, int]:
        """The incidents of all groups by type or symbol: `types` or `symbols`."""
        sums: dict[str, int] = {}
        for group in self.groups:
            for key, count in group.sum_counts(name).items():
                sums[key] = sums.get(key, 0) + count
        return sums


def build_marks(engine: Engine, marks: MarksInView, frame: MapFrame) -> MapMarks:
    """The marks of a view, grouped where they would lie on each other."""
    singles = list(_single_marks(engine, marks.rows, frame))
    clusters = list(_cluster_marks(engine, marks.clusters, frame))
    in_frame = [mark for mark in (*singles, *clusters) if frame.contains(np.array([[mark.x, mark.y]]))[0]]
    return MapMarks(tuple(group_marks(in_frame)), tuple(mark.toll for mark in in_frame if mark.count == 1))


def _single_marks(engine: Engine, rows: Rows, frame: MapFrame) -> Iterator[Mark]:
    """The marks of rows in the table's order, in which their keys are too."""
    table = engine.take(rows, COLUMNS)
    latitude, killed = table["latitude"].to_numpy(), KilledBounds.from_table(table)
    px = frame.positions(table["longitude"].to_numpy(), latitude)
    radii_km = table["radius_km"].to_numpy(dtype=float, na_value=np.nan)
    names = zip(table["event_type"].array, table["place_precision"].array, strict=True)
    for number, (event_type, precision) in enumerate(names):
        symbol = symbol_of(_text_or_empty(precision)).key
        low, best, high = killed.of_row(number)
        km = radii_km[number] if np.isfinite(radii_km[number]) else _default_radius_km(symbol)
        yield Mark(
            key=f"i {number:010d}",
            x=float(px[number, 0]),
            y=float(px[number, 1]),
            count=1,
            types=((colour_of(_text_or_empty(event_type)).key, 1),),
            symbols=((symbol, 1),),
            toll=(low, best, high),
            radius_px=frame.km_to_px(km, float(latitude[number])) if symbol in EXTENT_DASHES else 0.0,
        )


def _text_or_empty(value: object) -> str:
    return value if isinstance(value, str) else ""


def _default_radius_km(symbol: str) -> float:
    return DISTRICT_RADIUS_KM if symbol == "circle" else NEAR_RADIUS_KM


def _cluster_marks(engine: Engine, clusters: CellSums, frame: MapFrame) -> Iterator[Mark]:
    types, symbols = type_keys(engine), symbol_keys(engine)
    means = clusters.means
    px = frame.positions(means[:, 0], means[:, 1])
    for number, (x, y) in enumerate(px.tolist()):
        yield Mark(
            key=f"c {number:06d}",
            x=x,
            y=y,
            count=int(clusters.counts[number]),
            types=_counts_by_key(types, clusters.types[number]),
            symbols=_counts_by_key(symbols, clusters.precisions[number]),
        )


def _counts_by_key(keys: list[str], counts: NDArray[np.int64]) -> tuple[tuple[str, int], ...]:
    return tuple((keys[code], int(counts[code])) for code in np.flatnonzero(counts).tolist())


def draw_marks(marks: MapMarks, palette: Palette) -> list[Element]:
    """All groups, the circles that places may lie in below everything else, larger groups below smaller ones."""
    extents = [circle for group in marks.groups for circle in _draw_extent(group, palette)]
    groups = sorted(marks.groups, key=lambda group: -group.radius)
    return [*extents, *(draw_group(group, palette) for group in groups)]


def draw_group(group: Group, palette: Palette) -> Element:
    """One mark, or a ring of the types with the number in it."""
    parts = _draw_cluster(group, palette) if group.count > 1 else _draw_incident(group.marks[0], palette)
    return svg.group(parts, transform=f"translate({svg.number(group.x)} {svg.number(group.y)})")


def _draw_extent(group: Group, palette: Palette) -> Iterator[Element]:
    """The circle that the place of a group's marks may lie in, where all of them stand on one spot."""
    first = group.marks[0]
    symbol, colour = first.symbols[0][0], palette.of_type(TYPE[first.types[0][0]])
    is_one_spot = all(math.hypot(mark.x - first.x, mark.y - first.y) < 1 and mark.count == 1 for mark in group.marks)
    if symbol in EXTENT_DASHES and is_one_spot and group.radius < first.radius_px < HUGE_PX:
        yield svg.circle(
            first.x,
            first.y,
            first.radius_px,
            fill=colour,
            fill_opacity=0.06,
            stroke=colour,
            stroke_width=1.2,
            stroke_dasharray=EXTENT_DASHES[symbol],
        )


def _draw_incident(mark: Mark, palette: Palette) -> list[Element]:
    return draw_symbol(mark.symbols[0][0], mark.toll, palette.of_type(TYPE[mark.types[0][0]]), palette)


def draw_symbol(symbol: str, toll: Toll, colour: str, palette: Palette) -> list[Element]:
    """The mark of one incident around 0, 0: also the sample of its symbol in the legend."""
    radii = toll_radii(toll)
    parts = []
    if radii.ring:
        fill = "none" if radii.is_unknown else palette.tint(colour, 0.22)
        dashes = "2.2 2.2" if radii.is_unknown else None
        parts.append(svg.circle(0, 0, radii.ring, fill=fill, stroke=colour, stroke_width=1.2, stroke_dasharray=dashes))
    parts.append(_draw_spot(symbol, radii.solid, colour, palette))
    if symbol == "near":
        parts.append(svg.circle(0, 0, radii.solid * HOLE_SHARE, fill=palette.mark_edge))
    return parts


def _draw_spot(symbol: str, radius: float, colour: str, palette: Palette) -> Element:
    length = 2 * math.pi * radius
    if symbol == "circle":
        dashes = f"{svg.number(length / 8)} {svg.number(length / 8)}"
        return svg.circle(
            0, 0, radius, fill=palette.tint(colour, 0.25), stroke=colour, stroke_width=2, stroke_dasharray=dashes
        )
    if symbol in ("vague", "area"):
        dashes = f"{svg.number(length * 0.06)} {svg.number(length * 0.065)}"
        return svg.circle(0, 0, radius, fill=palette.paper, stroke=colour, stroke_width=2, stroke_dasharray=dashes)
    return svg.circle(0, 0, radius, fill=colour, stroke=palette.mark_edge, stroke_width=EDGE_PX)


def _draw_cluster(group: Group, palette: Palette) -> list[Element]:
    radius, symbols = group.radius - EDGE_PX, group.sum_counts("symbols")
    ground = svg.circle(0, 0, radius, fill=palette.paper, stroke=palette.mark_edge, stroke_width=EDGE_PX)
    only = next(iter(symbols)) if len(symbols) == 1 else ""
    edge = (
        [
            svg.circle(
                0, 0, radius, fill="none", stroke=palette.ink, stroke_width=1.2, stroke_dasharray=EDGE_DASHES[only]
            )
        ]
        if only in EDGE_DASHES
        else []
    )
    letters = text.Lettering(COUNT_SIZE, palette.ink, SEMIBOLD)
    label = text.draw_line(short_number(group.count), 0, COUNT_SIZE * 0.36, letters, anchor="middle")
    return [ground, *draw_type_ring(group.sum_counts("types"), radius - RING_PX / 2, palette), *edge, label]


def draw_type_ring(types: dict[str, int], radius: float, palette: Palette) -> Iterator[Element]:
    """The shares of the types around a circle, in the order of the legend."""
    total, start = sum(types.values()), 0.0
    for key in TYPE:
        if types.get(key):
            stop = start + types[key] / total
            colour = palette.of_type(TYPE[key])
            yield _arc(radius, start, stop, colour)
            start = stop


def _arc(radius: float, start: float, stop: float, colour: str) -> Element:
    """A part of a circle's edge, in shares of it from the top clockwise."""
    if stop - start > 0.9995:
        return svg.circle(0, 0, radius, fill="none", stroke=colour, stroke_width=RING_PX)
    (x1, y1), (x2, y2) = (
        (radius * math.sin(2 * math.pi * share), -radius * math.cos(2 * math.pi * share)) for share in (start, stop)
    )
    size, is_large = svg.number(radius), int(stop - start > 0.5)
    arc = f"M{svg.number(x1)} {svg.number(y1)}A{size} {size} 0 {is_large} 1 {svg.number(x2)} {svg.number(y2)}"
    return svg.node("path", d=arc, fill="none", stroke=colour, stroke_width=RING_PX)


def short_number(number: int) -> str:
    """A number in as few letters as fit into a cluster: 950, 1.2k, 12k, 1.2M."""
    for limit, divisor, suffix in ((1_000, 1, ""), (999_950, 1_000, "k"), (math.inf, 1_000_000, "M")):
        if number < limit:
            return str(number) if not suffix else f"{number / divisor:.1f}".removesuffix(".0") + suffix
    raise AssertionError
