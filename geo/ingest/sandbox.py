"""Read a file in a child process with limits on memory and time, so that no file can stop the server."""

import contextlib
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Timer

import msgspec
import pyarrow as pa

from geo.core.child_process import run_child
from geo.core.disk_full import is_disk_full
from geo.core.failure_log import describe_failure, log_description, log_failure
from geo.core.formatting import pluralize
from geo.core.parent_process import end_with_parent
from geo.core.temporary_folders import process_folder, temporary_folder
from geo.errors import FaultlineError, IncidentsInvalid, ReadingFailed
from geo.ingest import importing
from geo.ingest.import_result import Import
from geo.ingest.options import ImportOptions
from geo.ingest.reading_limits import (
    ReadingLimits,
    apply_limits,
    content_bytes,
    is_near_memory_limit,
    limits_for,
)
from geo.ingest.serialization import COMPANIONS, PARTS, deserialize, serialize
from geo.places.own_places import NO_OWN_PLACES, OwnPlaces

WAITING_FACTOR = 3  # of the time on the clock: other work takes its share of the processor; by judgement
NICENESS = 5  # below the pages, which come first
COMMAND = "from geo.ingest.sandbox import main; main()"
# One thread's memory each; what Arrow's own allocators reserve would count against the limit.
# And no address with a password in a process that reads what strangers send.
ENVIRONMENT = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "WORKSPACE": "",
    "PGPASSWORD": "",
}
PYTHON_FAILED = 1  # exit code of a Python that ended with an exception
NO_ROOM = "could not be read, because the disk is full. Nothing was stored. Free some space and add the file again."
REMEDY = "Split the file, or save it as CSV."
DOING = "reading a file in a child process"

logger = logging.getLogger(__name__)


class Job(msgspec.Struct, frozen=True):
    """What the child is to read: the file, what errors call it, and the folder for the parts of the import.

    That folder has the own places too. `cache_folder` holds tables that were parsed before, and `parent` is the number
    of the process that asks.
    """

    path: str
    name: str
    options: ImportOptions
    folder: str
    cache_folder: str
    parent: int


class Progress(msgspec.Struct, frozen=True, tag=True):
    """A line on standard output of the child: the next step, in words."""

    step: str


class Start(msgspec.Struct, frozen=True, tag=True):
    """The first line of the child: the limits that hold for the file, by what it holds."""

    limits: ReadingLimits


class Refusal(msgspec.Struct, frozen=True, tag=True):
    """The last line of the child: the file cannot be used, and why."""

    reason: str


class Failure(msgspec.Struct, frozen=True, tag=True):
    """The last line of the child: our code failed; `description` has exception types and frames, no values."""

    description: str


class MemoryLimit(msgspec.Struct, frozen=True, tag=True):
    """The last line of the child: its memory does not suffice."""


Ending = Refusal | Failure | MemoryLimit


def read_in_subprocess(
    path: Path,
    options: ImportOptions,
    *,
    name: str,
    on_progress: Callable[[str], None] = lambda _: None,
    own_places: OwnPlaces = NO_OWN_PLACES,
) -> Import:
    """Read a file of incidents in a child process; `on_progress` is called with each step, in words.

    `own_places`: what the data of whoever reads it know of places, which the child is handed in a private folder.
    Raises IncidentsInvalid where the file cannot be used or reading it exceeds a limit, and ReadingFailed for a bug.
    """
    with temporary_folder("reading") as folder:
        own_places.save(folder)
        job = Job(str(path.resolve()), name, options, str(folder), str(_cache_folder()), os.getpid())
        return _read(job, on_progress)


def _cache_folder() -> Path:
    """The folder for parsed tables of this server; it goes when the server ends."""
    folder = process_folder() / "tables"
    folder.mkdir(exist_ok=True)
    return folder


def _read(job: Job, on_progress: Callable[[str], None]) -> Import:
    ending, limits = None, limits_for(0)
    with _start_child(job) as child:
        for message in _messages(child.process):
            if isinstance(message, Progress):
                on_progress(message.step)
            elif isinstance(message, Start):
                limits = message.limits
                child.allow(WAITING_FACTOR * limits.seconds)
            else:
                ending = message
        child.process.wait()
    if isinstance(ending, Refusal):
        raise IncidentsInvalid(ending.reason)
    if isinstance(ending, Failure):
        raise ReadingFailed(job.name, log_description(ending.description, doing=DOING))
    if ending is None and child.process.returncode == 0:
        return _collect(job)
    if ending is None and child.process.returncode == PYTHON_FAILED:
        raise ReadingFailed(job.name, log_description("the child ended before it could say why", doing=DOING))
    logger.warning("reading a file ended at a limit, with exit code %s", child.process.returncode)
    reason = f"{_explain_end(child, ending, limits)}. Nothing was stored. {REMEDY}"
    raise IncidentsInvalid(f"{job.name}: {reason}")


