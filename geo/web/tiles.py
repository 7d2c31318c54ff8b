"""Density tiles: the points of a selection in one tile, as a picture and as numbers, under the pages' own query."""

import numpy as np
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geo.errors import QueryRefused, ValueRefused
from geo.mapping import density_tiles
from geo.mapping.incident_properties import describe_incidents
from geo.query.filters import FILTER
from geo.query.selection import Problem
from geo.web.caching import cache_control, caching_headers, is_not_modified, not_modified
from geo.web.params import get_atlas, parse_choice, parse_selection, parse_tile

RETINA = "@2x"
MAX_LISTED = 50  # incidents around a point: what a popup can list; chosen by judgement
DISTANCE_DECIMALS = 1  # kilometres: coordinates of incidents are rarely better than 100 m


def tile_png(request: Request) -> Response:
    """The picture of a tile; `theme` light or dark, `@2x` after the row for screens with small pixels.

    With `v`, the atlas's cache key, a browser may keep the picture for good.
    """
    theme = parse_choice(request, "theme", tuple(density_tiles.COLOURS), default="light")
    selection, row = parse_selection(request), request.path_params["y"]
    tile = parse_tile(request, row=row.removesuffix(RETINA))
    if tile is None:
        return no_such_tile()
    atlas, scale = get_atlas(request), 2 if row.endswith(RETINA) else 1
    parts = (atlas.cache_key, density_tiles.STYLE_VERSION, selection.to_query(), tile, theme, scale)
    headers = caching_headers(parts, immutable=request.query_params.get("v") == atlas.cache_key)
    if is_not_modified(request.headers, headers["ETag"]):
        return not_modified(headers)
    counts = atlas.select(selection).tile_grid(tile, density_tiles.grid_depth(tile.zoom))
    return Response(density_tiles.render_png(counts, theme=theme, scale=scale), media_type="image/png", headers=headers)


def tile_json(request: Request) -> Response:
    """The count of a tile; with `cells=1` also its squares with incidents, each as column, row, count."""
    cells = parse_choice(request, "cells", ("1",), default="")
    selection, tile = parse_selection(request), parse_tile(request)
    if tile is None:
        return no_such_tile()
    results = get_atlas(request).select(selection)
    answer: dict[str, object] = {"count": results.count_in_tile(tile)}
    if cells:
        counts = results.tile_grid(tile, density_tiles.grid_depth(tile.zoom))
        rows, columns = counts.nonzero()
        answer["cells"] = np.stack([columns, rows, counts[rows, columns]], axis=1).tolist()
    return JSONResponse(answer, headers={"Cache-Control": cache_control(immutable=False)})


def near_json(request: Request) -> Response:
    """The incidents `near` a point (longitude,latitude,km), nearest first, and how many there are in all."""
    longitude, latitude, km = _parse_circle(request)
    results = get_atlas(request).select(parse_selection(request))
    nearest = results.nearest(longitude, latitude, within_km=km, size=MAX_LISTED)
    described = describe_incidents(results.engine, nearest.rows)
    distances = nearest.distances_km.round(DISTANCE_DECIMALS).tolist()
    incidents = [incident | {"away_km": km} for incident, km in zip(described, distances, strict=True)]
    answer = {"count": nearest.count, "incidents": incidents}
    return JSONResponse(answer, headers={"Cache-Control": cache_control(immutable=False)})


def no_such_tile(_request: Request | None = None) -> Response:
    """The answer to an address under /tiles/ that is none; Streamlit would answer with a page."""
    return JSONResponse({"error": "No such tile. Zooms go from 0 to 22, columns and rows from 0."}, status_code=404)


def _parse_circle(request: Request) -> tuple[float, float, float]:
    """Longitude, latitude and kilometres of `near`; raises QueryRefused."""
    texts = tuple(request.query_params.getlist("near"))
    try:
        longitude, latitude, km = FILTER["around"].parse(texts)
    except ValueRefused as refusal:
        raise QueryRefused([Problem("near", refusal.value, refusal.accepted).to_dict()]) from None
    return longitude, latitude, km


ROUTES = [
    Route("/tiles/density/{z}/{x}/{y}.png", tile_png),
    Route("/tiles/density/{z}/{x}/{y}.json", tile_json),
    Route("/tiles/{path:path}", no_such_tile, include_in_schema=False),
    Route("/api/near.json", near_json),
]
