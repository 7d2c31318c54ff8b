"""Runs wait for each other in their order, and none waits for one that takes long."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock
from time import monotonic

from pages.parts.frame.run_slots import RunSlots

PATIENCE_SECONDS = 20.0


def test_no_more_runs_than_there_is_room_for_compute_at_once() -> None:
    slots, lock, running, most = RunSlots(3, PATIENCE_SECONDS), Lock(), [0], [0]

    def run(_number: int) -> None:
        with slots.take():
            with lock:
                running[0] += 1
                most[0] = max(most[0], running[0])
            Event().wait(0.01)
            with lock:
                running[0] -= 1

    with ThreadPoolExecutor(20) as threads:
        list(threads.map(run, range(60)))
    assert most[0] == 3
    assert running[0] == 0


def test_runs_are_let_in_in_order() -> None:
    slots, order, is_first_in, may_end = RunSlots(1, PATIENCE_SECONDS), list[int](), Event(), Event()

    def run(number: int) -> None:
        with slots.take():
            order.append(number)
            is_first_in.set()
            may_end.wait(PATIENCE_SECONDS)

    with ThreadPoolExecutor(10) as threads:
        threads.submit(run, 0)
        assert is_first_in.wait(PATIENCE_SECONDS)
        for number in range(1, 8):
            threads.submit(run, number)
            while len(slots._waiting) < number:
                Event().wait(0.001)
        may_end.set()
    assert order == list(range(8))


def test_a_run_that_takes_long_holds_nobody_up() -> None:
    slots, may_end = RunSlots(1, 0.05), Event()

    def run_long() -> None:
        with slots.take():
            may_end.wait(PATIENCE_SECONDS)

    with ThreadPoolExecutor(1) as threads:
        threads.submit(run_long)
        started = monotonic()
        for _ in range(3):
            with slots.take():
                pass
        assert monotonic() - started < PATIENCE_SECONDS / 2
        may_end.set()


def test_a_run_that_fails_leaves_its_room() -> None:
    slots = RunSlots(1, PATIENCE_SECONDS)
    for _ in range(2):
        try:
            with slots.take():
                raise ValueError
        except ValueError:
            pass
    assert not slots._started
