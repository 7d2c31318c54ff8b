"""Bodies that everybody gets alike, compressed once and held in memory."""

import contextlib
import hashlib
import os
import sys
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from queue import Full, Queue
from threading import Lock, Thread, get_native_id

from geo.web.compression.codings import Coding

CAPACITY_BYTES = 32_000_000  # compressed; the files of all pages come to some 3 MB
KEY_BYTES = 16  # 128 bits, so that no two bodies ever share a key
LOWEST_PRIORITY = 19  # nice(1)
MAX_WAITING = 500  # bodies in the queue, which holds them; a first view has some 150

Key = tuple[str, bytes]


@dataclass(frozen=True)
class _Entry:
    content: bytes
    is_tight: bool


class CompressedBodies:
    """Compresses a body quickly for the first client and, once a second one asks for it, tightly in the background.

    The key is the content, so that nothing outdated is ever found. Whatever nobody has asked for longest goes first.
    """

    def __init__(self, capacity_bytes: int = CAPACITY_BYTES) -> None:
        self._capacity_bytes = capacity_bytes
        self._n_bytes = 0
        self._entries: OrderedDict[Key, _Entry] = OrderedDict()
        self._lock = Lock()
        self._in_background = _Background()

    def compress(self, coding: Coding, body: bytes) -> bytes:
        """A body in a coding."""
        key = coding.name, hashlib.blake2b(body, digest_size=KEY_BYTES).digest()
        entry = self._find(key)
        if entry is None:
            entry = _Entry(coding.compress_quickly(body), is_tight=False)
            self._put(key, entry)
        elif not entry.is_tight:
            self._compress_tightly_later(key, entry, coding, body)
        return entry.content

    def _compress_tightly_later(self, key: Key, entry: _Entry, coding: Coding, body: bytes) -> None:
        def compress() -> None:
            self._put(key, _Entry(coding.compress_tightly(body), is_tight=True))

        self._put(key, _Entry(entry.content, is_tight=True))  # it soon will be: nobody else need see to it
        if not self._in_background.add(compress):
            self._put(key, entry)

    def wait(self) -> None:
        """Wait until nothing is left to compress in the background."""
        self._in_background.wait()

    def _find(self, key: Key) -> _Entry | None:
        with self._lock:
            if key in self._entries:
                self._entries.move_to_end(key)
            return self._entries.get(key)

    def _put(self, key: Key, entry: _Entry) -> None:
        with self._lock:
            self._n_bytes += len(entry.content) - len(self._entries[key].content if key in self._entries else b"")
            self._entries[key] = entry
            while self._n_bytes > self._capacity_bytes:
                _, oldest = self._entries.popitem(last=False)
                self._n_bytes -= len(oldest.content)


class _Background:
    """One thread of the lowest priority that does one job after another; it starts with the first."""

    def __init__(self) -> None:
        self._jobs: Queue[Callable[[], None]] = Queue(MAX_WAITING)
        self._lock = Lock()
        self._thread: Thread | None = None

    def add(self, job: Callable[[], None]) -> bool:
        """Add a job; returns whether there was room for it."""
        with self._lock:
            if self._thread is None:
                self._thread = Thread(target=self._work, daemon=True, name="compression")
                self._thread.start()
        try:
            self._jobs.put_nowait(job)
        except Full:
            return False
        return True

    def wait(self) -> None:
        self._jobs.join()

    def _work(self) -> None:
        _lower_priority()
        while True:
            job = self._jobs.get()
            try:
                job()
            finally:
                self._jobs.task_done()


def _lower_priority() -> None:
    """Let every other thread go first; only Linux has priorities of single threads."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, get_native_id(), LOWEST_PRIORITY)
