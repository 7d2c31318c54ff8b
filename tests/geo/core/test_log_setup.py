"""A line of the log, in either format; each in a process of its own, for logging is one for all of a process."""

import json
import subprocess
import sys

import pytest

from geo.core.log_setup import is_json
from geo.settings import child_environment

LOGS = """
import logging
from geo.core.log_setup import adopt_loggers, configure_logs, say_to_operator
foreign = logging.getLogger("library")
foreign.addHandler(logging.StreamHandler())
configure_logs()
adopt_loggers([foreign])
own = logging.getLogger("faultline")
own.info("started", extra={"route": "/map", "status": 200, "duration_ms": 1.5, "color_message": "left out"})
own.warning("of two\\nlines")
own.error("failure\\nValueError", extra={"trace": "ValueError\\n  place:1 in f"})
foreign.error("a constant", extra={"websocket": "left out"})
say_to_operator("Reading …")
"""


def run(**settings: str) -> list[str]:
    """The lines that a process logs under some settings."""
    environment = child_environment(**{"LOG_FORMAT": "", "LOG_LEVEL": "", **settings})
    ended = subprocess.run(
        [sys.executable, "-c", LOGS], env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert ended.stdout == ""
    return ended.stderr.splitlines()


def test_json_has_one_object_a_line_and_known_fields_alone() -> None:
    records = [json.loads(line) for line in run(LOG_FORMAT="JSON")]
    assert [record.pop("time")[-1] for record in records] == ["Z"] * 5
    assert records[0] == {
        "level": "info", "logger": "faultline", "event": "started", "route": "/map", "status": 200, "duration_ms": 1.5,
    }  # fmt: skip
    assert records[1]["event"] == "of two\nlines"
    assert (records[2]["event"], records[2]["trace"]) == ("failure", "ValueError\n  place:1 in f")
    assert records[3].pop("place") == "<string>:12"
    assert records[3] == {"level": "error", "logger": "library", "event": "a constant"}
    assert records[4] == {"level": "info", "logger": "faultline.start", "event": "Reading …"}


def test_text_says_the_same_in_lines() -> None:
    lines = run(LOG_LEVEL="info")
    assert lines[0].endswith("Z INFO faultline: started route=/map status=200 duration_ms=1.5")
    assert lines[1].endswith(r"Z WARNING faultline: of two\nlines")  # one entry cannot look like two
    assert lines[2].endswith("Z ERROR faultline: failure")
    assert lines[3:5] == ["ValueError", "  place:1 in f"]
    assert lines[5].endswith("Z ERROR library: a constant place=<string>:12")
    assert lines[6] == "Reading …"


@pytest.mark.parametrize(
    ("settings", "n_lines"),
    [({}, 6), ({"LOG_LEVEL": "error"}, 5), ({"LOG_FORMAT": "json", "LOG_LEVEL": "critical"}, 0)],
)
def test_the_level_decides_what_is_logged(settings: dict[str, str], n_lines: int) -> None:
    assert len(run(**settings)) == n_lines


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT cannot be used: 'xml' is neither text nor json."),
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL cannot be used: 'loud' is none of debug, info, warning, error, critical."),
    ],
)
def test_another_word_is_refused(settings: dict[str, str], message: str) -> None:
    assert run(**settings)[-1].endswith(message)


@pytest.mark.parametrize(("text", "expected"), [("", False), ("text", False), (" JSON ", True)])
def test_a_setting_may_be_written_in_any_case(text: str, expected: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_FORMAT", text)
    assert is_json() == expected
