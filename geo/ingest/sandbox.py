"""Read a file in a child process with limits on memory and time, so that no file can stop the server."""

import atexit
import contextlib
import errno
import logging
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Timer

import msgspec
import pyarrow as pa

from geo.core.failure_log import describe_failure, log_description, log_failure
from geo.core.formatting import pluralize
from geo.errors import FaultlineError, IncidentsInvalid, ReadingFailed
from geo.ingest import importing
from geo.ingest.import_result import Import
from geo.ingest.options import ImportOptions
from geo.ingest.serialization import COMPANIONS, PARTS, deserialize, serialize
from geo.settings import child_environment

# Chosen by judgement: room for uploads of up to 600 MB, and an end for what never ends.
MAX_MEMORY_BYTES = 6_000_000_000  # of address space: libraries reserve more of it than they use
# Computing time by the size of the file: a table of 40 MB takes some 15 s; ten times that, and two minutes beside.
BASE_SECONDS, SECONDS_PER_MB, MAX_CPU_SECONDS = 120, 4, 600
PACKED_FACTOR = 10  # how much larger than the file its content may be
PACKED = (b"PK\x03\x04", b"\x1f\x8b")  # a zip, as workbooks are, and gzip
WAITING_FACTOR = 2  # of the time on the clock: other work takes its share of the processor
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
DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
NO_ROOM = "could not be read, because the disk is full. Nothing was stored. Free some space and add the file again."
DOING = "reading a file in a child process"

logger = logging.getLogger(__name__)


class Job(msgspec.Struct, frozen=True):
    """What the child is to read: the file, what errors call it, and the folder for the parts of the import.

    `cache_folder` holds tables that were parsed before, and `cpu_seconds` is the computing time that the child has.
    """

    path: str
    name: str
    options: ImportOptions
    folder: str
    cache_folder: str
    cpu_seconds: int


class Progress(msgspec.Struct, frozen=True, tag=True):
    """A line on standard output of the child: the next step, in words."""

    step: str


class Refusal(msgspec.Struct, frozen=True, tag=True):
    """The last line of the child: the file cannot be used, and why."""

    reason: str


class Failure(msgspec.Struct, frozen=True, tag=True):
    """The last line of the child: our code failed; `description` has exception types and frames, no values."""

    description: str


class LimitReached(msgspec.Struct, frozen=True, tag=True):
    """The last line of the child: there is not enough memory."""


Ending = Refusal | Failure | LimitReached


def read_in_subprocess(
    path: Path, options: ImportOptions, *, name: str, on_progress: Callable[[str], None] = lambda _: None
) -> Import:
    """Read a file of incidents in a child process; `on_progress` is called with each step, in words.

    Raises IncidentsInvalid where the file cannot be used or reading it exceeds a limit, and ReadingFailed for a bug.
    """
    with tempfile.TemporaryDirectory(prefix="faultline-") as folder:
        job = Job(str(path.resolve()), name, options, folder, str(_cache_folder()), limit_cpu_seconds(path))
        return _read(job, on_progress)


def limit_cpu_seconds(path: Path) -> int:
    """Return how many seconds of computing a child has for a file, by its size."""
    with path.open("rb") as file:
        is_packed = file.read(4).startswith(PACKED)
    megabytes = path.stat().st_size / 1e6 * (PACKED_FACTOR if is_packed else 1)
    return min(MAX_CPU_SECONDS, BASE_SECONDS + int(SECONDS_PER_MB * megabytes))


@cache
def _cache_folder() -> Path:
    """The folder for parsed tables of this server; it goes when the server ends."""
    folder = tempfile.TemporaryDirectory(prefix="faultline-tables-")
    atexit.register(folder.cleanup)
    return Path(folder.name)


def _read(job: Job, on_progress: Callable[[str], None]) -> Import:
    ending = None
    with _start_child(job) as child:
        for message in _messages(child.process):
            if isinstance(message, Progress):
                on_progress(message.step)
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
    if child.process.returncode == -signal.SIGXCPU or child.deadline.finished.is_set():
        reason = f"reading it took more than {_format_minutes(job.cpu_seconds)}, the limit for a file of its size"
    else:
        memory = f"{MAX_MEMORY_BYTES // 1_000_000_000} GB of memory"
        reason = f"reading it took more than {memory} or {_format_minutes(job.cpu_seconds)}, or broke off"
    raise IncidentsInvalid(
        f"{job.name}: is too large or damaged: {reason}. Nothing was stored. Split the file, or save it as CSV."
    )


def _format_minutes(seconds: int) -> str:
    return f"{seconds / 60:.2g} minutes of computing"


def _messages(child: "subprocess.Popen[str]") -> Iterator[Progress | Ending]:
    decoder = msgspec.json.Decoder(Progress | Ending)
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


@dataclass(frozen=True)
class _Child:
    """A child process, and the timer that ends it; the timer's event is set once it has fired."""

    process: "subprocess.Popen[str]"
    deadline: Timer


@contextlib.contextmanager
def _start_child(job: Job) -> Iterator[_Child]:
    """A child that never outlives the block. Its standard error is dropped: tracebacks may hold cells of the file."""
    child = subprocess.Popen(
        [sys.executable, "-P", "-c", COMMAND],  # -P: no module of the working folder comes first
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=child_environment(**ENVIRONMENT, PYTHONIOENCODING="utf-8"),
        encoding="utf-8",
        errors="replace",  # a library may print anything
    )
    deadline = Timer(WAITING_FACTOR * job.cpu_seconds, child.kill)
    deadline.start()
    try:
        if child.stdin:
            with contextlib.suppress(BrokenPipeError):
                child.stdin.write(msgspec.json.encode(job).decode())
                child.stdin.close()
        yield _Child(child, deadline)
    finally:
        deadline.cancel()
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                pipe.close()


def main() -> None:
    """Run the child: read the job on standard input and leave the parts of the import in its folder."""
    job = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
    _limit_resources(job.cpu_seconds)
    try:
        _work(job)
    except FaultlineError as error:
        _send(Refusal(str(error).encode(errors="replace").decode()))  # a file's text may hold lone surrogates
    except MemoryError:
        _send(LimitReached())
    except Exception as error:  # whatever it is, the parent must learn of it
        is_disk_full = isinstance(error, OSError) and error.errno in DISK_FULL
        _send(Refusal(f"{job.name}: {NO_ROOM}") if is_disk_full else Failure(describe_failure(error)))


def _work(job: Job) -> None:
    path = Path(job.path)
    _send(Progress(f"Reading {job.name} ({path.stat().st_size / 1e6:,.1f} MB) …"))
    imported = importing.read_file(path, name=job.name, options=job.options, cache_folder=Path(job.cache_folder))
    accepted = f"{len(imported.accepted):,} of them accepted"
    _send(Progress(f"{pluralize(imported.rows_in, 'row')} read, {accepted}; handing them over …"))
    for part, content in serialize(imported).items():
        (Path(job.folder) / part).write_bytes(content)


def _limit_resources(cpu_seconds: int) -> None:
    limits = {resource.RLIMIT_AS: MAX_MEMORY_BYTES, resource.RLIMIT_CPU: cpu_seconds, resource.RLIMIT_CORE: 0}
    for kind, limit in limits.items():
        # Not every system knows every limit, and one that is stricter already stays.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (limit, limit))
    os.nice(NICENESS)


def _send(message: Progress | Ending) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(message) + b"\n")
    sys.stdout.buffer.flush()
