"""The log of a real server: what it says of each request and failure, and nothing that anybody asked, sent or is."""

import json
import logging
import os
import re
from collections.abc import Iterator
from http.client import IncompleteRead
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
import streamlit.logger
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from geo.core.log_setup import FIELDS, FIRST_FIELDS
from tests.geo.gate.raw_requests import Answer, ask
from tests.geo.gate.websocket_client import PATIENCE_SECONDS, Reader
from tests.servers import wait_until
from tests.serving import ROOT, Server, serve_script

CANARY = "canary7f3e91"
SCRIPT = "tests/faultline/failing_app.py"
FAILURE = re.compile(r"error ([0-9a-f]{8})")
LAST = "/tiles/nothing"  # asked for when all else is, so that its line is the last
MARKS = (CANARY, str(ROOT), "/root/", "/home/", "site-packages", "127.0.0.1")


@pytest.fixture(scope="module", params=["json", "text"])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    environment = {
        "LOG_FORMAT": request.param,
        "LOG_LEVEL": "debug",
        "STREAMLIT_LOGGER_HIDE_WELCOME_MESSAGE": "true",
        "ACCESS": "machine",
    }
    with serve_script(SCRIPT, environment) as server:
        server.answers = visit(server)  # type: ignore[attr-defined]
        yield server


def visit(server: Server) -> dict[str, Answer]:
    """Ask, send and be everything that no log may hold; the answers by what they are of."""
    answers = {
        "bug": ask(server, f"/api/facets.json?q={CANARY}"),
        "bad value": ask(server, f"/api/facets.json?from={CANARY}"),
        "unknown": ask(server, f"/api/{CANARY}?{CANARY}={CANARY}"),
        "page": ask(server, f"/{CANARY}"),
        "key": ask(server, f"/api/incidents.csv?data={CANARY}", {"Cookie": f"a={CANARY}", "X-Request-ID": CANARY}),
        "token": ask(server, "/api/facets.json", {"Authorization": f"Bearer flt_{CANARY}", "User-Agent": CANARY}),
        "host": ask(server, "/map", {"Host": CANARY}),
        "method": ask(server, "/api/facets.json", method=CANARY.upper()),
    }
    with pytest.raises(IncompleteRead), urlopen(f"{server}/api/incidents.csv?q=Iran") as file:
        file.read()  # begun with 200, and not whole: no download that breaks off looks like one that ended
    reader = Reader.come(server)
    session = reader.connect()
    answers["upload"] = reader.upload(session, f"{CANARY},{CANARY}\n".encode(), name=f"{CANARY}.csv")
    answers["failing page"] = Answer(0, {}, run_failing_page(reader).encode())
    reader.leave()
    ask(server, LAST)
    wait_until(lambda: any(LAST.rpartition("/")[0] in line for line in server.log.read_text().splitlines()[-8:]))
    return answers


def run_failing_page(reader: Reader) -> str:
    """The text that a page shows instead of what failed."""
    assert reader.connection is not None
    message = BackMsg()
    message.rerun_script.query_string = f"q={CANARY}"
    message.rerun_script.page_name = "map"
    reader.send(message.SerializeToString())
    while True:
        content = reader.connection.recv(timeout=PATIENCE_SECONDS)
        forward = ForwardMsg()
        forward.ParseFromString(content if isinstance(content, bytes) else content.encode())
        text: str = forward.delta.new_element.text.body
        if FAILURE.search(text):
            return text


def lines(server: Server) -> list[str]:
    return server.log.read_text().splitlines()


def records(server: Server) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines(server)]


def is_json(server: Server) -> bool:
    return lines(server)[0].startswith("{")


def test_nothing_that_a_reader_sent_is_in_the_log(server: Server) -> None:
    text = server.log.read_text()
    assert [mark for mark in MARKS if mark.lower() in text.lower()] == []


