"""A record of a library keeps constants of its code, whole numbers and places; one of ours what its call says."""

import logging
import sys
import threading
import warnings
from collections.abc import Iterator

import pytest

from geo.core.log_privacy import LEFT_OUT, keep_logs_private

CANARY = "CANARY-2b9d"


@pytest.fixture(autouse=True)
def private_logs() -> Iterator[None]:
    """Private records for a test, and after it those of before."""
    factory, raises = logging.getLogRecordFactory(), logging.raiseExceptions
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        keep_logs_private()
        yield
    logging.setLogRecordFactory(factory)
    logging.raiseExceptions = raises
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks


@pytest.fixture
def library() -> logging.Logger:
    return logging.getLogger("some.library")


def test_a_constant_stays_and_what_is_put_into_it_does_not(
    library: logging.Logger, caplog: pytest.LogCaptureFixture
) -> None:
    library.error("cannot read %s", CANARY)
    library.error("row %(row)s", {"row": CANARY})
    library.error("read %d of %d", 3, 5)
    library.error("read %d of %s", 3, CANARY)
    assert caplog.messages == ["cannot read %s", "row %(row)s", "read 3 of 5", "read %d of %s"]


@pytest.mark.parametrize("message", [f"cannot read {CANARY}", ValueError(CANARY), CANARY.encode(), None])
def test_any_other_text_stays_out(library: logging.Logger, caplog: pytest.LogCaptureFixture, message: object) -> None:
    library.error(message)
    library.log(logging.ERROR, message)
    assert caplog.messages == [LEFT_OUT, LEFT_OUT]


def test_a_library_is_placed_in_its_code(library: logging.Logger, caplog: pytest.LogCaptureFixture) -> None:
    library.error("here")
    assert caplog.records[0].__dict__["place"].startswith("tests/geo/core/test_log_privacy.py:")


def test_an_exception_is_its_kind_and_place(library: logging.Logger, caplog: pytest.LogCaptureFixture) -> None:
    try:
        int(CANARY)
    except ValueError:
        library.exception("oh", stack_info=True)
        logging.getLogger("geo.some").exception("ours")
    assert CANARY not in caplog.text
    for record in caplog.records:
        trace = record.__dict__["trace"].splitlines()
        assert trace[0] == "builtins.ValueError"
        assert trace[1].endswith("in test_an_exception_is_its_kind_and_place")


def test_ours_says_what_its_call_says(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("geo.some").error("route %s", "/map")
    assert caplog.messages == ["route /map"]


def test_a_warning_is_its_kind_and_place(caplog: pytest.LogCaptureFixture) -> None:
    warnings.warn(CANARY, UserWarning, stacklevel=1)
    assert caplog.messages[0].startswith("UserWarning at tests/geo/core/test_log_privacy.py:")


def test_what_nobody_caught_is_logged_without_its_text(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    error = ValueError(CANARY)
    sys.excepthook(ValueError, error, None)
    thread = threading.Thread(target=int, args=(CANARY,))
    thread.start()
    thread.join()
    assert [record.levelname for record in caplog.records] == ["ERROR", "ERROR"]
    assert CANARY not in caplog.text + "".join(capsys.readouterr())


def test_an_interrupt_is_no_failure(caplog: pytest.LogCaptureFixture) -> None:
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert caplog.messages == []


def test_a_copy_of_a_record_is_a_record() -> None:
    assert logging.makeLogRecord({"name": "x", "msg": CANARY}).getMessage() == CANARY
