"""One drawing at a time; others wait a little, then are told to come back."""

from threading import Event, Thread

import pytest

from geo.errors import PictureBusy
from geo.pictures.drawing_queue import DrawingQueue


def test_a_second_drawing_is_told_to_come_back_while_the_first_goes_on() -> None:
    queue, started, finish = DrawingQueue(wait_s=0.01), Event(), Event()
    results: list[str] = []

    def draw_slowly() -> str:
        started.set()
        finish.wait(20)
        return "first"

    first = Thread(target=lambda: results.append(queue.run(draw_slowly)))
    first.start()
    assert started.wait(20)
    with pytest.raises(PictureBusy, match=r"Another picture is being drawn\. Ask again in \d+ seconds\."):
        queue.run(lambda: "second")
    finish.set()
    first.join(20)
    assert results == ["first"]
    assert queue.run(lambda: "third") == "third"


def test_only_a_few_wait() -> None:
    queue, started, finish = DrawingQueue(wait_s=60, max_waiting=0), Event(), Event()

    def draw_slowly() -> None:
        started.set()
        finish.wait(20)

    first = Thread(target=lambda: queue.run(draw_slowly))
    first.start()
    assert started.wait(20)
    with pytest.raises(PictureBusy):
        queue.run(lambda: None)
    finish.set()
    first.join(20)


def test_a_drawing_that_fails_makes_room_for_the_next() -> None:
    queue = DrawingQueue()
    with pytest.raises(ZeroDivisionError):
        queue.run(lambda: 1 // 0)
    assert queue.run(lambda: 1) == 1
