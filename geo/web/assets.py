"""Leaflet, our own map script and the basemap, served from installed packages and data/."""

import hashlib
import mimetypes
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geo.core import boundaries
from geo.errors import ValueRefused
from geo.mapping import bundle

FOREVER = "public, max-age=31536000, immutable"  # only for addresses that carry the content's hash
CHECK = "public, max-age=0, must-revalidate"


@cache
def _package_folder(package: str, *parts: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"the package {package} is not installed; run make")
    return Path(next(iter(spec.submodule_search_locations)), *parts)


def _leaflet() -> Path:
    return _package_folder("xstatic.pkg.leaflet", "data")


def _leaflet_draw() -> Path:
    return _package_folder("leaflet", "static", "leaflet", "draw")


FOLDERS: dict[str, Callable[[], Path]] = {"leaflet": _leaflet, "draw": _leaflet_draw}


@cache
def _files(name: str) -> dict[str, Path]:
    """The files of a static folder by their path in it, so that no other path ever reaches the disk."""
    folder = FOLDERS[name]()
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}


def folder_file(request: Request) -> Response:
    """A file of a package's static folder."""
    folder = request.path_params["folder"]
    path = _files(folder).get(request.path_params["path"]) if folder in FOLDERS else None
    if path is None:
        return Response("No such file.", status_code=404)
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return stored(request, path.read_bytes(), media_type)


def map_script(request: Request) -> Response:
    """Our map script, all parts in one file: st_folium waits for each script in turn."""
    return stored(request, bundle.build_javascript(), "text/javascript; charset=utf-8")


def map_style(request: Request) -> Response:
    """Our map's style."""
    return stored(request, bundle.build_stylesheet(), "text/css; charset=utf-8")


def countries(request: Request) -> Response:
    """The outlines of all countries, as GeoJSON."""
    return stored(request, boundaries.countries_geojson(), "application/geo+json")


def provinces(request: Request) -> Response:
    """The outlines of one country's provinces, as GeoJSON."""
    try:
        content = boundaries.provinces_geojson(request.path_params["code"])
    except ValueRefused as refusal:
        return Response(str(refusal), status_code=404, media_type="text/plain")
    return stored(request, content, "application/geo+json")


def stored(request: Request, content: bytes, media_type: str) -> Response:
    """The content with its hash as ETag; 304 where the browser holds it already."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
    lasting = FOREVER if request.query_params.get("v") else CHECK
    headers = {"ETag": etag, "Cache-Control": lasting}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=media_type, headers=headers)


ROUTES = [
    Route("/assets/atlas.js", map_script),
    Route("/assets/atlas.css", map_style),
    Route("/assets/basemap/countries.geojson", countries),
    Route("/assets/basemap/provinces/{code}.geojson", provinces),
    Route("/assets/{folder:str}/{path:path}", folder_file),
]
