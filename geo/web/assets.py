"""Leaflet, our own map script and the basemap, served from installed packages and data/."""

import os

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from geo.core import boundaries
from geo.errors import ValueRefused
from geo.mapping import bundle
from geo.web.caching import cache_control, is_not_modified, make_etag, not_modified

VERSION = "v"  # an address with this parameter changes whenever its content does


class PackageFiles(StaticFiles):
    """The static files of an installed package, with our Cache-Control and our reading of If-None-Match."""

    def __init__(self, package: str, folder: str) -> None:
        super().__init__(packages=[(package, folder)])

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = _asset_cache_control(Request(scope))
        return response

    def is_not_modified(self, response_headers: Headers, request_headers: Headers) -> bool:
        if "if-none-match" in request_headers:
            return is_not_modified(request_headers, response_headers["etag"])
        return super().is_not_modified(response_headers, request_headers)


def map_script(request: Request) -> Response:
    """Our map script, all parts in one file: st_folium waits for each script in turn."""
    return asset_response(request, bundle.build_javascript(), "text/javascript; charset=utf-8")


def map_style(request: Request) -> Response:
    """Our map's style sheet."""
    return asset_response(request, bundle.build_stylesheet(), "text/css; charset=utf-8")


def countries(request: Request) -> Response:
    """The outlines of all countries, as GeoJSON."""
    return asset_response(request, boundaries.countries_geojson(), "application/geo+json")


def provinces(request: Request) -> Response:
    """The outlines of one country's provinces, as GeoJSON."""
    try:
        content = boundaries.provinces_geojson(request.path_params["code"])
    except ValueRefused as refusal:
        return Response(str(refusal), status_code=404, media_type="text/plain")
    return asset_response(request, content, "application/geo+json")


def no_such_asset(_request: Request) -> Response:
    """The answer to an address under /assets/ that is none; Streamlit would answer with a page."""
    return Response("No such file.", status_code=404)


def asset_response(request: Request, content: bytes, media_type: str) -> Response:
    """The answer with an asset, or 304 to whoever has it; for good where its address has its version."""
    headers = {"ETag": make_etag(content), "Cache-Control": _asset_cache_control(request)}
    if is_not_modified(request.headers, headers["ETag"]):
        return not_modified(headers)
    return Response(content, media_type=media_type, headers=headers)


def _asset_cache_control(request: Request) -> str:
    return cache_control(public=True, immutable=bool(request.query_params.get(VERSION)))


ROUTES = [
    Route("/assets/atlas.js", map_script),
    Route("/assets/atlas.css", map_style),
    Route("/assets/basemap/countries.geojson", countries),
    Route("/assets/basemap/provinces/{code}.geojson", provinces),
    Mount("/assets/leaflet", PackageFiles("xstatic.pkg.leaflet", "data")),
    Mount("/assets/draw", PackageFiles("leaflet", "static/leaflet/draw")),
    Route("/assets/{path:path}", no_such_asset),
]
