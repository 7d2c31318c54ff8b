"""What a view of the map shows over time, in one small answer, so that a screen brushes and plays without asking."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geo.mapping.time_properties import MEDIA_TYPE, encode_cube
from geo.query.cache import AnswerCache
from geo.query.time_cube import DATES
from geo.web.caching import caching_headers, is_not_modified, not_modified
from geo.web.params import get_atlas, parse_selection, parse_view, parse_zoom

STYLE_VERSION = "1"  # part of the entity tag; to be raised with every change of what an answer holds
CAPACITY_BYTES = 32_000_000  # plain; a cube at 3 million rows has 0.2 to 1.2 MB (docs/decisions/0034)

_cubes: AnswerCache[tuple[object, ...], bytes] = AnswerCache(CAPACITY_BYTES, len)


def cube(request: Request) -> Response:
    """The cells and areas of `view` (west,south,east,north) at `zoom` by time and type, whatever `from` and `to` say.

    With `v`, the atlas's cache key, a browser may keep the answer for good.
    """
    selection = parse_selection(request).without(*DATES)
    view, zoom, atlas = parse_view(request), parse_zoom(request), get_atlas(request)
    parts = (atlas.cache_key, STYLE_VERSION, selection.to_query(), view, round(zoom))
    headers = caching_headers(parts, immutable=request.query_params.get("v") == atlas.cache_key)
    if is_not_modified(request.headers, headers["ETag"]):
        return not_modified(headers)
    content = _cubes.get(parts, lambda: encode_cube(atlas.engine, atlas.select(selection).time_cube(view, zoom)))
    return Response(content, media_type=MEDIA_TYPE, headers=headers)


ROUTES = [Route("/api/cube", cube)]
