"""What cannot be answered: an engine that fails says why; a bug is logged under an identifier, and answered with it.

An answer that is part of a page goes out without what of a person's data cannot be read, and its header MISSING_HEADER
has the number of reasons that the page shows.
"""

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.core.failure_log import log_failure
from geo.errors import DiskFull, EngineFailed, QueryTimedOut, StillPreparing
from geo.web.failure_page import failure_response

UNAVAILABLE, TIMED_OUT, NO_ROOM = 503, 504, 507
STATUS_CODES: dict[type[Exception], int] = {QueryTimedOut: TIMED_OUT, DiskFull: NO_ROOM}  # of other failures 503
MISSING_HEADER = "Faultline-Missing"


class FailureResponses:
    """ASGI middleware that answers 500 with an identifier where a route fails, and logs the failure under it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; raises RuntimeError with the identifier where the answer was half sent already."""
        has_started = False

        async def send_and_note(message: Message) -> None:
            nonlocal has_started
            if message["type"] == "http.response.start":
                has_started = True
                _count_missing(scope, message)
            await send(message)

        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            await self.app(scope, receive, send_and_note)
        except Exception as error:
            # The route's pattern and not the address, which holds what the user asked for.
            failure_id = log_failure(error, doing=f"answering {getattr(scope.get('route'), 'path', 'a request')}")
            if has_started:  # only a broken connection tells the client that the file is not whole
                raise RuntimeError(f"failure {failure_id}: the answer was cut off") from None
            await server_error(Request(scope), failure_id)(scope, receive, send)


def _count_missing(scope: Scope, message: Message) -> None:
    """Add the header to the answer of an atlas that is not whole."""
    atlas = scope.get("state", {}).get("atlas")
    if atlas is not None and atlas.missing:
        MutableHeaders(scope=message)[MISSING_HEADER] = str(len(atlas.missing))


def engine_failed(request: Request, error: Exception) -> Response:
    """The answer where what holds the incidents cannot give one, in whole: what failed and what to do."""
    status_code = STATUS_CODES.get(type(error), UNAVAILABLE)
    message = error.for_readers if isinstance(error, EngineFailed) else str(error)
    headers = {"Retry-After": str(error.retry_after_s)} if isinstance(error, StillPreparing) else {}
    return failure_response(request, {"error": message}, status_code, {"Cache-Control": "no-store", **headers})


def method_not_allowed(request: Request, error: Exception) -> Response:
    """The answer to a method that an address does not know."""
    headers = error.headers if isinstance(error, HTTPException) else None
    message = f"{request.method} is not answered here. Use {(headers or {}).get('Allow', 'GET')}."
    return JSONResponse({"error": message}, 405, headers)


def server_error(request: Request, failure_id: str) -> Response:
    """The answer where a bug was met: the number under which the log has it."""
    message = (
        f"Faultline failed to answer (error {failure_id}). This is a bug in Faultline, not a fault of the request. The "
        "server's log has the details under this number, without any value of the request."
    )
    return failure_response(request, {"error": message, "failure_id": failure_id}, 500, {"Cache-Control": "no-store"})
