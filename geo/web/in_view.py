"""The list beside the map: the incidents that lie in its view."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geo.mapping.incident_properties import describe_incidents
from geo.web.caching import cache_control
from geo.web.params import get_atlas, parse_selection, parse_start, parse_view

PAGE = 50  # incidents that come at once; by judgement: some four screens of the list


def in_view_json(request: Request) -> Response:
    """The incidents in `view` (west,south,east,north), the latest first: at most PAGE of them, from `start` on.

    `count` is how many lie in the view, `selected` how many the selection has in all, wherever they are.
    """
    selection, start, view = parse_selection(request), parse_start(request), parse_view(request)
    atlas = get_atlas(request)
    results = atlas.select(selection)
    page = results.list_view(view, start=start, size=PAGE)
    answer = {
        "count": page.count,
        "selected": len(results),
        "incidents": describe_incidents(atlas.engine, page.rows),
    }
    return JSONResponse(answer, headers={"Cache-Control": cache_control(immutable=False)})


ROUTES = [Route("/api/in-view.json", in_view_json)]
