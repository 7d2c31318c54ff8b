"""What the server answers beside the pages: files, numbers and assets, and the gate in front of them."""

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from geo.web import api, assets, choropleth_routes, comparison_routes, params, tcp_nodelay, tiles
from geo.web.security_headers import SecurityHeaders


def _to_map(request: Request) -> Response:
    query = request.url.query
    return RedirectResponse(f"/map?{query}" if query else "/map", status_code=307)


ROUTES = [
    Route("/", _to_map),
    *assets.ROUTES,
    *api.ROUTES,
    *choropleth_routes.ROUTES,
    *tiles.ROUTES,
    *comparison_routes.ROUTES,
]
MIDDLEWARE = [Middleware(SecurityHeaders)]
EXCEPTION_HANDLERS = {params.QueryRefused: params.bad_request, params.DataNotFound: params.not_found}

__all__ = ["EXCEPTION_HANDLERS", "MIDDLEWARE", "ROUTES", "tcp_nodelay"]
