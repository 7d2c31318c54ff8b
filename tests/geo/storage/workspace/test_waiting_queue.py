"""A few are served at a time, the others wait in turn and know their place, and no person takes all places."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from geo.errors import QueueFull
from geo.storage.workspace import waiting_queue
from geo.storage.workspace.reading_slots import READING, take_reading_slot
from geo.storage.workspace.waiting_queue import Place, WaitingQueue
from tests.geo.storage.workspace.stores import Store

QUEUE = WaitingQueue("test", n_served=1, max_waiting=3, max_of_person=2, noun="file")


@pytest.fixture(autouse=True)
def variable(monkeypatch: pytest.MonkeyPatch, store: Store) -> None:
    monkeypatch.setenv("WORKSPACE", store.variable)
    monkeypatch.setattr(waiting_queue, "POLL_SECONDS", 0.01)


class Waiting:
    """Somebody who waits in a thread, with the places that they were told of; served until `leave` is called."""

    def __init__(self, queue: WaitingQueue, person: str) -> None:
        self.places: list[int] = []
        self.is_served, self.may_leave, self._is_queued = Event(), Event(), Event()
        self.thread = Thread(target=self._wait, args=(queue, person), daemon=True)
        self.thread.start()
        assert self._is_queued.wait(30)

    def _wait(self, queue: WaitingQueue, person: str) -> None:
        with queue.take(person, 60, self._note):
            self._is_queued.set()
            self.is_served.set()
            self.may_leave.wait(60)

    def _note(self, place: Place) -> None:
        self.places.append(place.position)
        self._is_queued.set()

    def leave(self) -> None:
        self.may_leave.set()
        self.thread.join(30)


@pytest.fixture
def people() -> Iterator[list[Waiting]]:
    """Everybody who waits; all leave together when the test ends."""
    waiting: list[Waiting] = []
    yield waiting
    for person in waiting:
        person.may_leave.set()
    for person in waiting:
        person.thread.join(30)


def wait(people: list[Waiting], person: str) -> Waiting:
    people.append(Waiting(QUEUE, person))
    return people[-1]


def test_who_waits_moves_up_and_learns_of_it(people: list[Waiting]) -> None:
    first, second, third = wait(people, "a"), wait(people, "b"), wait(people, "c")
    first.leave()
    assert second.is_served.wait(30)
    while third.places != [2, 1]:
        third.thread.join(0.01)
    second.leave()
    assert third.is_served.wait(30)
    assert (first.places, second.places) == ([], [1])


def test_a_persons_second_file_lets_another_person_go_first(people: list[Waiting]) -> None:
    first, own, other = wait(people, "a"), wait(people, "a"), wait(people, "b")
    first.leave()
    assert other.is_served.wait(30)
    assert not own.is_served.is_set()
    other.leave()
    assert own.is_served.wait(30)


def test_nobody_has_more_places_than_one_person_may(people: list[Waiting]) -> None:
    wait(people, "a"), wait(people, "a")
    with pytest.raises(QueueFull, match="You have 2 files in the queue already"), QUEUE.take("a", 1):
        pass
    wait(people, "b")


def test_a_full_queue_turns_away_at_once_and_says_how_many_wait(people: list[Waiting]) -> None:
    for person in "abcd":
        wait(people, person)
    with pytest.raises(QueueFull, match=r"Too many files wait to be read: 3\. Nothing was read or stored; try again"):
        QUEUE.take("e", 60).__enter__()


def test_who_waits_too_long_leaves_the_queue_with_a_reason(people: list[Waiting]) -> None:
    wait(people, "a")
    with pytest.raises(QueueFull, match="waited 0 minutes for its turn"):
        QUEUE.take("b", 0).__enter__()
    assert wait(people, "c").places == [1]


def test_a_ticket_of_a_killed_process_ends_by_itself(people: list[Waiting], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting_queue, "LEASE_SECONDS", -1.0)
    abandoned = Waiting(QUEUE, "a")
    monkeypatch.setattr(waiting_queue, "LEASE_SECONDS", 20.0)
    assert wait(people, "b").is_served.wait(30)
    abandoned.leave()


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (Place(2, 1), "2 files are being read; yours is next."),
        (Place(1, 3), "1 file is being read; yours is third in the queue."),
        (Place(2, 11), "2 files are being read; yours is number 11 in the queue."),
    ],
)
def test_a_place_is_a_sentence(place: Place, sentence: str) -> None:
    assert place.describe("file") == sentence


def test_two_files_are_read_at_a_time_and_the_third_learns_its_place() -> None:
    steps: list[str] = []
    with take_reading_slot(steps.append, "a"), take_reading_slot(steps.append, "b"):
        third = Waiting(READING, "c")
        assert third.places == [1]
        assert steps == []
    assert third.is_served.wait(30)
    third.leave()


def test_where_the_database_does_not_answer_each_process_has_turns_of_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("WORKSPACE", str(tmp_path / "file"))
    waiting_queue._own_turns.cache_clear()
    with QUEUE.take("a", 1), pytest.raises(QueueFull, match="for its turn"):
        QUEUE.take("b", 0).__enter__()
    with QUEUE.take("a", 1):
        pass
