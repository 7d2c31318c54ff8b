"""The file of a selection as the real server sends it."""

import gzip
import time
from collections.abc import Iterator
from email.message import Message
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from geo import exports
from geo.exports import EXPORTERS, Exporter
from geo.query.selection import Selection
from geo.storage.atlas import Atlas
from geo.web.caching import make_etag
from geo.web.compression.media_types import is_compressible
from tests.serving import serve_script

EXPORTER = pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda exporter: exporter.extension)
ENCODINGS = pytest.mark.parametrize("encoding", ["identity", "gzip"])
PATIENCE_SECONDS = 30
QUERY = "actor=Jaish+al-Adl"


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("endless") / "stopped"


@pytest.fixture(scope="module")
def address(stopped: Path) -> Iterator[str]:
    with serve_script("tests/geo/web/endless.py", {"STOPPED": str(stopped)}) as address:
        yield address


@pytest.fixture
def connection(address: str) -> Iterator[HTTPConnection]:
    opened = HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE_SECONDS)
    yield opened
    opened.close()


def request_file(connection: HTTPConnection, extension: str, method: str = "GET", **headers: str) -> HTTPResponse:
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, f"/api/incidents.{extension}?{QUERY}", headers=fields)
    return connection.getresponse()


def content(answer: HTTPResponse) -> bytes:
    sent = answer.read()
    return gzip.decompress(sent) if answer.headers["Content-Encoding"] == "gzip" else sent


@EXPORTER
@ENCODINGS
def test_what_is_sent_is_the_file(
    connection: HTTPConnection, bundled: Atlas, exporter: Exporter, encoding: str
) -> None:
    results = bundled.select(Selection.from_query(QUERY))
    file = exports.download(results, exporter, data_version=bundled.version)
    answer = request_file(connection, exporter.extension, Accept_Encoding=encoding)
    is_text = is_compressible(exporter.media_type)  # the others are compressed already
    assert (answer.headers["Content-Encoding"] or "identity") == (encoding if is_text else "identity")
    assert not is_text or answer.headers["Vary"] == "Accept-Encoding"
    assert file.name in answer.headers["Content-Disposition"]
    assert content(answer) == file.content


@EXPORTER
def test_the_head_is_that_of_the_file(connection: HTTPConnection, exporter: Exporter) -> None:
    whole = request_file(connection, exporter.extension)
    whole.read()
    head = request_file(connection, exporter.extension, "HEAD")
    assert (head.status, head.read()) == (200, b"")
    for name in ("ETag", "Content-Disposition", "Content-Type", "Cache-Control"):
        assert head.headers[name] == whole.headers[name]


@EXPORTER
def test_a_cached_file_is_not_sent_again(connection: HTTPConnection, exporter: Exporter) -> None:
    whole = request_file(connection, exporter.extension)
    whole.read()
    again = request_file(connection, exporter.extension, If_None_Match=whole.headers["ETag"])
    assert (again.status, again.read()) == (304, b"")
    assert again.headers["Cache-Control"] == whole.headers["Cache-Control"]
    other = request_file(connection, exporter.extension, If_None_Match='"another"')
    assert (other.status, len(other.read()) > 0) == (200, True)


def test_a_cached_file_is_outdated_once_data_or_code_change(connection: HTTPConnection, bundled: Atlas) -> None:
    headers = [fetch_headers(connection, exporter) for exporter in EXPORTERS]
    query = Selection.from_query(QUERY).to_query()
    assert len({header["ETag"] for header in headers}) == len(EXPORTERS)
    for header in headers:
        name = header["Content-Disposition"].split('"')[1]
        assert header["ETag"] == make_etag(f"{name} {query} {bundled.cache_key}".encode())


def fetch_headers(connection: HTTPConnection, exporter: Exporter) -> Message:
    head = request_file(connection, exporter.extension, "HEAD")
    head.read()
    return head.headers


@ENCODINGS
def test_a_file_is_no_longer_made_once_nobody_reads_it(
    address: str, connection: HTTPConnection, stopped: Path, encoding: str
) -> None:
    stopped.unlink(missing_ok=True)
    leaving = HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE_SECONDS)
    assert len(request_file(leaving, "endless", Accept_Encoding=encoding).read(1_000_000)) == 1_000_000
    assert not stopped.exists()
    leaving.close()
    for _ in range(PATIENCE_SECONDS * 10):
        if stopped.exists():
            break
        time.sleep(0.1)
    assert stopped.exists()
    assert content(request_file(connection, "csv")).startswith(b"\xef\xbb\xbf")
