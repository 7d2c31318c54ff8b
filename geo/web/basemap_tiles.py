"""The tiles of the basemap and of the relief, and the outlines of areas at its levels of detail."""

import json

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geo.errors import PlaceNotFound
from geo.mapping import outlines
from geo.mapping.basemap import relief, tiles
from geo.places.areas import area_from_id
from geo.query.cache import ByteBoundedLRU
from geo.query.parameters import BASEMAP_AREAS
from geo.query.selection import MAX_REPEATED
from geo.web.caching import cache_control, is_not_modified, make_etag, not_modified
from geo.web.params import parse_tile

MAX_AREAS = 200  # in one request: more than a view of the earth has provinces with a name
MAX_ID_LENGTH = 500  # longer than the identifier of a place in several areas
# Of outlines as they are sent: all provinces at two levels come to less. As Python's lists they would take ten times as
# much, and anybody may ask for thousands of derived regions.
MAX_CACHE_BYTES = 32_000_000
AREAS: ByteBoundedLRU[tuple[str, int], bytes] = ByteBoundedLRU(MAX_CACHE_BYTES, len)


def basemap_tile(request: Request) -> Response:
    """The JSON of a tile (geo/mapping/basemap/tiles.py)."""
    tile = parse_tile(request, max_zoom=tiles.MAX_ZOOM)
    if tile is None:
        return _no_such_tile(tiles.MAX_ZOOM)
    return _answer(request, tiles.build_tile(tile), "application/json", tiles.tiles_version())


def relief_tile(request: Request) -> Response:
    """The picture of a tile, empty at sea."""
    tile = parse_tile(request, max_zoom=relief.MAX_ZOOM)
    if tile is None:
        return _no_such_tile(relief.MAX_ZOOM)
    picture = relief.relief_tile(tile)
    if picture is None:
        return Response(status_code=204, headers={"Cache-Control": _cache_control(request, relief.relief_version())})
    return _answer(request, picture, "image/webp", relief.relief_version())


def areas_json(request: Request) -> Response:
    """GeoJSON of areas (`id`, repeatable) at a level of detail (`detail`), by identifier; unknown ones are left out."""
    ids, detail = request.query_params.getlist("id"), request.query_params.get("detail", "")
    if detail not in map(str, range(outlines.FINEST + 1)):
        return _refused(f"detail={detail[:MAX_REPEATED]!r} is not accepted. Accepted: 0 to {outlines.FINEST}.")
    if len(ids) > MAX_AREAS:
        return _refused(f"{len(ids)} areas are too many at once. Accepted: up to {MAX_AREAS}.")
    outlines_by_id = {area_id: _cached_outline(area_id, int(detail)) for area_id in dict.fromkeys(ids)}
    members = [json.dumps(area_id).encode() + b":" + outline for area_id, outline in outlines_by_id.items() if outline]
    return _answer(request, b"{" + b",".join(members) + b"}", "application/json", tiles.tiles_version())


def _cached_outline(area_id: str, detail: int) -> bytes:
    if not area_id or len(area_id) > MAX_ID_LENGTH:
        return b""
    return AREAS.get((area_id, detail), lambda: _area_geojson(area_id, detail))


def _area_geojson(area_id: str, detail: int) -> bytes:
    """The GeoJSON of an area's outline; blank where there is no such area."""
    try:
        area = area_from_id(area_id)
    except PlaceNotFound:
        return b""
    geometry = outlines.to_geojson(outlines.outline_at(area, detail))
    return json.dumps(geometry, separators=(",", ":")).encode()


def _no_such_tile(max_zoom: int) -> Response:
    message = f"No such tile. Zooms go from 0 to {max_zoom}, columns and rows from 0."
    return JSONResponse({"error": message}, status_code=404)


def _refused(message: str) -> Response:
    return JSONResponse({"error": message}, status_code=400)


def _answer(request: Request, content: bytes | memoryview, media_type: str, version: str) -> Response:
    headers = {"ETag": make_etag(bytes(content)), "Cache-Control": _cache_control(request, version)}
    if is_not_modified(request.headers, headers["ETag"]):
        return not_modified(headers)
    return Response(bytes(content), media_type=media_type, headers=headers)


def _cache_control(request: Request, version: str) -> str:
    return cache_control(public=True, immutable=request.query_params.get("v") == version)


ROUTES = [
    Route(BASEMAP_AREAS, areas_json),
    Route("/tiles/basemap/{z}/{x}/{y}.json", basemap_tile),
    Route("/tiles/relief/{z}/{x}/{y}.webp", relief_tile),
]
