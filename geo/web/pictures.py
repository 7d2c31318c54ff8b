"""The map and the timeline as pictures, PNG or SVG, under the pages' own query (docs/decisions/0039)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geo import exports
from geo.analysis import timeline
from geo.analysis.choropleth import MEASURES, RATE_PERIODS
from geo.analysis.time_scale import SCALE
from geo.errors import FontsMissing, PictureBusy, PictureFailed, QueryRefused, ValueRefused
from geo.mapping import choropleth_legend, map_position
from geo.pictures import png
from geo.pictures.drawing_queue import DrawingQueue
from geo.pictures.map_picture import AreaOptions, MapView, draw_map
from geo.pictures.options import FORMATS, THEMES, PictureOptions, Size, check_title
from geo.pictures.palette import PALETTES
from geo.pictures.timeline_picture import TimelineOptions, draw_timeline
from geo.query.cache import AnswerCache
from geo.query.parameters import DATA
from geo.query.selection import Problem, Selection
from geo.storage.atlas import Atlas
from geo.web.api import AVERAGES
from geo.web.caching import caching_headers, is_not_modified, not_modified
from geo.web.params import get_atlas, parse_choice, parse_selection

Value = TypeVar("Value")
STYLE_VERSION = "1"  # part of the entity tag; to be raised with every change of how pictures look
MAX_CACHED_BYTES = 48_000_000  # some hundred pictures; by judgement
CACHED: AnswerCache[tuple[object, ...], bytes] = AnswerCache(MAX_CACHED_BYTES, len)
QUEUE = DrawingQueue()
TIMELINE_PARAMETERS = ("by", "scale", "count", "smooth", "cumulative")
INCIDENTS = "incidents"  # what the map shows unless countries or provinces are asked for
AREA_OF_PAGE = {page: by for by, page in choropleth_legend.VIEW_NAMES.items()}


@dataclass(frozen=True, eq=False)
class Job:
    """A picture to draw: its kind as its name says, what it shows, how, and all that decides what it looks like."""

    kind: str
    atlas: Atlas
    selection: Selection
    options: PictureOptions
    extension: str
    key: tuple[object, ...]
    draw_svg: Callable[[], bytes]


def map_picture(request: Request) -> Response:
    """The map: `at` where it is, else the view that the page opens on; `drawn`, `measure` and `per` as on the page."""
    if refusal := _refuse_format(request):
        return refusal
    selection, view, areas = parse_selection(request), _parse_view(request), _parse_areas(request)
    atlas, options = get_atlas(request), _parse_options(request, "map", selection, ("at", "drawn", "measure", "per"))
    kind = "-".join(filter(None, ("map", *((areas.measure, "by", areas.by, areas.per) if areas else ()))))
    return _answer(
        request,
        Job(
            kind,
            atlas,
            selection,
            options,
            request.path_params["extension"],
            (view, areas),
            lambda: draw_map(atlas, selection, options, view=view, areas=areas),
        ),
    )


def timeline_picture(request: Request) -> Response:
    """The timeline: `by`, `scale`, `count`, `smooth` and `cumulative` as on the page."""
    if refusal := _refuse_format(request):
        return refusal
    selection, settings = parse_selection(request), _parse_timeline(request)
    atlas, options = get_atlas(request), _parse_options(request, "timeline", selection, TIMELINE_PARAMETERS)
    kind = "-".join(("timeline", *(("killed",) if settings.count == "killed" else ()), "by", settings.by))
    return _answer(
        request,
        Job(
            kind,
            atlas,
            selection,
            options,
            request.path_params["extension"],
            (settings,),
            lambda: draw_timeline(atlas, selection, options, settings=settings),
        ),
    )


def _answer(request: Request, job: Job) -> Response:
    """The picture, from the cache where it has been drawn before; 304 for whoever has it."""
    key = (
        *(job.kind, job.extension, job.atlas.cache_key, STYLE_VERSION, job.selection.to_query()),
        *(job.options.size, job.options.palette.name, job.options.title, job.options.address, *job.key),
    )
    headers = caching_headers(key, immutable=False)
    name = exports.build_file_name(
        job.kind, job.selection, job.atlas.version, repr(key).encode(errors="replace"), job.extension
    )
    headers["Content-Disposition"] = f'inline; filename="{name}"'
    if is_not_modified(request.headers, headers["ETag"]):
        return not_modified(headers)
    try:
        content = CACHED.get(key, lambda: QUEUE.run(lambda: _draw(job)))
    except PictureBusy as busy:
        return JSONResponse({"error": str(busy)}, 503, {"Retry-After": str(busy.retry_after_s)})
    except (FontsMissing, PictureFailed) as failure:
        return JSONResponse({"error": str(failure)}, 500)
    return Response(content, media_type=FORMATS[job.extension], headers=headers)


def _draw(job: Job) -> bytes:
    svg = job.draw_svg()
    if job.extension == "svg":
        return svg
    return png.to_png(svg, png.texts_of(svg))


def _refuse_format(request: Request) -> Response | None:
    if request.path_params["extension"] in FORMATS:
        return None
    return JSONResponse({"error": f"Unknown format. Available: {', '.join(FORMATS)}."}, status_code=404)


def _parse_options(
    request: Request, page: str, selection: Selection, own_parameters: tuple[str, ...]
) -> PictureOptions:
    """Size, theme and title, and the address of the page with the same view, with the page's own parameters."""
    parameters = request.query_params
    size = _parse("width", lambda: Size.parse(parameters.get("width", ""), parameters.get("height", "")))
    title = _parse("title", lambda: check_title(parameters.get("title", "").strip()))
    theme = parse_choice(request, "theme", THEMES, default="light")
    return PictureOptions(size, PALETTES[theme], title, _page_address(request, page, selection, own_parameters))


