"""The timeline of a selection as a picture: the same bars, spans and words as on the page."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

import pandas as pd

from geo.analysis.time_scale import SCALE
from geo.analysis.timeline import Timeline, build_timeline
from geo.analysis.timeline_curves import moving_average, running_totals
from geo.analysis.timeline_words import describe_timeline
from geo.core.formatting import pluralize
from geo.mapping.symbols import SERIES_DARK, SERIES_LIGHT, TYPE_COLOURS, UNSTATED_COLOUR
from geo.pictures import svg, text
from geo.pictures.legend import Entry, Section, draw_legend
from geo.pictures.options import PictureOptions
from geo.pictures.palette import Palette
from geo.pictures.sheet import Box, Caption, Sheet, lay_out
from geo.pictures.sources import describe_selection, describe_sources
from geo.pictures.time_axis import TimeAxis, draw_numbers, draw_time_axis, top_number
from geo.query.engine import ResultSet
from geo.query.selection import Selection
from geo.storage.atlas import Atlas

LEGEND_WIDTH, LEGEND_GAP = 205.0, 22.0
NUMBERS_WIDTH, DATES_HEIGHT, TITLE_HEIGHT = 52.0, 26.0, 22.0
LANE_PX, SPAN_PX = 9.0, 5.0  # of incidents known to more than a bar; as on the page
MAX_LANES_SHARE = 0.35  # of the height; by eye
PALER = 0.55  # of incidents whose day is not known, as on the page
BAR_GAP_SHARE = 0.06  # of a bar's width
UNITS = {"incidents": "Incidents", "killed": "Killed"}


@dataclass(frozen=True)
class TimelineOptions:
    """What is counted and how, as on the page: `scale` is blank for what suits, `smooth` 0 for no average."""

    by: str = "type"
    scale: str = ""
    count: str = "incidents"
    smooth: int = 0
    is_cumulative: bool = False


@dataclass(frozen=True, eq=False)
class Chart:
    """A timeline with where it is drawn: its bars' box, the lanes below them, and the colour of each group."""

    timeline: Timeline
    bars: pd.DataFrame
    average: pd.DataFrame
    colours: dict[str, str]
    axis: TimeAxis
    lanes: pd.DataFrame
    highest: float
    palette: Palette


def draw_timeline(
    atlas: Atlas, selection: Selection, options: PictureOptions, *, settings: TimelineOptions | None = None
) -> bytes:
    """The picture as SVG."""
    settings, results = settings or TimelineOptions(), atlas.select(selection)
    timeline = build_timeline(results, by=settings.by, scale=SCALE.get(settings.scale), measure=settings.count)
    sheet = lay_out(build_caption(atlas, results, timeline, options, settings), options)
    if timeline.window is None:
        return sheet.to_svg(_draw_nothing(sheet), options)
    chart = _build_chart(sheet, timeline, results, settings)
    body = sheet.body
    legend_box = Box(
        body.x + body.width - LEGEND_WIDTH, body.y + TITLE_HEIGHT, LEGEND_WIDTH, body.height - TITLE_HEIGHT
    )
    legend = draw_legend(_sections(chart, settings), legend_box, sheet.palette)
    return sheet.to_svg([*_draw_chart(chart, settings), *legend], options)


def build_caption(
    atlas: Atlas, results: ResultSet, timeline: Timeline, options: PictureOptions, settings: TimelineOptions
) -> Caption:
    """What is written around the timeline."""
    sources = describe_sources(atlas, results, options.address)
    title = options.title or f"{_unit(settings)} over time"
    sentences = (describe_selection(results), describe_timeline(timeline))
    return Caption(title, sentences, sources.lines, sources.summary, tuple(timeline.groups()))


def _unit(settings: TimelineOptions) -> str:
    return f"{UNITS[settings.count]}, running total" if settings.is_cumulative else UNITS[settings.count]


def _draw_nothing(sheet: Sheet) -> list[Element]:
    box = sheet.body
    letters = text.Lettering(15.0, sheet.palette.quiet)
    line = "No incident of this selection has a date."
    return [text.draw_line(line, box.x + box.width / 2, box.y + box.height / 2, letters, anchor="middle")]


