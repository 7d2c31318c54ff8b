"""Answers of every kind, with and without compression."""

import asyncio
import json
import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.web.caching import is_not_modified, make_etag, not_modified
from geo.web.compression import Compression
from geo.web.compression.middleware import LARGEST_BYTES, SMALLEST_BYTES
from tests.geo.web.compression.asgi import Answer, ask

RANDOM = random.Random(5)
RECORDS = [{"id": f"id-{n}", "title": f"A strike near place {n * 7919 % 1000}", "killed": None} for n in range(2000)]
TEXT = json.dumps(RECORDS).encode()
SCRIPT = b"".join(b"export const name%d = () => document.title;\n" % n for n in range(4000))
ENCODINGS = pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
PACKED = pytest.mark.parametrize("encoding", ["gzip", "br"])


def answer_with_etag(request: Request) -> Response:
    etag = make_etag(TEXT)
    headers = {"ETag": etag, "Cache-Control": "public, max-age=0, must-revalidate"}
    if is_not_modified(request.headers, etag):
        return not_modified(headers)
    return Response(TEXT, media_type="application/json", headers=headers)


async def stream(_request: Request) -> Response:
    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(TEXT), 1000):
            yield TEXT[start : start + 1000]

    return StreamingResponse(chunks(), media_type="text/csv", headers={"ETag": '"stream"'})


def body_of(content: bytes, media_type: str, status: int = 200, **headers: str) -> Route:
    """A route that answers with a body; its address is the media type and the status."""
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    name = f"/{media_type}/{status}/{'/'.join(fields)}".rstrip("/")
    return Route(name, lambda _request: Response(content, status, fields, media_type))


def packed_already(_request: Request) -> Response:
    return Response(TEXT, media_type="application/json", headers={"Content-Encoding": "zstd"})


def seen_encoding(request: Request) -> Response:
    return JSONResponse({"accept-encoding": request.headers.get("accept-encoding"), "filler": "x" * SMALLEST_BYTES})


def fail(_request: Request) -> Response:
    raise ZeroDivisionError


def make_app(folder: Path) -> ASGIApp:
    (folder / "script.js").write_bytes(SCRIPT)
    (folder / "large.json").write_bytes(TEXT * (LARGEST_BYTES // len(TEXT) + 1))
    (folder / "picture.png").write_bytes(b"\x89PNG" + TEXT)
    routes = [
        Route("/tagged", answer_with_etag),
        Route("/stream", stream),
        Route("/file", lambda _request: FileResponse(folder / "script.js")),
        Route("/zstd", packed_already),
        Route("/seen", seen_encoding),
        Route("/fail", fail),
        Mount("/files", StaticFiles(directory=folder)),
        *[body_of(TEXT, kind) for kind in ("application/json", "application/geo+json", "text/html", "image/svg+xml")],
        *[body_of(TEXT, kind) for kind in ("image/png", "font/woff2", "application/zip", "text/event-stream")],
        body_of(TEXT, "application/json", 404),
        body_of(TEXT, "application/json", 500),
        body_of(TEXT, "application/json", Cache_Control="public, no-transform"),
        body_of(TEXT, "application/json", Vary="Cookie"),
        body_of(b"x" * (SMALLEST_BYTES - 1), "text/plain"),
        body_of(b"x" * SMALLEST_BYTES, "text/css"),
        body_of(RANDOM.randbytes(50_000), "text/xml"),
        body_of(b"", "application/xml"),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Compression)])


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> ASGIApp:
    return make_app(tmp_path_factory.mktemp("files"))


ADDRESSES = (
    "/tagged", "/stream", "/file", "/files/script.js", "/files/large.json", "/files/picture.png", "/nothing",
    "/application/json/200", "/application/geo+json/200", "/text/html/200", "/image/svg+xml/200", "/image/png/200",
    "/font/woff2/200", "/application/zip/200", "/text/event-stream/200", "/application/json/404",
    "/application/json/500", "/application/json/200/Cache-Control", "/application/json/200/Vary", "/text/plain/200",
    "/text/css/200", "/text/xml/200", "/application/xml/200",
)  # fmt: skip


@ENCODINGS
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_client_reads_what_was_answered(app: ASGIApp, address: str, encoding: str) -> None:
    plain, answer = ask(app, address), ask(app, address, accept_encoding=encoding)
    assert plain.encoding == "identity"
    assert answer.encoding in ("identity", encoding)
    assert (answer.status, answer.content, answer.is_over) == (plain.status, plain.content, True)
    assert answer.headers.get("content-type") == plain.headers.get("content-type")
    if "content-length" in answer.headers:
        assert int(answer.headers["content-length"]) == len(answer.sent)