def test_each_line_is_json_of_known_fields(server: Server) -> None:
    if not is_json(server):
        # Beside the log's own lines and the traces, what a start says of its file where it has a cached index.
        form = re.compile(r"(\d{4}-\d\d-\d\dT\S+Z [A-Z]+ \S+: |\S+$|  \S+:\d+ in |incidents\.csv: )")
        assert [line for line in lines(server) if not form.match(line)] == []
        return
    for record in records(server):
        assert set(record) <= {*FIRST_FIELDS, *FIELDS}
        assert {"time", "level", "logger", "event"} <= set(record)


def test_an_answer_states_the_number_of_its_line(server: Server) -> None:
    answers: dict[str, Answer] = server.answers  # type: ignore[attr-defined]
    text = server.log.read_text()
    for name, answer in answers.items():
        if answer.headers:
            number = answer.headers["x-request-id"]
            assert re.fullmatch("[0-9a-f]{16}", number), name
            assert number in text, name


def test_a_request_is_logged_by_its_route(server: Server) -> None:
    if not is_json(server):
        return
    by_number = {record["request_id"]: record for record in records(server) if record["logger"] == "faultline.requests"}
    answers: dict[str, Answer] = server.answers  # type: ignore[attr-defined]
    lines = {
        name: tuple(by_number[answer.headers["x-request-id"]][field] for field in ("route", "method", "status"))
        for name, answer in answers.items()
        if answer.headers
    }
    assert lines == {
        "bug": ("/api/facets.json", "GET", 500),
        "bad value": ("/api/facets.json", "GET", 400),
        "unknown": ("/api/{path:path}", "GET", 404),
        "page": ("page", "GET", 200),
        "key": ("/api/incidents.{extension:str}", "GET", 400),
        "token": ("/api/facets.json", "GET", 200),
        "host": ("page", "GET", 421),
        "method": ("page", "other", 405),
        "upload": ("/_stcore/upload_file/{session_id}/{file_id}", "PUT", 204),
    }
    request = by_number[answers["token"].headers["x-request-id"]]
    assert (request["level"], request["event"], request["bytes"]) == ("info", "request", len(answers["token"].content))
    assert 0 <= request["duration_ms"] < PATIENCE_SECONDS * 1000
    sockets = [record for record in by_number.values() if record["route"] == "websocket"]
    assert [(record["status"], record["bytes"] > 0) for record in sockets] == [(101, True)]


def test_either_number_of_a_failure_leads_to_its_line(server: Server) -> None:
    answers: dict[str, Answer] = server.answers  # type: ignore[attr-defined]
    bug = json.loads(answers["bug"].content)
    page = FAILURE.search(answers["failing page"].content.decode())
    assert page is not None
    assert bug["request_id"] == answers["bug"].headers["x-request-id"]
    text = server.log.read_text()
    for failure in (bug["failure_id"], page[1]):
        assert failure in text
    assert "ValueError" in text
    assert "failing_app.py:" in text
    if is_json(server):
        (record,) = [each for each in records(server) if each.get("failure") == bug["failure_id"]]
        assert record["request_id"] == bug["request_id"]
        assert record["trace"].splitlines()[-1].endswith("in _fail")


def test_a_library_is_quoted_by_its_own_words_alone(server: Server) -> None:
    text = server.log.read_text()
    assert "cannot read %s" in text
    assert "message left out" in text
    assert "failing_app.py:" in text
    assert "Uncaught app execution" not in text  # our own line says it, with a number
    assert "while running a thread" in text
    assert "uvicorn.access" not in text


def test_health_checks_are_logged_at_debug_alone(server: Server) -> None:
    if is_json(server):
        health = [record for record in records(server) if record.get("route") == "/_stcore/health"]
        assert {record["level"] for record in health} == {"debug"}


def test_streamlit_makes_its_loggers_as_we_take_them_over() -> None:
    made = streamlit.logger.get_logger("streamlit.test_logs")
    assert streamlit.logger._loggers["streamlit.test_logs"] is made
    assert not made.propagate  # its own handler writes, until setup_formatter is ours
    assert isinstance(made.handlers[0], logging.StreamHandler)
    assert callable(streamlit.logger.setup_formatter)
    source = Path(streamlit.error_util.__file__).read_text(encoding="utf-8")
    assert '_LOGGER.error("Uncaught app execution"' in source
    assert os.environ.get("LOG_FORMAT", "text") == "text"