def _build_chart(sheet: Sheet, timeline: Timeline, results: ResultSet, settings: TimelineOptions) -> Chart:
    window, body = timeline.window, sheet.body
    assert window is not None  # the caller has drawn what has none
    bars = running_totals(timeline).assign(to_the_day=True) if settings.is_cumulative else timeline.bars_in_window()
    average = moving_average(timeline, results, bars=settings.smooth) if settings.smooth else pd.DataFrame()
    spans = timeline.spans_in_window()
    lanes = spans.nlargest(int(body.height * MAX_LANES_SHARE / LANE_PX), "count").sort_values(
        "date_start", kind="stable"
    )
    height = body.height - TITLE_HEIGHT - DATES_HEIGHT - (LANE_PX * len(lanes) + 8 if len(lanes) else 0)
    width = body.width - LEGEND_WIDTH - LEGEND_GAP - NUMBERS_WIDTH
    box = Box(body.x + NUMBERS_WIDTH, body.y + TITLE_HEIGHT, width, max(height, 40.0))
    stacked = float(bars.groupby("start")[timeline.value_column].sum().max()) if len(bars) else 1.0
    ranges = float(bars.groupby("start")["killed_high"].sum().max()) if "killed_high" in bars and len(bars) else 0.0
    return Chart(
        timeline,
        bars,
        average,
        _group_colours(timeline.groups(), settings.by, sheet.palette),
        TimeAxis(box, window.start, window.end),
        lanes,
        max(stacked, ranges, 1.0),
        sheet.palette,
    )


def _group_colours(groups: list[str], by: str, palette: Palette) -> dict[str, str]:
    """The colour of each group: the map's own for types, else a series, as on the page."""
    if by == "type":
        colours = {colour.event_type: palette.of_type(colour) for colour in (*TYPE_COLOURS, UNSTATED_COLOUR)}
        return {group: colours[group] for group in groups}
    series = SERIES_DARK if palette.name == "dark" else SERIES_LIGHT
    return {group: series[position % len(series)] for position, group in enumerate(groups)}


def _draw_chart(chart: Chart, settings: TimelineOptions) -> list[Element]:
    return [
        *draw_numbers(chart.axis.box, chart.highest, _unit(settings), chart.palette),
        *_draw_bars(chart),
        *_draw_ranges(chart),
        *_draw_average(chart),
        *draw_time_axis(chart.axis, chart.palette),
        *_draw_lanes(chart),
    ]


def _draw_bars(chart: Chart) -> list[Element]:
    """One path for the bars of each group, and a paler one for those whose day is not known."""
    column, box = chart.timeline.value_column, chart.axis.box
    order = {group: number for number, group in enumerate(chart.colours)}
    bars = chart.bars.assign(order=chart.bars["group"].map(order), paler=~chart.bars["to_the_day"].astype(bool))
    bars = bars.sort_values(["start", "paler", "order"], kind="stable")
    values = bars[column].astype(float)
    upper = values.groupby(bars["start"]).cumsum()
    scale = box.height / top_number(chart.highest)
    left, right = chart.axis.x(bars["start"]), chart.axis.x(bars["end"])
    gap = (right - left) * BAR_GAP_SHARE
    boxes = bars.assign(
        x=left + gap, width=right - left - 2 * gap, y=box.y + box.height - upper * scale, height=values * scale
    )
    return [
        svg.node(
            "path",
            d="".join(map(_bar_data, *(some[name] for name in ("x", "y", "width", "height")))),
            fill=chart.colours[str(group)],
            fill_opacity=PALER if paler else None,
        )
        for (group, paler), some in boxes[boxes["height"] > 0].groupby(["group", "paler"], sort=True)
    ]


def _bar_data(x: float, y: float, width: float, height: float) -> str:
    across = svg.number(max(width, 0.3))
    return f"M{svg.number(x)} {svg.number(y)}h{across}v{svg.number(height)}h-{across}z"


def _draw_ranges(chart: Chart) -> list[Element]:
    """From the low to the high number killed of each bar, where they differ."""
    if "killed_high" not in chart.bars or chart.bars.empty:
        return []
    box, scale = chart.axis.box, chart.axis.box.height / top_number(chart.highest)
    sums = chart.bars.groupby(["start", "end"])[["killed_low", "killed_high"]].sum().reset_index()
    sums = sums[sums["killed_high"] > sums["killed_low"]]
    middle = (chart.axis.x(sums["start"]) + chart.axis.x(sums["end"])) / 2
    bottom = box.y + box.height
    ranges = zip(middle, sums["killed_low"], sums["killed_high"], strict=True)
    lines = [[(x, bottom - low * scale), (x, bottom - high * scale)] for x, low, high in ranges]
    return [part for points in lines for part in _rimmed_line(points, 1.2, chart.palette)]


