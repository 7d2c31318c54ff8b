"""What holds the incidents may fail or take too long: the API says so in JSON, and asks no longer than its client."""

import asyncio
import tracemalloc
from collections.abc import Callable
from threading import Event

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Message, Scope

from geo.errors import EngineFailed, PackInvalid, QueryTimedOut
from geo.exports import EXPORTERS, GEOJSON_WITH_AREAS, Exporter
from geo.query.cancellation import run_watched
from geo.query.engine import ResultSet
from geo.query.result_set import IndexedResults
from geo.storage.atlas import Atlas
from geo.web.watched_requests import WatchedRequests
from tests.geo.web.addresses import make_client

ADDRESSES = (
    "/api/facets.json",
    "/api/timeline.json?country=Iran",
    "/api/incidents.csv",
    "/api/clusters.json?view=40,20,80,40&zoom=5",
    "/api/cube?view=40,20,80,40&zoom=5",
    "/api/in-view.json?view=40,20,80,40",
    "/tiles/density/0/0/0.png",
    "/api/map.svg?width=701",  # a picture that no other test has had made: those are cached
)
FAILURES = (
    (EngineFailed("The engine stopped.", asked="a count", remedy="Try again."), 503),
    (QueryTimedOut(30, asked="a count"), 504),
    (PackInvalid("packed", "rows/year=2024 is missing"), 503),
)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(("failure", "status"), FAILURES)
def test_what_cannot_be_answered_is_said_in_whole(
    monkeypatch: pytest.MonkeyPatch, address: str, failure: EngineFailed, status: int
) -> None:
    def fail(_atlas: Atlas, _selection: object) -> object:
        raise failure

    monkeypatch.setattr(Atlas, "select", fail)
    answer = make_client().get(address)
    assert (answer.status_code, answer.json()) == (status, {"error": failure.for_readers})
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("exporter", [*EXPORTERS, GEOJSON_WITH_AREAS], ids=lambda each: each.label)
def test_a_file_without_rows_to_read_is_not_begun(monkeypatch: pytest.MonkeyPatch, exporter: Exporter) -> None:
    """An engine may be asked for nothing before the rows of a file, when its head is ready to be sent."""

    def fail(_results: ResultSet, _first: int, _size: int) -> object:
        raise EngineFailed("The engine stopped.")

    monkeypatch.setattr(IndexedResults, "batches", fail)
    areas = "?areas=1" if exporter is GEOJSON_WITH_AREAS else ""
    answer = make_client().get(f"/api/incidents.{exporter.extension}{areas}")
    assert (answer.status_code, answer.json()) == (503, {"error": "The engine stopped."})
    assert make_client().head(f"/api/incidents.{exporter.extension}{areas}").status_code == 200


def slow_app(has_begun: Event, interrupted: Event) -> WatchedRequests:
    """An app whose only answer takes until it is interrupted."""

    def answer(_request: Request) -> Response:
        has_begun.set()
        run_watched(lambda: interrupted.wait(20), interrupted.set)
        return PlainTextResponse("answered")

    return WatchedRequests(Starlette(routes=[Route("/api/slow", answer), Route("/slow", answer)]))


async def ask_and_leave(app: WatchedRequests, has_begun: Event, path: str) -> list[Message]:
    """Ask for a path and leave as soon as the answer is being made; what was sent."""
    sent: list[Message] = []
    incoming: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        if incoming:
            return incoming.pop()
        await asyncio.to_thread(has_begun.wait)
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope(path), receive, send)
    return sent


def scope(path: str) -> Scope:
    """A request for a path."""
    return {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"", "headers": [],
        "root_path": "", "scheme": "http", "http_version": "1.1", "server": ("test", 80), "client": ("test", 1),
    }  # fmt: skip


def test_a_client_that_leaves_ends_its_question() -> None:
    has_begun, interrupted = Event(), Event()
    app = slow_app(has_begun, interrupted)
    with pytest.raises(EngineFailed, match="stopped"):
        asyncio.run(asyncio.wait_for(ask_and_leave(app, has_begun, "/api/slow"), 10))
    assert interrupted.is_set()


def test_an_endless_body_takes_no_memory_and_delays_nobody() -> None:
    interrupted, sent = Event(), list[Message]()
    n_received = 0

    async def receive() -> Message:
        nonlocal n_received
        n_received += 1
        if n_received == 1_000:
            interrupted.set()
        return {"type": "http.request", "body": bytes(100_000), "more_body": True}

    async def send(message: Message) -> None:
        sent.append(message)

    tracemalloc.start()
    asyncio.run(asyncio.wait_for(slow_app(Event(), interrupted)(scope("/api/slow"), receive, send), 10))
    _size, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sent[-1]["body"] == b"answered"
    assert n_received >= 1_000
    assert peak < 10_000_000


def test_what_is_no_question_is_not_listened_to() -> None:
    has_begun, interrupted = Event(), Event()
    interrupted.set()
    sent = asyncio.run(asyncio.wait_for(ask_and_leave(slow_app(has_begun, interrupted), has_begun, "/slow"), 10))
    assert sent[-1]["body"] == b"answered"


@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_an_answer_in_time_is_as_it_was(method: str) -> None:
    interrupted = Event()
    interrupted.set()
    client = TestClient(slow_app(Event(), interrupted))
    ask: Callable[[str], Response] = getattr(client, method)
    assert ask("/api/slow").status_code == (405 if method == "post" else 200)
