"""Every registered route, compressed and not."""

import threading
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.responses import FileResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from geo import web
from geo.web.compression.codings import Brotli
from tests.geo.web.addresses import ADDRESSES, make_client
from tests.geo.web.compression.asgi import ask

FILES = (
    "/assets/atlas.js", "/assets/atlas.css", "/assets/leaflet/leaflet.js", "/assets/draw/leaflet.draw.js",
    "/assets/draw/images/spritesheet.svg", "/assets/leaflet/images/layers.png", "/map", "/api/nosuch", "/assets/nosuch",
)  # fmt: skip
LARGE = 3_000_000


def public_file(folder: Path) -> FileResponse:
    return FileResponse(folder / "large.js", headers={"Cache-Control": "public, max-age=31536000, immutable"})


@pytest.fixture(scope="module")
def app() -> ASGIApp:
    return make_client().app


@pytest.mark.parametrize("address", [*ADDRESSES, *FILES])
def test_every_answer_reads_alike_in_every_coding(app: ASGIApp, address: str) -> None:
    plain = ask(app, address)
    for accepted in ("br", "gzip", "gzip, deflate, br, zstd"):
        answer = ask(app, address, accept_encoding=accepted)
        assert (answer.status, answer.content) == (plain.status, plain.content)
        assert len(answer.sent) <= max(len(plain.sent), 100)
        again = ask(app, address, accept_encoding=accepted, if_none_match=answer.headers.get("etag", '"none"'))
        assert again.status == (304 if "etag" in answer.headers else answer.status)


@pytest.mark.parametrize(
    "address", ["/assets/atlas.js", "/assets/leaflet/leaflet.js", "/api/incidents.geojson", "/map"]
)
@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_what_is_large_and_text_is_compressed(app: ASGIApp, address: str, encoding: str) -> None:
    assert ask(app, address, accept_encoding=encoding).encoding == encoding


def test_a_large_file_is_compressed_once_and_beside_the_event_loop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []
    compress = Brotli.compress_quickly

    def note_thread(coding: Brotli, body: bytes) -> bytes:
        threads.append(threading.get_ident())
        return compress(coding, body)

    monkeypatch.setattr(Brotli, "compress_quickly", note_thread)
    (tmp_path / "large.js").write_bytes(b"export const name = () => document.title;\n" * (LARGE // 40))
    app = Starlette(routes=[Route("/{path}", lambda _request: public_file(tmp_path))], middleware=web.MIDDLEWARE)
    for path in ("/a.js", "/b.js", "/c.js"):
        assert ask(app, path, accept_encoding="br").encoding == "br"
    assert len(threads) == 1
    assert threads[0] != threading.get_ident()  # asyncio.run runs the event loop in this thread