@PACKED
@pytest.mark.parametrize(
    "address",
    ["/tagged", "/stream", "/file", "/files/script.js", "/files/large.json", "/application/json/200", "/text/html/200",
     "/application/geo+json/200", "/image/svg+xml/200", "/application/json/404", "/application/json/500",
     "/application/json/200/Vary", "/text/css/200"],
)  # fmt: skip
def test_whatever_is_text_is_compressed(app: ASGIApp, address: str, encoding: str) -> None:
    answer = ask(app, address, accept_encoding=encoding)
    assert answer.encoding == encoding
    assert "Accept-Encoding" in answer.headers["vary"]
    assert len(answer.sent) < len(answer.content) / 3


@PACKED
@pytest.mark.parametrize(
    "address",
    ["/image/png/200", "/files/picture.png", "/font/woff2/200", "/application/zip/200", "/text/event-stream/200",
     "/application/json/200/Cache-Control", "/text/plain/200", "/text/xml/200", "/application/xml/200"],
)  # fmt: skip
def test_nothing_else_is(app: ASGIApp, address: str, encoding: str) -> None:
    answer = ask(app, address, accept_encoding=encoding)
    assert answer.encoding == "identity"
    assert int(answer.headers["content-length"]) == len(answer.sent)


def test_what_is_compressed_already_stays_as_it_is(app: ASGIApp) -> None:
    answer = ask(app, "/zstd", accept_encoding="br, gzip, zstd")
    assert (answer.headers["content-encoding"], answer.sent) == ("zstd", TEXT)


def test_nothing_behind_compresses_too(app: ASGIApp) -> None:
    assert json.loads(ask(app, "/seen", accept_encoding="br").content)["accept-encoding"] is None


def test_an_answer_that_depends_on_something_else_says_both(app: ASGIApp) -> None:
    assert ask(app, "/application/json/200/Vary", accept_encoding="br").headers["vary"] == "Cookie, Accept-Encoding"


def test_a_plain_answer_says_too_that_there_are_others(app: ASGIApp) -> None:
    assert ask(app, "/tagged").headers["vary"] == "Accept-Encoding"


@PACKED
@pytest.mark.parametrize("address", ["/tagged", "/stream", "/file", "/files/script.js", "/application/json/200"])
def test_the_head_is_that_of_the_answer(app: ASGIApp, address: str, encoding: str) -> None:
    head = ask(app, address, method="HEAD", accept_encoding=encoding)
    whole = ask(app, address, accept_encoding=encoding)
    assert head.status == 200
    for name in ("content-encoding", "etag", "vary", "content-type", "cache-control"):
        assert head.headers.get(name) == whole.headers.get(name)
    assert head.headers.get("content-length", str(len(whole.sent))) == str(len(whole.sent))


class TestEntityTags:
    """A strong tag means the same bytes; the compressed ones are others."""

    @PACKED
    @pytest.mark.parametrize("address", ["/tagged", "/files/script.js", "/stream"])
    def test_a_compressed_answer_has_a_weak_tag(self, app: ASGIApp, address: str, encoding: str) -> None:
        strong = ask(app, address).headers["etag"]
        assert strong.startswith('"')
        assert ask(app, address, accept_encoding=encoding).headers["etag"] == f"W/{strong}"

    @ENCODINGS
    @pytest.mark.parametrize("address", ["/tagged", "/files/script.js"])
    def test_whoever_has_an_answer_gets_304_with_the_tag_of_that_answer(
        self, app: ASGIApp, address: str, encoding: str
    ) -> None:
        first = ask(app, address, accept_encoding=encoding)
        again = ask(app, address, accept_encoding=encoding, if_none_match=first.headers["etag"])
        assert (again.status, again.sent) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
        assert again.headers.get("cache-control") == first.headers.get("cache-control")
        assert "content-encoding" not in again.headers

    def test_another_tag_gets_the_answer(self, app: ASGIApp) -> None:
        answer = ask(app, "/tagged", accept_encoding="br", if_none_match='W/"another"')
        assert (answer.status, answer.content) == (200, TEXT)


