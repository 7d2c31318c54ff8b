"""The map of a selection as a picture: incidents as precisely as places are known, or areas in colour."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from geo.analysis.choropleth import NOUNS, Choropleth, build_choropleth
from geo.core.formatting import format_day, pluralize
from geo.errors import PictureFailed
from geo.mapping.basemap.view_outlines import ViewOutlines
from geo.mapping.opening_view import opening_view
from geo.mapping.payload import DrawCounts, draw_counts
from geo.pictures import map_ground, scale_bar, svg, text
from geo.pictures.label_boxes import LabelBoxes
from geo.pictures.legend import Section, draw_legend
from geo.pictures.map_areas import build_areas, draw_areas, draw_choropleth
from geo.pictures.map_frame import MapFrame, closest_zoom
from geo.pictures.map_legend import choropleth_sections, incident_sections
from geo.pictures.map_links import build_links, draw_links, draw_numbers, link_section
from geo.pictures.map_marks import build_marks, draw_marks
from geo.pictures.map_names import boxes_of_marks, draw_area_names, draw_place_names
from geo.pictures.map_selection import draw_selected_area
from geo.pictures.options import PictureOptions
from geo.pictures.sheet import Box, Caption, Sheet, lay_out
from geo.pictures.sources import BORDERS, describe_selection, describe_sources
from geo.places.area_credits import credit_districts
from geo.query.engine import ResultSet
from geo.query.selection import Selection
from geo.storage.atlas import Atlas

MAX_SVG_BYTES = 3_000_000
# From one level of detail finer than the page, for print, to three coarser: the first that fits into MAX_SVG_BYTES.
DETAILS = (1, 0, -1, -2, -3)
LEGEND_WIDTH, LEGEND_GAP = 205.0, 22.0
CLIP = "faultline-map"


@dataclass(frozen=True)
class MapView:
    """Where a reader has moved the map: the middle in degrees, and the zoom."""

    longitude: float
    latitude: float
    zoom: float


@dataclass(frozen=True)
class AreaOptions:
    """What is counted by area: `by` country or admin1, a `measure`, and `per` which time or blank."""

    by: str
    measure: str = "incidents"
    per: str = ""


@dataclass(frozen=True, eq=False)
class Layers:
    """What stands on the ground of a map: below the borders, above them, and its legend."""

    below: list[Element]
    above: list[Element]
    legend: list[Section]


def draw_map(
    atlas: Atlas,
    selection: Selection,
    options: PictureOptions,
    *,
    view: MapView | None = None,
    areas: AreaOptions | None = None,
) -> bytes:
    """The picture as SVG of at most MAX_SVG_BYTES; `view` is None for the view that the page opens on."""
    results = atlas.select(selection)
    choropleth = build_choropleth(results, by=areas.by, measure=areas.measure, per=areas.per) if areas else None
    sheet = lay_out(build_caption(atlas, results, options, choropleth), options)
    frame = _frame(sheet.body, results, view)
    for finer in DETAILS:
        content = _draw(atlas, sheet, frame, results, choropleth, options, finer)
        if len(content) <= MAX_SVG_BYTES:
            return content
    raise PictureFailed("The picture would be larger than 3 MB. Choose fewer incidents or move the map closer.")


def build_caption(atlas: Atlas, results: ResultSet, options: PictureOptions, choropleth: Choropleth | None) -> Caption:
    """What is written around the map."""
    sources = describe_sources(atlas, results, options.address)
    counts = describe_areas(choropleth) if choropleth else describe_counts(draw_counts(results))
    default = f"{choropleth.unit} by {NOUNS[choropleth.by][0]}" if choropleth else "Map of incidents"
    sentences = (f"{describe_selection(results)} {counts}", *_period(choropleth))
    borders = (BORDERS,) if choropleth else tuple(filter(None, (BORDERS, _credit_districts(results))))
    source = " ".join((sources.summary, *borders))
    return Caption(options.title or default, sentences, (*sources.lines, *borders), source)


def _credit_districts(results: ResultSet) -> str:
    """Whose the outlines of districts are, and their licences; empty where none is drawn."""
    areas = results.engine.areas.areas
    return credit_districts(areas[number].area_id for number in results.area_sums().areas.tolist())


def describe_counts(counts: DrawCounts) -> str:
    """How many incidents the map shows and how, and how many it cannot show."""
    kinds = (
        (counts.exact, "exact"),
        (counts.near, "near a place"),
        (counts.vague, "uncertain"),
        (counts.areas, "known only to an area"),
    )
    parts = ", ".join(f"{number:,} {kind}" for number, kind in kinds if number)
    rest = f" Without a known place, not shown: {counts.without_coordinates:,}." if counts.without_coordinates else ""
    on_map = f"On the map: {parts}." if parts else ""
    return f"{on_map}{rest}".strip()


def describe_areas(choropleth: Choropleth) -> str:
    """How many incidents the colours stand for, and how many lie in none of the areas."""
    singular, plural = NOUNS[choropleth.by]
    n_areas, n_incidents = len(choropleth.areas), int(choropleth.areas["incidents"].sum())
    counts = f"{pluralize(n_incidents, 'incident')} in {n_areas:,} {singular if n_areas == 1 else plural}."
    rest = f" {choropleth.n_unassigned:,} in no known {singular}, not shown." if choropleth.n_unassigned else ""
    without = len(choropleth.not_on_basemap)
    outlines = f" {without:,} {singular if without == 1 else plural} without an outline, not shown." if without else ""
    return counts + rest + outlines


def _period(choropleth: Choropleth | None) -> tuple[str, ...]:
    if choropleth is None:
        return ()
    notes = (
        ["Killed: the sum of the best estimates, or of the low ones where there is no best."]
        if choropleth.measure == "killed"
        else []
    )
    if choropleth.per and choropleth.period:
        first, last = choropleth.period
        notes.append(f"Average from {format_day(first)} to {format_day(last)}, undated incidents included.")
    return (" ".join(notes),) if notes else ()


def _frame(body: Box, results: ResultSet, view: MapView | None) -> MapFrame:
    box = Box(body.x, body.y, body.width - LEGEND_WIDTH - LEGEND_GAP, body.height)
    if view is not None:
        return MapFrame.around(box, view.longitude, view.latitude, view.zoom)
    return MapFrame.fit(box, opening_view(results)["bounds"], closest_zoom(results.selection))


def _draw(
    atlas: Atlas,
    sheet: Sheet,
    frame: MapFrame,
    results: ResultSet,
    choropleth: Choropleth | None,
    options: PictureOptions,
    finer: int,
) -> bytes:
    palette, ground = sheet.palette, map_ground.cut_ground(frame, finer=finer)
    layers = (
        _area_layers(choropleth, results.selection, frame, ground, sheet)
        if choropleth
        else _incident_layers(atlas, results, frame, ground, sheet)
    )
    content = [
        *map_ground.draw_land(frame, ground, palette, has_water=choropleth is None),
        *layers.below,
        *map_ground.draw_lines(frame, ground, palette),
        *layers.above,
        *scale_bar.draw_scale(frame, palette),
        *scale_bar.draw_north(frame, palette),
    ]
    box = frame.box
    window = svg.node("clipPath", svg.rectangle(box.x, box.y, box.width, box.height), id=CLIP)
    rim = svg.rectangle(box.x, box.y, box.width, box.height, fill="none", stroke=palette.edge, stroke_width=1)
    legend_box = Box(box.x + box.width + LEGEND_GAP, box.y, LEGEND_WIDTH, box.height)
    legend = draw_legend(layers.legend, legend_box, palette)
    return sheet.to_svg(
        [svg.node("defs", window), svg.group(content, clip_path=f"url(#{CLIP})"), rim, *legend], options
    )


def _incident_layers(atlas: Atlas, results: ResultSet, frame: MapFrame, ground: ViewOutlines, sheet: Sheet) -> Layers:
    in_view, engine, palette = results.marks_in_view(frame.view, frame.zoom), results.engine, sheet.palette
    areas, marks = build_areas(engine, in_view.areas, frame), build_marks(engine, in_view, frame)
    boxes = LabelBoxes([scale_bar.scale_box(frame), scale_bar.north_box(frame), *boxes_of_marks(marks)])
    area_names = draw_area_names(areas, frame, palette, boxes)
    names = draw_place_names(frame, palette, marks, boxes)
    links = build_links(atlas, results, marks, frame)
    above = [
        *draw_selected_area(results.selection, frame, palette),
        *names,
        *draw_links(links, palette),
        *draw_marks(marks, palette),
        *area_names,
        *draw_numbers(links, palette),
    ]
    sections = [*incident_sections(marks, areas, ground, palette), link_section(links, palette)]
    return Layers(draw_areas(areas, frame, palette), above, sections)


def _area_layers(
    choropleth: Choropleth, selection: Selection, frame: MapFrame, ground: ViewOutlines, sheet: Sheet
) -> Layers:
    palette = sheet.palette
    boxes = LabelBoxes([scale_bar.scale_box(frame), scale_bar.north_box(frame)])
    names = draw_place_names(frame, palette, None, boxes, is_coloured=True)
    above = [*draw_selected_area(selection, frame, palette), *names]
    colours = draw_choropleth(choropleth, selection, frame, palette)
    return Layers(colours, above, choropleth_sections(choropleth, selection, ground, palette))


__all__ = ["AreaOptions", "MapView", "draw_map", "text"]
