"""What the server answers beside the pages: files, numbers and assets, and the headers of every answer."""

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from geo.errors import EngineFailed, QueryRefused, WorkspaceNotFound
from geo.web import (
    api,
    assets,
    basemap_tiles,
    bundles,
    choices,
    choropleth_routes,
    clusters,
    comparison_routes,
    cube,
    feeds,
    handover_routes,
    history_routes,
    in_view,
    links,
    metrics,
    ogc,
    openapi,
    page_scripts,
    params,
    pictures,
    raster_tiles,
    readiness,
    streamlit_files,
    tcp_nodelay,
    tiles,
)
from geo.web.compression import Compression
from geo.web.failures import FailureResponses, engine_failed, method_not_allowed
from geo.web.page_policy import PagePolicy
from geo.web.request_log import RequestLog
from geo.web.security_headers import SecurityHeaders
from geo.web.watched_requests import WatchedRequests


def _redirect_to_map(request: Request) -> Response:
    query = request.url.query
    return RedirectResponse(f"/map?{query}" if query else "/map", status_code=307)


ROUTES: list[BaseRoute] = [
    Route("/", _redirect_to_map),
    *metrics.ROUTES,
    *readiness.ROUTES,
    *openapi.ROUTES,
    *ogc.ROUTES,
    Route("/api", api.unknown_address, include_in_schema=False),  # before the pages', whose names are single words too
    Route("/tiles", tiles.no_such_tile, include_in_schema=False),
    *streamlit_files.ROUTES,
    *page_scripts.ROUTES,  # before the assets', whose last route answers every other address
    *assets.ROUTES,
    *bundles.ROUTES,
    *handover_routes.ROUTES,  # before the API's, whose route of incidents knows the export formats alone
    *feeds.ROUTES,  # before the API's: a feed is no format of a download
    *api.ROUTES,
    *choropleth_routes.ROUTES,
    *raster_tiles.ROUTES,
    *basemap_tiles.ROUTES,  # before the tiles', whose last route answers every other address
    *tiles.ROUTES,
    *clusters.ROUTES,
    *choices.ROUTES,
    *cube.ROUTES,
    *in_view.ROUTES,
    *links.ROUTES,
    *history_routes.ROUTES,
    *comparison_routes.ROUTES,
    *pictures.ROUTES,  # after the API's: /api/timeline.json is no picture
    *api.CATCH_ALL,
]
MIDDLEWARE = [  # the first is the outermost
    Middleware(SecurityHeaders),
    Middleware(Compression),
    Middleware(metrics.Metrics),  # within it, for it hands on a copy of what a route writes its pattern into
    Middleware(streamlit_files.StreamlitFiles),
    Middleware(FailureResponses),
    Middleware(WatchedRequests),
]
EXCEPTION_HANDLERS = {
    405: method_not_allowed,
    QueryRefused: params.bad_request,
    WorkspaceNotFound: params.not_found,
    EngineFailed: engine_failed,
}

__all__ = ["EXCEPTION_HANDLERS", "MIDDLEWARE", "ROUTES", "PagePolicy", "RequestLog", "tcp_nodelay"]
