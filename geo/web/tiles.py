"""Density tiles: the points of a selection in one tile, as a picture and as numbers, under the pages' own query."""

import hashlib

import numpy as np
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geo.errors import ValueRefused
from geo.mapping import density_tiles
from geo.mapping.payload import incident_properties
from geo.query.filters import FILTER
from geo.query.nearest import find_nearest
from geo.query.point_index import Tile
from geo.web.params import QueryRefused, get_atlas, parse_choice, parse_selection

KEEP = "private, max-age=31536000, immutable"  # only for addresses that carry what names the answers
CHECK = "private, max-age=0, must-revalidate"
OPTIONS = ("v", "theme", "cells")
RETINA = "@2x"
MOST_DIGITS = 8


def tile_png(request: Request) -> Response:
    """The picture of a tile; `theme` light or dark, `@2x` behind the row for screens of fine pixels."""
    theme = parse_choice(request, "theme", tuple(density_tiles.COLOURS), default="light")
    selection, asked, row = parse_selection(request, *OPTIONS), get_atlas(request), request.path_params["y"]
    tile = _tile(request, row.removesuffix(RETINA))
    if tile is None:
        return _no_tile()
    scale = 2 if row.endswith(RETINA) else 1
    known = "/".join(map(str, (asked.cache_key, density_tiles.STYLE_VERSION, selection.to_query(), tile, theme, scale)))
    etag = f'"{hashlib.sha256(known.encode(errors="replace")).hexdigest()[:20]}"'
    lasting = KEEP if request.query_params.get("v") == asked.cache_key else CHECK
    headers = {"ETag": etag, "Cache-Control": lasting}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    counts = asked.select(selection).tile_grid(tile, density_tiles.grid_depth(tile.zoom))
    return Response(density_tiles.render_png(counts, theme=theme, scale=scale), media_type="image/png", headers=headers)


def tile_json(request: Request) -> Response:
    """The count of a tile; with `cells=1` also each square that holds any: column, row, count."""
    cells = parse_choice(request, "cells", ("1",), default="")
    selection, tile = parse_selection(request, *OPTIONS), _tile(request, request.path_params["y"])
    if tile is None:
        return _no_tile()
    chosen = get_atlas(request).select(selection)
    told: dict[str, object] = {"count": chosen.count_in_tile(tile)}
    if cells:
        counts = chosen.tile_grid(tile, density_tiles.grid_depth(tile.zoom))
        rows, columns = counts.nonzero()
        told["cells"] = np.stack([columns, rows, counts[rows, columns]], axis=1).tolist()
    return JSONResponse(told, headers={"Cache-Control": CHECK})


def near_json(request: Request) -> Response:
    """What lies `near` a point (longitude,latitude,km), nearest first, and how many there are in all."""
    texts = tuple(request.query_params.getlist("near"))
    try:
        longitude, latitude, km = FILTER["around"].parse(texts)
    except ValueRefused as refusal:
        raise QueryRefused([{"key": "near", "given": refusal.value, "accepted": refusal.accepted}]) from None
    chosen = get_atlas(request).select(parse_selection(request, "near"))
    found = find_nearest(chosen, longitude, latitude, within_km=km)
    rows = found.rows.drop(columns="geometry").to_dict("records")
    told = [
        {**incident_properties(row, {}), "away_km": round(float(away), 1)}
        for row, away in zip(rows, found.distances_km, strict=True)
    ]
    return JSONResponse({"count": found.count, "incidents": told}, headers={"Cache-Control": CHECK})


def _tile(request: Request, row: str) -> Tile | None:
    numbers = (request.path_params["z"], request.path_params["x"], row)
    if not all(each.isascii() and each.isdigit() and len(each) <= MOST_DIGITS for each in numbers):
        return None
    tile = Tile(*map(int, numbers))
    return tile if tile.exists() else None


def _no_tile(_request: Request | None = None) -> Response:
    return JSONResponse({"error": "No such tile. Zooms go from 0 to 22, columns and rows from 0."}, status_code=404)


ROUTES = [
    Route("/tiles/density/{z}/{x}/{y}.png", tile_png),
    Route("/tiles/density/{z}/{x}/{y}.json", tile_json),
    Route("/tiles/{path:path}", _no_tile),  # Streamlit would answer with a page
    Route("/api/near.json", near_json),
]
