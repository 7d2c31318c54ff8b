"""A file read in a process of its own: whatever a hostile or huge file does there, the server goes on answering."""

import contextlib
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import BoundedSemaphore, Timer

import pyarrow as pa

from geo.errors import FaultlineError, IncidentsInvalid
from geo.ingest import importing
from geo.ingest.import_result import Import
from geo.ingest.options import ImportOptions
from geo.ingest.serialization import PARTS, deserialize, serialize
from geo.settings import child_environment

MOST_MEMORY_BYTES = 6_000_000_000  # of address space: libraries reserve more of it than they use
MOST_CPU_SECONDS, MOST_SECONDS = 600, 1_200
MOST_AT_ONCE = 2  # files that one server reads at a time; the others wait
POLITENESS = 5  # the pages come first
REFUSED = "refused"
COMMAND = "from geo.ingest.sandbox import main; main()"
# One thread's memory each; what Arrow's own allocators reserve would count against the limit.
ENVIRONMENT = {"ARROW_DEFAULT_MEMORY_POOL": "system", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

_at_once = BoundedSemaphore(MOST_AT_ONCE)


def read_in_subprocess(
    path: Path, options: ImportOptions, *, name: str, on_progress: Callable[[str], None] = lambda _: None
) -> Import:
    """Read a file of incidents in a child process with limits on memory and time; `tell` is called with each step.

    Raises IncidentsInvalid as `sources.read` does, and where the child comes to its limits or dies.
    """
    if not _at_once.acquire(blocking=False):
        on_progress("Waiting for another file that is being read …")
        _at_once.acquire()
    try:
        with tempfile.TemporaryDirectory(prefix="faultline-") as folder:
            return _read(path, options, name, on_progress, Path(folder))
    finally:
        _at_once.release()


def _read(path: Path, options: ImportOptions, name: str, on_progress: Callable[[str], None], folder: Path) -> Import:
    told = json.dumps({"path": str(path.resolve()), "name": name, "answers": options.to_json(), "folder": str(folder)})
    with _child(told) as child:
        for line in child.stdout or ():
            on_progress(line.rstrip("\n"))
        child.wait()
    if (folder / REFUSED).is_file():
        raise IncidentsInvalid((folder / REFUSED).read_text(encoding="utf-8"))
    try:
        if child.returncode == 0:
            return deserialize({part: (folder / part).read_bytes() for part in PARTS})
    except (OSError, ValueError, TypeError, KeyError, pa.ArrowException):
        pass  # told below, as of any other child that did not end well
    raise IncidentsInvalid(
        f"{name}: is too large or damaged: reading it took more than {MOST_MEMORY_BYTES // 1_000_000_000} GB or "
        f"{MOST_CPU_SECONDS // 60} minutes, or broke off. Nothing was stored. Split the file, or save it anew as CSV."
    )


@contextlib.contextmanager
def _child(told: str) -> Iterator["subprocess.Popen[str]"]:
    """A child that never outlives the block. What it writes to its log may hold rows, so that nobody keeps it."""
    environment = child_environment(**ENVIRONMENT, PYTHONIOENCODING="utf-8")
    child = subprocess.Popen(
        [sys.executable, "-P", "-c", COMMAND],  # -P: no module of the working folder comes first
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        encoding="utf-8",
    )
    deadline = Timer(MOST_SECONDS, child.kill)
    deadline.start()
    try:
        if child.stdin:
            with contextlib.suppress(BrokenPipeError):
                child.stdin.write(told)
                child.stdin.close()
        yield child
    finally:
        deadline.cancel()
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                pipe.close()


def main() -> None:
    """The child: reads what standard input names and leaves the parts of the import in a folder."""
    _limit()
    told = json.loads(sys.stdin.read())
    path, folder = Path(told["path"]), Path(told["folder"])
    _say(f"Reading {told['name']} ({path.stat().st_size / 1e6:,.1f} MB) …")
    try:
        imported = importing.read(path, name=told["name"], options=ImportOptions.from_json(told["answers"]))
    except FaultlineError as error:
        (folder / REFUSED).write_text(str(error), encoding="utf-8")
        return
    _say(f"{imported.rows_in:,} rows read, {len(imported.accepted):,} of them accepted; handing them over …")
    for part, content in serialize(imported).items():
        (folder / part).write_bytes(content)


def _limit() -> None:
    limits = {resource.RLIMIT_AS: MOST_MEMORY_BYTES, resource.RLIMIT_CPU: MOST_CPU_SECONDS, resource.RLIMIT_CORE: 0}
    for kind, most in limits.items():
        # Not every system knows every limit, and one that is stricter already stays.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))
    os.nice(POLITENESS)


def _say(step: str) -> None:
    print(step, flush=True)
