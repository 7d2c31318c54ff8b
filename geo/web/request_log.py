"""A line of the log for each request, under a number of its own that its answer states too.

It names the pattern of the address and never the address, which holds what a reader asked for.
"""

import logging
from time import perf_counter

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from geo.core.failure_log import log_failure
from geo.web.failures import server_error
from geo.web.request_note import NOTE, RequestNote, known_method

HEADER = "X-Request-ID"
BROKEN_OFF = "broken off"
SERVER_ERRORS = 500
# Asked for every second by whoever watches over servers: where they succeed, that is said at the level debug.
WATCHED = ("/_stcore/health", "/ready", "/metrics")
ACCEPTED, REFUSED = 101, 403  # what a websocket's handshake ends with

logger = logging.getLogger("faultline.requests")


class RequestLog:
    """ASGI middleware, the outermost: numbers each request, logs how it ended, and answers where everything failed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        note, started = RequestNote(), perf_counter()
        scope = {**scope, NOTE: note}
        with bound_contextvars(request_id=note.request_id):
            try:
                await self._answer(scope, receive, _note_answer(note, send), note)
            finally:
                _log(scope, note, perf_counter() - started)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, note: RequestNote) -> None:
        try:
            await self.app(scope, receive, send)
        except Exception as error:
            if note.status is not None or scope["type"] == "websocket":
                raise  # only a broken connection tells the client that the answer is not whole
            failure_id = log_failure(error, doing="answering a request")
            await server_error(Request(scope), failure_id)(scope, receive, send)


def _note_answer(note: RequestNote, send: Send) -> Send:
    """What sends an answer, with the number of its request, and notes how it goes."""

    async def send_and_note(message: Message) -> None:
        if message["type"] == "http.response.start":
            note.status = message["status"]
            MutableHeaders(scope=message)[HEADER] = note.request_id
        elif message["type"] == "http.response.body":
            note.n_bytes += len(message.get("body", b""))
        elif message["type"] == "websocket.accept":
            note.status = ACCEPTED
        elif message["type"] == "websocket.close" and note.status is None:
            note.status = REFUSED
        elif message["type"] == "websocket.send":
            note.n_bytes += len(message.get("bytes") or message.get("text") or b"")
        await send(message)

    return send_and_note


def _log(scope: Scope, note: RequestNote, seconds: float) -> None:
    is_websocket = scope["type"] == "websocket"
    logger.log(
        _level(note),
        "websocket" if is_websocket else "request",
        extra={
            "route": "websocket" if is_websocket else note.route,
            "method": "GET" if is_websocket else known_method(scope),
            "status": note.status or BROKEN_OFF,
            "duration_ms": round(seconds * 1000, 1),
            "bytes": note.n_bytes,
        },
    )


def _level(note: RequestNote) -> int:
    if note.status is None or note.status >= SERVER_ERRORS:
        return logging.WARNING
    return logging.DEBUG if note.route in WATCHED else logging.INFO
