"""What of OGC API – Features – Part 1: Core (17-069r4) the server conforms to."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

SPECIFICATION = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf"
CONFORMANCE_CLASSES = tuple(f"{SPECIFICATION}/{name}" for name in ("core", "oas30", "geojson"))


def conformance(_request: Request) -> Response:
    """The conformance classes that the server implements."""
    return JSONResponse({"conformsTo": list(CONFORMANCE_CLASSES)})
