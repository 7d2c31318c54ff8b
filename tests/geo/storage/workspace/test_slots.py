"""Slots count in all processes together, and that of a process that was killed is free again."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from geo.errors import QueryCancelled
from geo.query import cancellation
from geo.storage.workspace import slots
from geo.storage.workspace.slots import Slots
from tests.geo.storage.workspace.stores import Store

ROOT = Path(__file__).parents[4]
HOLD = """
import sys
from geo.storage.workspace import slots
slots.LEASE_SECONDS, slots.RENEWAL_SECONDS = 2.0, 0.2
with slots.Slots(sys.argv[1], int(sys.argv[2])).take(0) as is_taken:
    print(is_taken, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def variable(monkeypatch: pytest.MonkeyPatch, store: Store) -> None:
    monkeypatch.setenv("WORKSPACE", store.variable)


@contextmanager
def hold_elsewhere(name: str, limit: int) -> Iterator["subprocess.Popen[str]"]:
    """A process that takes a slot and keeps it until the block ends; it must get one."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, name, str(limit)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        yield process
    finally:
        process.communicate(timeout=30)


def test_a_slot_of_another_process_counts_until_it_ends() -> None:
    one = Slots("one", 1)
    with hold_elsewhere("one", 1):
        with one.take(0) as is_taken:
            assert not is_taken
        with Slots("two", 1).take(0) as is_taken:
            assert is_taken
        with Slots("one", 2).take(0) as is_taken:
            assert is_taken
    with one.take(0) as is_taken:
        assert is_taken


def test_a_slot_that_is_kept_for_long_stays_taken_and_that_of_a_killed_process_does_not() -> None:
    one = Slots("one", 1)
    with hold_elsewhere("one", 1) as process:
        with one.take(4) as is_taken:  # two leases
            assert not is_taken
        process.kill()
    with one.take(20) as is_taken:
        assert is_taken


def test_whoever_waits_for_a_slot_can_be_stopped() -> None:
    token = cancellation.CancelToken()
    with (
        hold_elsewhere("one", 1),
        cancellation.watched(token.watch),
        pytest.raises(QueryCancelled),
        Slots("one", 1).take(60, token.cancel),
    ):
        pytest.fail("the slot of another process")


def test_a_slot_is_free_again_where_the_work_fails() -> None:
    with pytest.raises(ZeroDivisionError), Slots("one", 1).take(0):
        raise ZeroDivisionError
    with Slots("one", 1).take(0) as is_taken:
        assert is_taken


def test_no_more_than_the_limit_hold_one_at_once() -> None:
    results: list[bool] = []

    def work() -> None:
        with Slots("three", 3).take(0) as is_taken:
            results.append(is_taken)
            while len(results) < 8:
                pass

    threads = [Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(results) == 3


def test_where_the_database_does_not_answer_each_process_has_slots_of_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("WORKSPACE", str(tmp_path / "file"))
    slots._own_slots.cache_clear()
    with Slots("one", 1).take(0) as is_taken, Slots("one", 1).take(0) as is_another_taken:
        assert (is_taken, is_another_taken) == (True, False)
    with Slots("one", 1).take(0) as is_taken:
        assert is_taken