def _explain_end(child: "_Child", ending: Ending | None, limits: ReadingLimits) -> str:
    """What ended the child, with the number of the limit that it reached."""
    if isinstance(ending, MemoryLimit):
        return f"took more than {limits.memory_mb:,} MB of memory, the limit for what it holds"
    if child.process.returncode == -signal.SIGXCPU:
        return f"took more than {limits.seconds} seconds of computing, the limit for what it holds"
    if child.is_late:
        return f"was not read after {WAITING_FACTOR * limits.seconds:g} seconds; the machine may be busy: try again"
    return f"broke off while it was read: it is damaged, or needs more than {limits.memory_mb:,} MB of memory"


def _messages(child: "subprocess.Popen[str]") -> Iterator[Progress | Start | Ending]:
    decoder = msgspec.json.Decoder(Progress | Start | Ending)
    for line in child.stdout or ():
        with contextlib.suppress(msgspec.DecodeError):  # a library printed something
            yield decoder.decode(line)


def _collect(job: Job) -> Import:
    try:
        folder = Path(job.folder)
        companions = [kind for kind in COMPANIONS if (folder / kind).exists()]
        return deserialize({part: (folder / part).read_bytes() for part in (*PARTS, *companions)})
    except (OSError, ValueError, TypeError, KeyError, pa.ArrowException) as error:
        raise ReadingFailed(job.name, log_failure(error, doing="collecting what a child process read")) from None


class _Child:
    """A child process, and the timer that ends it where it takes too long on the clock."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.is_late = False
        self._timer = Timer(0, self._end)

    def allow(self, seconds: float) -> None:
        """Give the process so many seconds from now on."""
        self._timer.cancel()
        self._timer = Timer(seconds, self._end)
        self._timer.daemon = True
        self._timer.start()

    def _end(self) -> None:
        self.is_late = True
        self.process.kill()

    def stop_timer(self) -> None:
        """End it no more for the time that it takes."""
        self._timer.cancel()


@contextlib.contextmanager
def _start_child(job: Job) -> Iterator[_Child]:
    """A child that never outlives the block, and ends where it is late."""
    with run_child(COMMAND, msgspec.json.encode(job).decode(), **ENVIRONMENT) as process:
        child = _Child(process)
        child.allow(WAITING_FACTOR * limits_for(0).seconds)
        try:
            yield child
        finally:
            child.stop_timer()


def main() -> None:
    """Run the child: read the job on standard input and leave the parts of the import in its folder."""
    job = msgspec.json.decode(sys.stdin.buffer.readline(), type=Job)
    end_with_parent(sys.stdin.fileno(), job.parent)
    os.nice(NICENESS)
    try:
        _limit(Path(job.path))
        _work(job)
    except FaultlineError as error:
        _send(Refusal(str(error).encode(errors="replace").decode()))  # a file's text may hold lone surrogates
    except MemoryError:
        _send(MemoryLimit())
    except Exception as error:  # whatever it is, the parent must learn of it
        if is_near_memory_limit():  # a library may have called it anything
            _send(MemoryLimit())
            return
        _send(Refusal(f"{job.name}: {NO_ROOM}") if is_disk_full(error) else Failure(describe_failure(error)))


def _work(job: Job) -> None:
    path = Path(job.path)
    _send(Progress(f"Reading {job.name} ({path.stat().st_size / 1e6:,.1f} MB) …"))
    imported = importing.read_file(
        path,
        name=job.name,
        options=job.options,
        cache_folder=Path(job.cache_folder),
        own_places=OwnPlaces.load(Path(job.folder)),
    )
    accepted = f"{len(imported.accepted):,} of them accepted"
    _send(Progress(f"{pluralize(imported.rows_in, 'row')} read, {accepted}; handing them over …"))
    for part, content in serialize(imported).items():
        (Path(job.folder) / part).write_bytes(content)


def _limit(path: Path) -> None:
    """Hold the process to the limits of the smallest file while it looks how much this one holds, then to its own."""
    apply_limits(limits_for(path.stat().st_size))
    limits = limits_for(content_bytes(path))
    apply_limits(limits)
    _send(Start(limits))


def _send(message: Progress | Start | Ending) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(message) + b"\n")
    sys.stdout.buffer.flush()