def _rimmed_line(points: list[tuple[float, float]], width: float, palette: Palette) -> list[Element]:
    """A line with a rim of the paper's colour, which parts it from bars of any colour."""
    rim = svg.line(points, stroke=palette.paper, stroke_width=width + 2, stroke_linejoin="round")
    return [rim, svg.line(points, stroke=palette.ink, stroke_width=width, stroke_linejoin="round")]


def _draw_average(chart: Chart) -> list[Element]:
    if len(chart.average) < 2:
        return []
    box, scale = chart.axis.box, chart.axis.box.height / top_number(chart.highest)
    starts = pd.Series(pd.to_datetime(chart.average["start"].to_numpy()))
    ends = chart.timeline.scale.end(starts)
    is_on_axis = ((starts >= chart.axis.start) & (starts < chart.axis.end)).to_numpy()
    x = ((chart.axis.x(starts) + chart.axis.x(ends)) / 2)[is_on_axis]
    y = (box.y + box.height - pd.Series(chart.average["average"].to_numpy()) * scale)[is_on_axis]
    points = list(zip(x.tolist(), y.tolist(), strict=True))
    return _rimmed_line(points, 1.8, chart.palette) if len(points) > 1 else []


def _draw_lanes(chart: Chart) -> list[Element]:
    """Incidents that no single bar holds, each kind as a line over the days that it is known to."""
    if chart.lanes.empty:
        return []
    top = chart.axis.box.y + chart.axis.box.height + DATES_HEIGHT + 8
    left = chart.axis.x(chart.lanes["date_start"])
    right = chart.axis.x(chart.lanes["date_end"] + pd.Timedelta(days=1))
    return [
        svg.rectangle(
            start,
            top + number * LANE_PX,
            max(end - start, 2.0),
            SPAN_PX,
            rx=2,
            fill=chart.colours[str(group)],
            fill_opacity=PALER,
        )
        for number, (start, end, group) in enumerate(zip(left, right, chart.lanes["group"], strict=True))
    ]


def _sections(chart: Chart, settings: TimelineOptions) -> list[Section]:
    occurring = {*chart.bars["group"], *chart.lanes["group"]}
    swatches = tuple(
        Entry((svg.rectangle(-7, -7, 14, 14, fill=colour),), "Type not stated" if group == "not stated" else group, 16)
        for group, colour in chart.colours.items()
        if group in occurring
    )
    heading = "What happened" if settings.by == "type" else "First actor named"
    return [Section(heading, swatches), Section("How to read it", tuple(_reading_entries(chart, settings)))]


def _reading_entries(chart: Chart, settings: TimelineOptions) -> list[Entry]:
    palette, entries, scale = chart.palette, [], chart.timeline.scale.name
    if not chart.bars.empty and not chart.bars["to_the_day"].all():
        entries.append(
            Entry(
                (svg.rectangle(-7, -7, 14, 14, fill=palette.ink, fill_opacity=PALER),),
                "Paler: the day is not known",
                16,
            )
        )
    if not chart.lanes.empty:
        rest = int(chart.timeline.spans_in_window()["count"].sum() - chart.lanes["count"].sum())
        more = f"; {pluralize(rest, 'more incident')} not drawn, for want of room" if rest else ""
        label = f"Known only to more than a {scale}: a line over the days it may have been{more}"
        entries.append(Entry((svg.rectangle(-14, -2.5, 28, 5, rx=2, fill=palette.ink, fill_opacity=PALER),), label, 16))
    if "killed_high" in chart.bars:
        entries.append(
            Entry(
                (svg.line([(0, -8), (0, 8)], stroke=palette.ink, stroke_width=1.2),),
                "From the lowest to the highest number killed",
                18,
            )
        )
    if settings.smooth:
        label = f"Average of {pluralize(settings.smooth, scale)}"
        entries.append(Entry((svg.line([(-14, 0), (14, 0)], stroke=palette.ink, stroke_width=1.8),), label, 16))
    return entries
