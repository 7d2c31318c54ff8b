"""Slots that all processes of a server share: so many hold one at a time, whichever process they are in.

A slot is a row with a time until which it counts. Whoever holds it puts that off while it works, so that the slot of a
process that was killed is free again soon. Where the database does not answer, each process has slots of its own.
"""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from threading import BoundedSemaphore, Event, Thread

from geo.errors import WorkspaceFailed
from geo.query.cancellation import current_watch
from geo.storage.workspace.database import Transaction
from geo.storage.workspace.slot_database import slot_database

# By judgement: a process that was killed blocks nobody for long, and one that is busy has many chances to say so.
LEASE_SECONDS, RENEWAL_SECONDS = 20.0, 4.0
POLL_SECONDS = 0.1


@dataclass(frozen=True)
class Slots:
    """The slots of a name: at most `limit` holders at a time."""

    name: str
    limit: int

    @contextmanager
    def take(self, wait_s: float, on_wait: Callable[[], object] = lambda: None) -> Iterator[bool]:
        """Hold a slot while the block runs, once there is one; False without one, where there was none in that time.

        `on_wait` is called where there is none at once. Raises what stops the question that waits for it.
        """
        holder, started, watch = secrets.token_hex(8), time.monotonic(), current_watch()
        if not (release := self._try(holder)):
            on_wait()
        while not release and time.monotonic() < started + wait_s:
            watch(time.monotonic() - started)
            time.sleep(POLL_SECONDS)
            release = self._try(holder)
        try:
            yield release is not None
        finally:
            if release is not None:
                release()

    def _try(self, holder: str) -> Callable[[], object] | None:
        try:
            with slot_database().write_transaction() as transaction:
                number = self._insert(transaction, holder)
        except (WorkspaceFailed, OSError):
            own = _own_slots(self)
            return own.release if own.acquire(blocking=False) else None
        return _Lease(self.name, number, holder).release if number is not None else None

    def _insert(self, transaction: Transaction, holder: str) -> int | None:
        now = transaction.now()
        transaction.execute("DELETE FROM slots WHERE name = ? AND until < ?", (self.name, now))
        taken = {number for (number,) in transaction.execute("SELECT number FROM slots WHERE name = ?", (self.name,))}
        number = next((number for number in range(self.limit) if number not in taken), None)
        if number is not None:
            row = (self.name, number, holder, now + LEASE_SECONDS)
            transaction.execute("INSERT INTO slots VALUES (?, ?, ?, ?)", row)
        return number


class _Lease:
    """A slot that is taken: a thread puts off its end until it is released."""

    def __init__(self, *key: object) -> None:
        self._key, self._slots = key, slot_database()
        self._is_over = Event()
        Thread(target=self._renew, daemon=True, name="slot").start()

    def release(self) -> None:
        self._is_over.set()
        with suppress(WorkspaceFailed, OSError), self._slots.write_transaction() as transaction:
            transaction.execute("DELETE FROM slots WHERE name = ? AND number = ? AND holder = ?", self._key)

    def _renew(self) -> None:
        statement = "UPDATE slots SET until = ? WHERE name = ? AND number = ? AND holder = ?"
        while not self._is_over.wait(RENEWAL_SECONDS):
            with suppress(WorkspaceFailed, OSError), self._slots.write_transaction() as transaction:
                transaction.execute(statement, (transaction.now() + LEASE_SECONDS, *self._key))


@cache
def _own_slots(slots: Slots) -> BoundedSemaphore:
    """The slots of this process, where the database does not answer."""
    return BoundedSemaphore(slots.limit)
