"""A failure is logged with its kind and place, and with none of the values that led to it."""

import logging

import pytest

from geo.core.failure_log import describe_failure, log_failure

CANARY = "CANARY-91c4"


def fail_twice() -> None:
    try:
        int(CANARY)
    except ValueError as error:
        raise KeyError(CANARY) from error


def caught() -> BaseException:
    with pytest.raises(KeyError) as failure:
        fail_twice()
    return failure.value


def test_kinds_and_places_are_told_with_the_first_cause_first() -> None:
    lines = describe_failure(caught()).splitlines()
    kinds = [line for line in lines if not line.startswith(" ")]
    assert kinds == ["builtins.ValueError", "builtins.KeyError"]
    assert any("tests/geo/core/test_failure_log.py:" in line and line.endswith("in fail_twice") for line in lines)


def test_no_value_reaches_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="faultline"):
        failure_id = log_failure(caught(), doing="reading a file")
    assert failure_id in caplog.text
    assert "while reading a file" in caplog.text
    assert CANARY not in caplog.text


def test_a_cause_that_was_suppressed_stays_out() -> None:
    def fail() -> None:
        try:
            int(CANARY)
        except ValueError:
            raise KeyError(CANARY) from None

    with pytest.raises(KeyError) as failure:
        fail()
    assert "ValueError" not in describe_failure(failure.value)


def test_exceptions_in_a_circle_come_to_an_end() -> None:
    one, two = ValueError(), KeyError()
    one.__context__, two.__context__ = two, one
    assert describe_failure(one).splitlines() == ["builtins.KeyError", "builtins.ValueError"]


def test_each_failure_has_an_identifier_of_its_own() -> None:
    assert log_failure(caught(), doing="x") != log_failure(caught(), doing="x")
