"""The legend of a picture of the map: what occurs in it, and nothing else."""

from typing import Any

import numpy as np

from geo.analysis.choropleth import NO_CLASS, NOUNS, Choropleth
from geo.mapping import choropleth_legend
from geo.mapping.basemap.view_outlines import ViewOutlines
from geo.mapping.symbols import SYMBOLS
from geo.pictures import svg
from geo.pictures.legend import Entry, Section
from geo.pictures.map_areas import HATCH_WIDTH, MapArea, type_order
from geo.pictures.map_ground import BORDER_LABELS, BORDER_WIDTH, DASHES, SPECIAL_BORDER_WIDTH, border_kinds
from geo.pictures.map_marks import TYPE, MapMarks, draw_symbol, draw_type_ring
from geo.pictures.mark_groups import toll_radii, toll_radius
from geo.pictures.palette import Palette
from geo.query.selection import Selection

SAMPLE_TOLLS = (0, 10, 100)  # killed, as on the page
SWATCH_PX = 6.0
CLUSTER_SAMPLE_PX = 9.0
NONE_KILLED = (0, 0, 0)


def incident_sections(
    marks: MapMarks, areas: tuple[MapArea, ...], ground: ViewOutlines, palette: Palette
) -> list[Section]:
    """The legend of incidents: types, places, sizes and borders."""
    types = marks.counts("types")
    for area in areas:
        for key, count in area.types.items():
            types[key] = types.get(key, 0) + count
    return [
        Section("What happened", tuple(_type_entry(key, palette) for key in type_order(types))),
        Section("How precisely the place is known", tuple(_symbol_entries(marks, areas, palette))),
        Section("How many were killed", tuple(_toll_entries(marks, palette))),
        Section("Several incidents", tuple(_cluster_entries(marks, palette))),
        Section("Borders", tuple(border_entries(ground, palette))),
    ]


def _type_entry(key: str, palette: Palette) -> Entry:
    swatch = svg.circle(0, 0, SWATCH_PX, fill=palette.of_type(TYPE[key]))
    label = TYPE[key].event_type
    return Entry((swatch,), "Type not stated" if key == "unstated" else label)


def _symbol_entries(marks: MapMarks, areas: tuple[MapArea, ...], palette: Palette) -> list[Entry]:
    present = set(marks.counts("symbols")) | ({"area"} if areas else set())
    return [
        Entry(
            _hatch_sample(palette) if symbol.key == "area" else _symbol_sample(symbol.key, palette),
            f"{symbol.label}; the number in it says how many" if symbol.key == "area" else symbol.label,
        )
        for symbol in SYMBOLS
        if symbol.key in present
    ]


def _symbol_sample(key: str, palette: Palette) -> tuple[Any, ...]:
    return tuple(draw_symbol(key, NONE_KILLED, palette.quiet, palette))


def _hatch_sample(palette: Palette) -> tuple[Any, ...]:
    lines = [[(x, 6.0), (x + 8.0, -6.0)] for x in np.arange(-14.0, 8.0, 5.5).tolist()]
    return tuple(svg.line(points, stroke=palette.quiet, stroke_width=HATCH_WIDTH) for points in lines)


def _toll_entries(marks: MapMarks, palette: Palette) -> list[Entry]:
    most = max((high or best or low or 0 for low, best, high in marks.tolls), default=0)
    samples = [toll for number, toll in enumerate(SAMPLE_TOLLS) if not number or most >= SAMPLE_TOLLS[number - 1]]
    entries = [
        Entry(
            tuple(draw_symbol("exact", (toll, toll, toll), palette.quiet, palette)),
            f"{toll} killed",
            2 * toll_radius(toll) + 2,
        )
        for toll in (samples if most else [])
    ]
    radii = [toll_radii(toll) for toll in marks.tolls]
    if any(each.ring and not each.is_unknown for each in radii):
        entries.append(
            Entry(tuple(draw_symbol("exact", (3, 3, 30), palette.quiet, palette)), "Low and high number", 28)
        )
    if any(each.is_unknown for each in radii):
        entries.append(
            Entry(tuple(draw_symbol("exact", (None, None, None), palette.quiet, palette)), "Number not stated", 20)
        )
    return entries


def _cluster_entries(marks: MapMarks, palette: Palette) -> list[Entry]:
    if not any(group.count > 1 for group in marks.groups):
        return []
    return [Entry(_cluster_sample(marks, palette), "Their number, and around it the share of each type", 26)]


def _cluster_sample(marks: MapMarks, palette: Palette) -> tuple[Any, ...]:
    keys = type_order(marks.counts("types"))[:3]
    ground = svg.circle(0, 0, CLUSTER_SAMPLE_PX + 2.5, fill=palette.paper)
    return (ground, *draw_type_ring(dict.fromkeys(keys, 1), CLUSTER_SAMPLE_PX, palette))


def border_entries(ground: ViewOutlines, palette: Palette) -> list[Entry]:
    """The kinds of borders in view, where any is no ordinary one."""
    kinds = border_kinds(ground)
    if not set(kinds) & DASHES.keys():
        return []
    return [
        Entry(
            (
                svg.line(
                    [(-14, 0), (14, 0)],
                    stroke=palette.border,
                    stroke_width=BORDER_WIDTH if kind == "border" else SPECIAL_BORDER_WIDTH,
                    stroke_dasharray=DASHES.get(kind),
                ),
            ),
            BORDER_LABELS[kind],
        )
        for kind in kinds
    ]


def choropleth_sections(
    choropleth: Choropleth, selection: Selection, ground: ViewOutlines, palette: Palette
) -> list[Section]:
    """The legend of coloured areas: the classes that occur, and the borders."""
    legend = choropleth_legend.build_legend(choropleth, selection)
    entries = [
        Entry((svg.rectangle(-12, -7, 24, 14, fill=class_[palette.name], stroke=palette.edge),), class_["label"], 16)
        for class_ in legend["classes"]
    ]
    if (choropleth.areas["class"] == NO_CLASS).any():
        entries.append(Entry(_unknown_sample(palette), "unknown", 16))
    entries.append(Entry((svg.rectangle(-12, -7, 24, 14, fill=palette.land, stroke=palette.edge),), "no incident", 16))
    return [
        Section(f"{choropleth.unit} by {NOUNS[choropleth.by][0]}", tuple(entries)),
        Section("Borders", tuple(border_entries(ground, palette))),
    ]


def _unknown_sample(palette: Palette) -> tuple[Any, ...]:
    return (svg.rectangle(-12, -7, 24, 14, fill=palette.land, stroke=palette.quiet), *_hatch_sample(palette))