class TestRanges:
    """Positions count plain bytes."""

    @ENCODINGS
    def test_a_part_is_plain(self, app: ASGIApp, encoding: str) -> None:
        part = ask(app, "/files/script.js", accept_encoding=encoding, range="bytes=100-2099")
        assert (part.status, part.encoding, part.sent) == (206, "identity", SCRIPT[100:2100])
        assert part.headers["content-range"] == f"bytes 100-2099/{len(SCRIPT)}"

    def test_the_rest_of_a_compressed_answer_is_not_taken_from_the_plain_one(self, app: ASGIApp) -> None:
        tag = ask(app, "/files/script.js", accept_encoding="br").headers["etag"]
        answer = ask(app, "/files/script.js", accept_encoding="br", range="bytes=100-", if_range=tag)
        assert (answer.status, answer.content) == (200, SCRIPT)

    def test_no_parts_are_offered_of_a_compressed_answer(self, app: ASGIApp) -> None:
        assert ask(app, "/files/script.js").headers["accept-ranges"] == "bytes"
        assert "accept-ranges" not in ask(app, "/files/script.js", accept_encoding="br").headers


class TestStreams:
    """A file that is sent while it is written."""

    @PACKED
    def test_the_first_bytes_leave_with_the_first_chunk(self, encoding: str) -> None:
        arrived: list[int] = []
        answer = Answer()

        async def inner(_scope: Scope, _receive: Receive, send: Send) -> None:
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/csv")]})
            assert answer.status == 200, "the headers wait for the first chunk"
            for _ in range(5):
                await send({"type": "http.response.body", "body": b"a,b,c\n1,2,3\n", "more_body": True})
                arrived.append(len(answer.sent))
            await send({"type": "http.response.body"})

        ask_into(Compression(inner), answer, encoding)
        assert arrived[0] > 0
        assert answer.content == b"a,b,c\n1,2,3\n" * 5

    @PACKED
    def test_nothing_is_collected(self, encoding: str) -> None:
        sent = [0]
        answer = Answer()

        async def inner(_scope: Scope, _receive: Receive, send: Send) -> None:
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/csv")]})
            for _ in range(40):
                await send({"type": "http.response.body", "body": RANDOM.randbytes(100_000), "more_body": True})
                sent[0] += 100_000
                assert sent[0] - len(answer.sent) < 1_000_000
            await send({"type": "http.response.body", "body": b""})

        ask_into(Compression(inner), answer, encoding)
        assert answer.is_over

    @PACKED
    def test_an_empty_stream_ends(self, encoding: str) -> None:
        async def inner(_scope: Scope, _receive: Receive, send: Send) -> None:
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/csv")]})
            await send({"type": "http.response.body"})

        answer = ask(Compression(inner), accept_encoding=encoding)
        assert (answer.content, answer.is_over) == (b"", True)


def ask_into(app: ASGIApp, answer: Answer, encoding: str) -> None:
    """Ask for something whose answer can be looked at while it is sent."""

    async def observed(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_and_note(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                answer.headers = type(answer.headers)(raw=message["headers"])
            else:
                answer.parts.append(message.get("body", b""))
                answer.is_over = not message.get("more_body", False)
            await send(message)

        await app(scope, receive, send_and_note)

    ask(observed, accept_encoding=encoding)


def test_a_failure_goes_through(app: ASGIApp) -> None:
    with pytest.raises(ZeroDivisionError):
        ask(app, "/fail", accept_encoding="br")


def test_other_messages_and_connections_go_through() -> None:
    seen: list[str] = []

    async def inner(scope: Scope, _receive: Receive, send: Send) -> None:
        seen.append(scope["type"])
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200})
            await send({"type": "http.response.pathsend", "path": "/x"})

    app = Compression(inner)
    assert ask(app, accept_encoding="br").status == 200

    async def receive() -> Message:
        return {}

    async def send(message: Message) -> None:
        raise AssertionError(message)

    asyncio.run(app({"type": "websocket"}, receive, send))
    assert seen == ["http", "websocket"]


@given(
    st.binary(max_size=5000), st.sampled_from(["br", "gzip", "identity", "*", "br;q=0, gzip", "gzip;q=0.1, br;q=0.2"])
)
def test_any_body_arrives_whole(body: bytes, accepted: str) -> None:
    async def inner(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse(body)(scope, receive, send)

    answer = ask(Compression(inner), accept_encoding=accepted)
    assert answer.content == body
    assert len(answer.sent) <= len(body)
