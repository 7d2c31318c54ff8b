"""The tiles of the reader's own basemap (geo/mapping/own_basemap.py)."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geo.errors import BasemapInvalid
from geo.mapping import own_basemap
from geo.query.point_index import MAX_ZOOM, Tile
from geo.web.caching import cache_control, is_not_modified, make_etag, not_modified

MAX_DIGITS = 8  # of a tile's number: more than any zoom has, and few enough to be read at once


def own_tile(request: Request) -> Response:
    """The picture of a tile as it is in the file, 204 where the file has none, 503 where it is damaged.

    With `v`, the file's version, a browser may keep the answer for good.
    """
    basemap, tile = own_basemap.current_basemap(), _parse_tile(request)
    if basemap.archive is None:
        return _error(basemap.problem or "There is no basemap of your own. The setting BASEMAP names its file.", 404)
    if tile is None:
        return _error(f"No such tile. Zooms go from 0 to {MAX_ZOOM}, columns and rows from 0.", 404)
    is_current = request.query_params.get("v") == basemap.version
    headers = {
        "ETag": make_etag(f"{basemap.version}/{tile}".encode()),
        "Cache-Control": cache_control(public=True, immutable=is_current),
    }
    if is_not_modified(request.headers, headers["ETag"]):
        return not_modified(headers)
    try:
        picture = basemap.archive.read_picture(tile)
    except BasemapInvalid as error:
        return _error(str(error), 503)
    if picture is None:
        return Response(status_code=204, headers=headers)
    return Response(picture.content, media_type=picture.media_type, headers=headers)


def _parse_tile(request: Request) -> Tile | None:
    numbers = [request.path_params[name] for name in "zxy"]
    if not all(number.isascii() and number.isdigit() and len(number) <= MAX_DIGITS for number in numbers):
        return None
    tile = Tile(*map(int, numbers))
    return tile if tile.exists() else None


def _error(message: str, status_code: int) -> Response:
    return JSONResponse({"error": message}, status_code=status_code, headers={"Cache-Control": "no-store"})


ROUTES = [Route(own_basemap.URL, own_tile)]
