"""The definition of the OGC API alone, by paths below its landing page, as the standard wants it."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from geo.query.feature_parameters import OGC
from geo.web.ogc.landing_page import OPENAPI
from geo.web.openapi.document import build_document


def api(request: Request) -> Response:
    """The definition of this API."""
    server = str(request.base_url).rstrip("/")
    document = build_document(request.app.routes, (OGC,), server=server, below=OGC)
    return JSONResponse(document, media_type=OPENAPI)
