"""The tiles of the reader's own basemap (geo/mapping/own_basemap.py)."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geo.errors import BasemapInvalid
from geo.mapping import own_basemap
from geo.query.point_index import MAX_ZOOM
from geo.web.caching import caching_headers, is_not_modified, not_modified
from geo.web.params import parse_tile


def own_tile(request: Request) -> Response:
    """The picture of a tile as it is in the file, 204 where the file has none, 503 where it is damaged.

    With `v`, the file's version, a browser may keep the answer for good.
    """
    basemap, tile = own_basemap.current_basemap(), parse_tile(request)
    if basemap.archive is None:
        return _error(basemap.problem or "There is no basemap of your own. The setting BASEMAP names its file.", 404)
    if tile is None:
        return _error(f"No such tile. Zooms go from 0 to {MAX_ZOOM}, columns and rows from 0.", 404)
    is_current = request.query_params.get("v") == basemap.version
    headers = caching_headers((basemap.version, tile), immutable=is_current, public=True)
    if is_not_modified(request.headers, headers["ETag"]):
        return not_modified(headers)
    try:
        picture = basemap.archive.read_picture(tile)
    except BasemapInvalid as error:
        return _error(str(error), 503)
    if picture is None:
        return Response(status_code=204, headers=headers)
    return Response(picture.content, media_type=picture.media_type, headers=headers)


def _error(message: str, status_code: int) -> Response:
    return JSONResponse({"error": message}, status_code=status_code, headers={"Cache-Control": "no-store"})


ROUTES = [Route(own_basemap.URL, own_tile)]
