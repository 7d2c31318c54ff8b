"""Each request has a number and a line, whatever became of it."""

import logging
from collections.abc import Awaitable, Callable

import pytest
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from geo.web.request_log import BROKEN_OFF, HEADER, RequestLog
from geo.web.request_note import find_request_id, note_route

CANARY = "CANARY-88f0"


class _Route:
    path = "/pattern/{name}"


async def answer(scope: Scope, _receive: Receive, send: Send) -> None:
    copied = {**scope, "route": _Route()}
    note_route(copied)
    headers = [(b"x-number-inside", find_request_id(copied).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"1234", "more_body": True})
    await send({"type": "http.response.body", "body": b"56"})


async def fail_at_once(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise ValueError(CANARY)


async def break_off(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    raise ValueError(CANARY)


async def go_without_an_answer(_scope: Scope, _receive: Receive, _send: Send) -> None:
    """Nothing is sent, as where a client has left."""


def ask(
    app: Callable[[Scope, Receive, Send], Awaitable[None]], caplog: pytest.LogCaptureFixture
) -> tuple[object, logging.LogRecord]:
    """The answer, or what was raised; and the line of the request."""
    with caplog.at_level(logging.INFO, logger="faultline.requests"):
        try:
            outcome: object = TestClient(RequestLog(app)).get(f"/{CANARY}")
        except (ValueError, AssertionError) as error:
            outcome = error
    return outcome, next(record for record in caplog.records if record.name == "faultline.requests")


def test_an_answer_is_logged_by_route_status_and_bytes(caplog: pytest.LogCaptureFixture) -> None:
    reply, line = ask(answer, caplog)
    assert getattr(reply, "headers", {})[HEADER] == getattr(reply, "headers", {})["x-number-inside"]
    fields = {name: line.__dict__[name] for name in ("route", "method", "status", "bytes")}
    assert fields == {"route": "/pattern/{name}", "method": "GET", "status": 200, "bytes": 6}
    assert line.levelname == "INFO"
    assert CANARY not in caplog.text


def test_what_fails_before_its_answer_is_answered_with_both_numbers(caplog: pytest.LogCaptureFixture) -> None:
    reply, line = ask(fail_at_once, caplog)
    content: dict[str, str] = getattr(reply, "json", dict)()
    assert getattr(reply, "status_code", 0) == line.__dict__["status"] == 500
    assert content["request_id"] == getattr(reply, "headers", {})[HEADER]
    assert content["failure_id"] in caplog.text
    assert line.levelname == "WARNING"
    assert CANARY not in caplog.text


def test_what_fails_within_its_answer_breaks_off(caplog: pytest.LogCaptureFixture) -> None:
    outcome, line = ask(break_off, caplog)
    assert isinstance(outcome, ValueError)
    assert line.__dict__["status"] == 200


def test_no_answer_is_logged_as_such(caplog: pytest.LogCaptureFixture) -> None:
    _, line = ask(go_without_an_answer, caplog)
    assert line.__dict__["status"] == BROKEN_OFF
    assert line.levelname == "WARNING"
