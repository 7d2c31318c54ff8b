"""What the server answers beside the pages: files, numbers and assets, and the gate in front of them."""

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from geo.web import api, areas, assets, comparing, queries, sockets, tiles
from geo.web.gate import Gate


def _to_map(request: Request) -> Response:
    query = request.url.query
    return RedirectResponse(f"/map?{query}" if query else "/map", status_code=307)


ROUTES = [Route("/", _to_map), *assets.ROUTES, *api.ROUTES, *areas.ROUTES, *tiles.ROUTES, *comparing.ROUTES]
MIDDLEWARE = [Middleware(Gate)]
EXCEPTION_HANDLERS = {queries.QueryRefused: queries.refused, queries.DataNotFound: queries.not_found}

__all__ = ["EXCEPTION_HANDLERS", "MIDDLEWARE", "ROUTES", "sockets"]
