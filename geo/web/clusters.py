"""What the map shows of a view: incidents, clusters and areas; and the incidents of one cluster or one area."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geo.mapping.incident_properties import describe_areas, describe_clusters, describe_incidents
from geo.web.caching import cache_control, caching_headers, is_not_modified, not_modified
from geo.web.params import get_atlas, parse_choice, parse_one, parse_selection, parse_start, parse_view, parse_zoom

STYLE_VERSION = "1"  # part of the entity tag; to be raised with every change of what an answer holds
PAGE = 50  # incidents of a cluster that come at once; by judgement: some ten screens of a popup


def clusters_json(request: Request) -> Response:
    """What lies in `view` (west,south,east,north) at `zoom`: incidents one by one, clusters of the others, and areas.

    With `v`, the atlas's cache key, a browser may keep the answer for good.
    """
    selection = parse_selection(request)
    view, zoom, atlas = parse_view(request), parse_zoom(request), get_atlas(request)
    parts = (atlas.cache_key, STYLE_VERSION, selection.to_query(), view, zoom)
    headers = caching_headers(parts, immutable=request.query_params.get("v") == atlas.cache_key)
    if is_not_modified(request.headers, headers["ETag"]):
        return not_modified(headers)
    marks = atlas.select(selection).marks_in_view(view, zoom)
    answer = {
        "incidents": describe_incidents(atlas.engine, marks.rows),
        "clusters": list(describe_clusters(atlas.engine, marks.clusters)),
        "areas": describe_areas(atlas.engine, marks.areas),
    }
    return JSONResponse(answer, headers=headers)


def cluster_incidents_json(request: Request) -> Response:
    """The incidents of a cluster, by the bounds that it has (`view`), or of an area (`area_id`), the latest first.

    `parts=1` adds those of the provinces to those of a country. At most PAGE come at once, from `start` on; `count` is
    how many there are in all.
    """
    selection, start = parse_selection(request), parse_start(request)
    with_parts = parse_choice(request, "parts", ("1",), default="") == "1"
    area_ids = request.query_params.getlist("area_id")
    results = get_atlas(request).select(selection)
    if area_ids:
        area_id = parse_one("area_id", area_ids)
        page = results.list_area(area_id, with_parts=with_parts, start=start, size=PAGE)
    else:
        page = results.list_spots(parse_view(request), start=start, size=PAGE)
    answer = {"count": page.count, "incidents": describe_incidents(results.engine, page.rows)}
    return JSONResponse(answer, headers={"Cache-Control": cache_control(immutable=False)})


ROUTES = [
    Route("/api/clusters.json", clusters_json),
    Route("/api/clusters/incidents.json", cluster_incidents_json),
]
