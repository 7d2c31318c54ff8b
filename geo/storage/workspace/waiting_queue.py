"""A queue that all processes of a server share: so many are served at a time, some wait, and the rest is told so.

A ticket is a row with a time until which it counts: whoever waits or is served puts that off, so that the ticket of a
process that was killed is free again soon. The next is not simply the first that came: a person's second ticket is of
the turn after that of the first, so that nobody's many files keep others from their one.
"""

import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from threading import BoundedSemaphore, Event, Thread
from typing import NamedTuple

from geo.core.formatting import pluralize
from geo.errors import QueueFull, WorkspaceFailed
from geo.storage.workspace.database import Transaction
from geo.storage.workspace.slot_database import slot_database
from geo.storage.workspace.slots import LEASE_SECONDS, RENEWAL_SECONDS

POLL_SECONDS = 0.3  # by judgement: twenty who wait ask the database 70 times a second
ORDINALS = ("next", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
TRY_AGAIN = "Nothing was read or stored; try again in a minute."


@dataclass(frozen=True)
class Place:
    """Where a ticket stands: how many are served, and its place among those who wait, 0 where it is served."""

    n_served: int
    position: int

    def describe(self, noun: str) -> str:
        """The place in a sentence: “2 files are being read; yours is next.”."""
        verb = "is" if self.n_served == 1 else "are"
        known = self.position <= len(ORDINALS)
        place = ORDINALS[self.position - 1] if known else f"number {self.position}"
        queue = "" if self.position == 1 else " in the queue"
        return f"{pluralize(self.n_served, noun)} {verb} being read; yours is {place}{queue}."


@dataclass(frozen=True)
class WaitingQueue:
    """The queue of a name: how many are served at a time, how many wait at most, and how many of one person."""

    name: str
    n_served: int
    max_waiting: int
    max_of_person: int
    noun: str

    @contextmanager
    def take(self, person: str, wait_s: float, on_wait: Callable[[Place], object] = lambda _: None) -> Iterator[None]:
        """Be served while the block runs, once it is our turn; `on_wait` is called with each new place before that.

        Raises QueueFull where too many wait, or it takes longer than `wait_s`.
        """
        try:
            ticket = _Ticket(self, person)
        except OSError:
            ticket = None
        except WorkspaceFailed as error:
            if isinstance(error, QueueFull):
                raise
            ticket = None
        with _served_here(self, wait_s) if ticket is None else ticket.served(wait_s, on_wait):
            yield


class _Row(NamedTuple):
    """A ticket in the database; they sort as they are served: by turn, in a turn by number."""

    turn: int
    number: int
    person: str
    holder: str
    is_served: int


class _Ticket:
    """A row of the table of tickets; raises QueueFull where there is no room for one."""

    def __init__(self, queue: WaitingQueue, person: str) -> None:
        self._queue, self._person, self._holder = queue, person, secrets.token_hex(8)
        self._slots, self._is_over = slot_database(), Event()
        with self._slots.write_transaction() as transaction:
            now = transaction.now()
            transaction.execute("DELETE FROM tickets WHERE queue = ? AND until < ?", (queue.name, now))
            rows = self._rows(transaction)
            self._check_room(rows)
            number = max((row.number for row in rows), default=0) + 1
            values = (queue.name, number, next_turn(rows, person), person, self._holder, 0, now + LEASE_SECONDS)
            transaction.execute("INSERT INTO tickets VALUES (?, ?, ?, ?, ?, ?, ?)", values)

    def _check_room(self, rows: Sequence[_Row]) -> None:
        queue, n_waiting = self._queue, sum(not row.is_served for row in rows)
        if sum(row.person == self._person for row in rows) >= queue.max_of_person:
            own = pluralize(queue.max_of_person, queue.noun)
            raise QueueFull(f"You have {own} in the queue already, as many as one person may. {TRY_AGAIN}")
        if n_waiting >= queue.max_waiting:
            raise QueueFull(f"Too many files wait to be read: {n_waiting:,}. {TRY_AGAIN}")

    @contextmanager
    def served(self, wait_s: float, on_wait: Callable[[Place], object]) -> Iterator[None]:
        """Wait for our turn, and keep it while the block runs."""
        try:
            self._wait(wait_s, on_wait)
            Thread(target=self._renew, daemon=True, name="ticket").start()
            yield
        finally:
            self._is_over.set()
            with suppress(WorkspaceFailed, OSError), self._slots.write_transaction() as transaction:
                transaction.execute("DELETE FROM tickets WHERE holder = ?", (self._holder,))

    def _wait(self, wait_s: float, on_wait: Callable[[Place], object]) -> None:
        deadline, before = time.monotonic() + wait_s, 0
        while (place := self._advance()).position:
            if place.position != before:
                on_wait(place)
            if time.monotonic() > deadline:
                raise QueueFull(f"The file waited {wait_s / 60:.0f} minutes for its turn. {TRY_AGAIN}")
            before = place.position
            time.sleep(POLL_SECONDS)

    def _advance(self) -> Place:
        """Where the ticket stands now; it is served from now on where it is its turn."""
        with self._slots.write_transaction() as transaction:
            now = transaction.now()
            transaction.execute("DELETE FROM tickets WHERE queue = ? AND until < ?", (self._queue.name, now))
            self._put_off(transaction)
            rows = self._rows(transaction)
            waiting = [row.holder for row in sorted(rows) if not row.is_served]
            n_served = len(rows) - len(waiting)
            position = waiting.index(self._holder) + 1 if self._holder in waiting else 0
            if position + n_served > self._queue.n_served or not position:
                return Place(n_served, position)
            transaction.execute("UPDATE tickets SET is_served = 1 WHERE holder = ?", (self._holder,))
            return Place(n_served + 1, 0)

    def _rows(self, transaction: Transaction) -> list[_Row]:
        statement = "SELECT turn, number, person, holder, is_served FROM tickets WHERE queue = ?"
        return [_Row(*row) for row in transaction.execute(statement, (self._queue.name,))]

    def _put_off(self, transaction: Transaction) -> None:
        until = transaction.now() + LEASE_SECONDS
        transaction.execute("UPDATE tickets SET until = ? WHERE holder = ?", (until, self._holder))

    def _renew(self) -> None:
        while not self._is_over.wait(RENEWAL_SECONDS):
            with suppress(WorkspaceFailed, OSError), self._slots.write_transaction() as transaction:
                self._put_off(transaction)


def next_turn(rows: Sequence[_Row], person: str) -> int:
    """The turn of a person's new ticket: the one that is being served, or the one after that of their last ticket."""
    now = max((row.turn for row in rows if row.is_served), default=0)
    return max([now, *(row.turn + 1 for row in rows if row.person == person)])


@contextmanager
def _served_here(queue: WaitingQueue, wait_s: float) -> Iterator[None]:
    """A turn among those of this process alone, where the database does not answer."""
    own = _own_turns(queue)
    if not own.acquire(timeout=min(wait_s, 1e6)):
        raise QueueFull(f"The file waited {wait_s / 60:.0f} minutes for its turn. {TRY_AGAIN}")
    try:
        yield
    finally:
        own.release()


@cache
def _own_turns(queue: WaitingQueue) -> BoundedSemaphore:
    return BoundedSemaphore(queue.n_served)
