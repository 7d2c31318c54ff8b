"""Index a large table in a process of its own, for what that takes of memory goes only with the process.

A million incidents leave 0.9 GB that this process cannot give back (docs/decisions/0009). The child is
`geo/storage/index_maker.py`; it leaves the index in its folder, from which both sides map it into memory.
"""

import contextlib
import json
import logging
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Timer, current_thread, main_thread

import msgspec

from geo.core.actor import Actor
from geo.core.child_process import run_child
from geo.core.code_state import code_state
from geo.core.failure_log import log_description
from geo.errors import IncidentsInvalid, IndexingFailed, IndexingTimedOut
from geo.query.index import Index
from geo.query.limits import index_seconds
from geo.storage import index_cache
from geo.storage.source_files import FileState

COMMAND = "from geo.storage.index_maker import main; main()"
ENVIRONMENT = {"WORKSPACE": "", "PGPASSWORD": ""}  # no address with a password where it is of no use
# What a terminal and systemd send to all processes of a server that is to end. Ours may not see it while it starts: a
# loop of events has its signals, and waits for us.
ENDINGS = (signal.SIGINT, signal.SIGTERM)
NICENESS = 5  # of a child that indexes an import: below the pages, which come first
DOING = "indexing incidents in a process of its own"
BREAKING_OFF = "The process that indexes the incidents broke off: this one does it, which takes more memory."

logger = logging.getLogger(__name__)


class IncidentFiles(msgspec.Struct, frozen=True, tag=True):
    """What is to be indexed: the incident files of a path or glob.

    `states`: the files and what lies beside them, by path, as they were when their version was read.
    """

    pattern: str
    states: dict[str, FileState]


class ImportedRows(msgspec.Struct, frozen=True, tag=True):
    """What is to be indexed: the accepted rows of an import, in a file as `to_arrow` of `geo/ingest` writes it.

    `own_actors`: those that every filter reads its text by, beside the bundled ones.
    """

    path: str
    own_actors: tuple[Actor, ...]


class IndexJob(msgspec.Struct, frozen=True):
    """What the child is to index, and the folder for the index.

    `code_state`: the code that the folder's name is of; `parent`: the number of the process that asks.
    """

    source: IncidentFiles | ImportedRows
    folder: str
    code_state: str = msgspec.field(default_factory=code_state)
    parent: int = msgspec.field(default_factory=os.getpid)


class Progress(msgspec.Struct, frozen=True, tag=True):
    """A line on standard output of the child: the next step, in words."""

    step: str


class Completion(msgspec.Struct, frozen=True, tag=True):
    """The last line of the child: the index is in its folder."""


class Refusal(msgspec.Struct, frozen=True, tag=True):
    """The last line of the child: the files cannot be used, and why."""

    reason: str


class Failure(msgspec.Struct, frozen=True, tag=True):
    """The last line of the child: what else went wrong; `description` has exception types and frames, no values."""

    description: str
    is_short_of_memory: bool = False


Message = Progress | Completion | Refusal | Failure


def index_in_child(
    source: IncidentFiles | ImportedRows, folder: Path, on_progress: Callable[[str], None]
) -> Index | None:
    """Let a child index incidents and cache the index in a folder, and read it there; None where that cannot be done.

    `on_progress` is called with each step. Raises IncidentsInvalid as reading the files in this process does,
    KeyboardInterrupt where a start is to end, IndexingTimedOut where it takes too long, and IndexingFailed where an
    import's child was ended or short of memory: this process, which serves others, does not try the same.
    """
    if not index_cache.is_writable(folder):
        return None
    is_complete = _run(IndexJob(source, str(folder)), on_progress)
    index = index_cache.read(folder) if is_complete else None
    if index is None:
        on_progress(BREAKING_OFF)
    return index


def _run(job: IndexJob, on_progress: Callable[[str], None]) -> bool:
    """Run a child until it ends; returns whether it says that the index is in its folder."""
    last: Message | None = None
    seconds = index_seconds()
    with contextlib.ExitStack() as stack:
        try:
            child = stack.enter_context(run_child(COMMAND, encode_line(job), **ENVIRONMENT))
        except OSError as error:  # no process can be started
            logger.warning("%s: %s", DOING, type(error).__name__)
            return False
        is_late = stack.enter_context(_end_in_time(child, seconds))
        for last in _messages(child):
            if isinstance(last, Progress):
                on_progress(last.step)
        child.wait()
    if is_late.is_set() and not isinstance(last, Completion):
        raise IndexingTimedOut(seconds)
    return _is_complete(job, last, child.returncode)


@contextlib.contextmanager
def _end_in_time(child: "subprocess.Popen[str]", seconds: float) -> Iterator[Event]:
    """End a child that takes too long, for somebody waits for it, and others after them; the event says that it did."""
    is_late = Event()

    def end() -> None:
        is_late.set()
        child.kill()

    timer = Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield is_late
    finally:
        timer.cancel()


def _is_complete(job: IndexJob, last: Message | None, exit_code: int) -> bool:
    """Whether the index is in its folder, by the child's last message; raises what `index_in_child` does."""
    if -exit_code in ENDINGS and current_thread() is main_thread():
        raise KeyboardInterrupt
    if isinstance(last, Refusal):
        raise IncidentsInvalid(last.reason)
    if isinstance(last, Failure):
        log_description(last.description, doing=DOING)
    elif not isinstance(last, Completion):
        logger.warning("%s ended with exit code %s", DOING, exit_code)
    is_short_of_memory = isinstance(last, Failure) and last.is_short_of_memory
    if isinstance(job.source, ImportedRows) and (exit_code < 0 or is_short_of_memory):
        raise IndexingFailed
    return isinstance(last, Completion)


def encode_line(message: IndexJob | Message) -> str:
    """A message in one line of JSON, in ASCII: a name of a file or a text of it may hold a lone surrogate."""
    return json.dumps(msgspec.to_builtins(message))


def _messages(child: "subprocess.Popen[str]") -> Iterator[Message]:
    for line in child.stdout or ():
        with contextlib.suppress(ValueError):  # a library printed something
            yield msgspec.convert(json.loads(line), Message)
