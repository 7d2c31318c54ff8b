"""What the map shows of a view: incidents, clusters and areas; and the incidents of one cluster or one area."""

import math

import numpy as np
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geo.errors import QueryRefused, ValueRefused
from geo.mapping.incident_properties import describe_areas, describe_clusters, describe_incidents
from geo.query.map_view import MapView
from geo.query.point_index import MAX_ZOOM
from geo.query.selection import MAX_REPEATED, Problem
from geo.web.caching import cache_control, caching_headers, is_not_modified, not_modified
from geo.web.params import get_atlas, parse_choice, parse_selection

STYLE_VERSION = "1"  # part of the entity tag; to be raised with every change of what an answer holds
PAGE = 50  # incidents of a cluster that come at once; by judgement: some ten screens of a popup
ACCEPTED_ZOOM = f"one number from 0 to {MAX_ZOOM}, such as 5 or 5.25"
ACCEPTED_START = "one whole number from 0"
MAX_DIGITS = 9  # of `start`: more than any table has rows


def clusters_json(request: Request) -> Response:
    """What lies in `view` (west,south,east,north) at `zoom`: incidents one by one, clusters of the others, and areas.

    With `v`, the atlas's cache key, a browser may keep the answer for good.
    """
    selection = parse_selection(request)
    view, zoom, atlas = _parse_view(request), _parse_zoom(request), get_atlas(request)
    parts = (atlas.cache_key, STYLE_VERSION, selection.to_query(), view, zoom)
    headers = caching_headers(parts, immutable=request.query_params.get("v") == atlas.cache_key)
    if is_not_modified(request.headers, headers["ETag"]):
        return not_modified(headers)
    marks = atlas.select(selection).marks.in_view(view, zoom)
    answer = {
        "incidents": describe_incidents(atlas.index, np.sort(marks.rows)),
        "clusters": list(describe_clusters(atlas.index, marks.clusters)),
        "areas": describe_areas(atlas.index, marks.areas),
    }
    return JSONResponse(answer, headers=headers)


def cluster_incidents_json(request: Request) -> Response:
    """The incidents of a cluster, by the bounds that it has (`view`), or of an area (`area_id`), the latest first.

    `parts=1` adds those of the provinces to those of a country. At most PAGE come at once, from `start` on; `count` is
    how many there are in all.
    """
    selection, start = parse_selection(request), _parse_start(request)
    with_parts = parse_choice(request, "parts", ("1",), default="") == "1"
    area_ids = request.query_params.getlist("area_id")
    marks = get_atlas(request).select(selection).marks
    if area_ids:
        rows = marks.rows_of_area(_parse_one("area_id", area_ids), with_parts=with_parts)
    else:
        rows = marks.rows_in(_parse_view(request))
    page = rows[start : start + PAGE]
    answer = {"count": len(rows), "incidents": describe_incidents(get_atlas(request).index, page)}
    return JSONResponse(answer, headers={"Cache-Control": cache_control(immutable=False)})


def _parse_view(request: Request) -> MapView:
    text = _parse_one("view", request.query_params.getlist("view"))
    try:
        return MapView.parse(text)
    except ValueRefused as refusal:
        raise QueryRefused([Problem("view", refusal.value, refusal.accepted).to_dict()]) from None


def _parse_zoom(request: Request) -> float:
    text = _parse_one("zoom", request.query_params.getlist("zoom"))
    try:
        zoom = float(text)
    except ValueError:
        zoom = math.nan
    if not 0 <= zoom <= MAX_ZOOM:  # which not a number is not either
        raise QueryRefused([Problem("zoom", text[:MAX_REPEATED], ACCEPTED_ZOOM).to_dict()])
    return zoom


def _parse_start(request: Request) -> int:
    texts = request.query_params.getlist("start")
    text = _parse_one("start", texts or ["0"])
    if not (text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS):
        raise QueryRefused([Problem("start", text[:MAX_REPEATED], ACCEPTED_START).to_dict()])
    return int(text)


def _parse_one(name: str, texts: list[str]) -> str:
    """The only value of a parameter; raises QueryRefused for none and for several."""
    if len(texts) != 1:
        raise QueryRefused([Problem(name, ",".join(texts)[:MAX_REPEATED], "one value").to_dict()])
    return texts[0]


ROUTES = [
    Route("/api/clusters.json", clusters_json),
    Route("/api/clusters/incidents.json", cluster_incidents_json),
]
