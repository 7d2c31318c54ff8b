"""The links between the incidents of a selection, for the arcs on the map and the chain beside it."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geo.mapping.link_properties import describe_linked, describe_links
from geo.storage.incident_links import RELATION_PHRASES
from geo.storage.selection_links import MAX_LINKS, find_links
from geo.web.caching import caching_headers, is_not_modified, not_modified
from geo.web.params import get_atlas, parse_selection, parse_view

PHRASES = {name: relation.forward for name, relation in RELATION_PHRASES.items()}
FORMAT_VERSION = "1"  # part of the entity tag; to be raised with every change of what an answer holds


def links_json(request: Request) -> Response:
    """The links whose two ends are selected, at most MAX_LINKS, the latest first, and the incidents at their ends.

    Of more, those that `view` touches. `is_whole`: no other view has further ones. `count`: how many the selection has;
    `in_view`: how many the view touches; `leading_out`: how many have one end outside the selection. With `v`, the
    atlas's cache key, a browser may keep the answer for good.
    """
    selection, atlas = parse_selection(request), get_atlas(request)
    view = parse_view(request) if "view" in request.query_params else None
    headers = caching_headers(
        (atlas.cache_key, FORMAT_VERSION, selection.to_query(), view),
        immutable=request.query_params.get("v") == atlas.cache_key,
    )
    if is_not_modified(request.headers, headers["ETag"]):
        return not_modified(headers)
    links = find_links(atlas, atlas.select(selection), view, limit=MAX_LINKS)
    ends = describe_linked(atlas.engine, links.incidents)
    answer = {
        "count": links.n_links,
        "in_view": links.n_in_view,
        "leading_out": links.n_leading_out,
        "is_whole": links.is_whole,
        "incidents": ends,
        "links": describe_links(links.links, ends, PHRASES),
    }
    return JSONResponse(answer, headers=headers)


ROUTES = [Route("/api/links.json", links_json)]