def _page_address(request: Request, page: str, selection: Selection, own_parameters: tuple[str, ...]) -> str:
    """The page's address; blank where the data are a session's own, for their key opens them to every reader."""
    if DATA in request.query_params:
        return ""
    own = urlencode(
        [(name, request.query_params[name]) for name in own_parameters if request.query_params.get(name)], safe=","
    )
    query = "&".join(filter(None, (selection.to_query(), own)))
    return f"{request.base_url}{page}{'?' if query else ''}{query}"


def _parse_view(request: Request) -> MapView | None:
    text = request.query_params.get("at", "")
    if not text:
        return None
    _parse("at", lambda: map_position.check_view(text))
    return MapView(*map(float, text.split(",")))


def _parse_areas(request: Request) -> AreaOptions | None:
    subject = parse_choice(request, "drawn", tuple(AREA_OF_PAGE), default=INCIDENTS)
    measure = parse_choice(request, "measure", tuple(MEASURES), default="incidents")
    per = parse_choice(request, "per", RATE_PERIODS[1:], default="")
    return None if subject == INCIDENTS else AreaOptions(AREA_OF_PAGE[subject], measure, per)


def _parse_timeline(request: Request) -> TimelineOptions:
    smooth = parse_choice(request, "smooth", AVERAGES, default="")
    return TimelineOptions(
        by=parse_choice(request, "by", timeline.GROUPINGS, default="type"),
        scale=parse_choice(request, "scale", tuple(SCALE), default=""),
        count=parse_choice(request, "count", timeline.MEASURES, default="incidents"),
        smooth=int(smooth or 0),
        is_cumulative=parse_choice(request, "cumulative", ("1",), default="") == "1",
    )


def _parse(name: str, parse: Callable[[], Value]) -> Value:
    try:
        return parse()
    except ValueRefused as refusal:
        raise QueryRefused([Problem(name, refusal.value, refusal.accepted).to_dict()]) from None


ROUTES = [
    Route("/api/map.{extension:str}", map_picture),
    Route("/api/timeline.{extension:str}", timeline_picture),
]
