"""A selection as one HTML file that works from a disk, under the pages' own query (docs/decisions/0052)."""

from urllib.parse import urljoin

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geo.core import clock
from geo.errors import HandoverTooLarge
from geo.exports.generalisation import Generalisation
from geo.handover.about import Stamp
from geo.handover.content import Content, build_content, check_size
from geo.handover.page import MEDIA_TYPE, file_name, write_page
from geo.query.cache import AnswerCache
from geo.query.parameters import DATA, INCIDENTS_HTML
from geo.query.selection import Selection
from geo.storage.atlas import Atlas
from geo.web.caching import attachment_headers, is_not_modified, make_etag, not_modified
from geo.web.params import get_atlas, parse_coordinates, parse_selection

STYLE_VERSION = "1"  # part of the entity tag; to be raised with every change of how the page looks
MAX_CACHED_BYTES = 24_000_000  # eight of the largest pages; by judgement
CACHED: AnswerCache[tuple[object, ...], Content] = AnswerCache(MAX_CACHED_BYTES, lambda content: content.size_bytes)
TOO_LARGE = 413  # RFC 9110, §15.5.14


def handover_page(request: Request) -> Response:
    """The page; its tag does not change with the time that it states, which is that of the answer."""
    generalisation = parse_coordinates(request)
    selection, atlas = parse_selection(request), get_atlas(request)
    key = (atlas.cache_key, selection.to_query(), generalisation.code)
    address = _map_address(request, generalisation.restrict(selection))
    name = file_name(selection, atlas.version, generalisation)
    tag = "/".join(map(str, (name, STYLE_VERSION, address, *key)))
    headers = attachment_headers(name) | {"ETag": make_etag(tag.encode(errors="replace"))}
    if is_not_modified(request.headers, headers["ETag"]):
        return not_modified(headers)
    try:
        content = _build(atlas, selection, generalisation, key)
    except HandoverTooLarge as refusal:
        return JSONResponse({"error": str(refusal)}, status_code=TOO_LARGE)
    file = write_page(content, Stamp(clock.utc_now(), address))
    return Response(file.content, media_type=MEDIA_TYPE, headers=headers)


def _build(atlas: Atlas, selection: Selection, generalisation: Generalisation, key: tuple[object, ...]) -> Content:
    check_size(len(atlas.select(selection)))
    return CACHED.get(key, lambda: build_content(atlas, selection, generalisation))


def _map_address(request: Request, selection: Selection) -> str:
    """The map's address; blank where the data are a session's own, for their key opens them to every reader."""
    if DATA in request.query_params:
        return ""
    query = selection.to_query()
    return urljoin(str(request.base_url), f"map?{query}" if query else "map")


ROUTES = [Route(INCIDENTS_HTML, handover_page)]
