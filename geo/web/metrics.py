"""Numbers of the server as Prometheus reads them: how many requests, how they ended, and how long they took.

No label holds anything that a reader asked for: a request is counted under the pattern of its address. Several servers
of one machine share a folder (PROMETHEUS_MULTIPROC_DIR, which the supervisor sets), so that each answers for all.
"""

from time import perf_counter

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.settings import metrics_dir
from geo.web.request_note import known_method, note_route

PATH = "/metrics"
BROKEN_OFF = "broken off"
# Seconds; by judgement, around the limits of docs/trust.md: a view within 3 s, health within 0.5 s.
BUCKETS = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30, 60)

REQUESTS = Counter(
    "faultline_requests", "Requests by pattern of address, method and status", ("route", "method", "status")
)
SECONDS = Histogram(
    "faultline_request_seconds", "Seconds until the last byte of an answer", ("route",), buckets=BUCKETS
)


class Metrics:
    """ASGI middleware that counts the HTTP requests and their time."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, and count it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, status = perf_counter(), BROKEN_OFF

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        finally:
            _count(scope, status, perf_counter() - started)


def _count(scope: Scope, status: str, seconds: float) -> None:
    route = note_route(scope)
    REQUESTS.labels(route, known_method(scope), status).inc()
    SECONDS.labels(route).observe(seconds)


def metrics_text(_request: Request) -> Response:
    """All numbers in Prometheus' text format."""
    return Response(generate_latest(_registry()), media_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


def _registry() -> CollectorRegistry:
    """The numbers of this process, or those of all servers together."""
    if not metrics_dir():
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


ROUTES = [Route(PATH, metrics_text, include_in_schema=False)]
