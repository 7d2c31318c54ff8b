"""Reads the hostile files, each in a process of its own with all libraries: `python -m tests.hostile_reading`.

What it costs beyond that beginning is measured by the system: seconds of processor, and the highest resident memory.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from geo.errors import FaultlineError
from geo.ingest import importing
from geo.ingest.import_result import Import
from geo.ingest.options import ImportOptions
from geo.ingest.readers import read_table
from geo.ingest.reading_limits import apply_limits, content_bytes, is_near_memory_limit, limits_for
from geo.ingest.sandbox import ENVIRONMENT
from geo.settings import child_environment
from tests.hostile_files import HOSTILE_FILES
from tests.hostile_rows import ROWS

ROOT = Path(__file__).parents[1]
NAME = "hostile file"
MEMORY = f"{NAME}: took more memory than its limit"  # as the sandbox says it
READ, REFUSED = "read", "refused"


@dataclass(frozen=True)
class Outcome:
    """What became of a file: `kind` is read, refused, or what else happened; seconds and MB at the highest.

    `n_rows` is how many different rows of a file that was read are accepted, rejected or duplicates, by their numbers.
    """

    name: str
    n_bytes: int
    kind: str
    reason: str
    seconds: float
    peak_mb: float
    limit_mb: int
    n_rows: int = 0


def read_all(names: Sequence[str] = tuple(HOSTILE_FILES)) -> Generator[Outcome]:
    """Read files of these names in processes that this one does not share its memory with."""
    command = [sys.executable, "-m", "tests.hostile_reading", *names]
    environment = child_environment(**ENVIRONMENT, PYTHONPATH=str(ROOT))
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        for line in child.stdout or ():
            yield Outcome(**json.loads(line))


def measure_content(name: str, content: bytes) -> Outcome:
    """Read one file in a process of its own; in a small process, for that begins with what this one has in memory."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        return _measure(name, path)


def main() -> None:
    """Print a line of JSON for each file."""
    for name in sys.argv[1:] or HOSTILE_FILES:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "file"
            maker = os.fork()  # what making a file takes is not what reading it does
            if not maker:
                path.write_bytes(HOSTILE_FILES[name]())
                os._exit(0)
            os.waitpid(maker, 0)
            print(json.dumps(asdict(_measure(name, path))), flush=True)


def _measure(name: str, path: Path) -> Outcome:
    result = path.with_name("result")
    code, usage = _run(lambda: _read(path, result))
    ended = (
        (REFUSED, f"{NAME}: broke off while it was read (signal {-code})", 0)
        if code < 0
        else (f"exit code {code}", "", 0)
    )
    kind, reason, n_rows = json.loads(result.read_text()) if result.exists() else ended
    if kind == READ:
        _run(lambda: _count_rows(path, result))
        n_expected = ROWS.get(name, json.loads(result.read_text()))
        kind = READ if n_rows == n_expected else f"{n_expected} rows in the file, {n_rows} accounted for"
    limit_mb = limits_for(content_bytes(path)).memory_mb
    seconds, peak_mb = usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6
    return Outcome(name, path.stat().st_size, kind, reason, seconds, peak_mb, limit_mb, n_rows)


def _run(act: Callable[[], None]) -> tuple[int, resource.struct_rusage]:
    """How a process of its own ended that did something, and what it took."""
    child = os.fork()
    if not child:
        act()
        os._exit(0)
    _, status, usage = os.wait4(child, 0)
    return os.waitstatus_to_exitcode(status), usage


def _count_rows(path: Path, result: Path) -> None:
    """Count the rows of a file anew, before anything is accepted or rejected: by the reader alone."""
    result.write_text(json.dumps(read_table(path.read_bytes()).n_rows))


def _read(path: Path, result: Path) -> None:
    apply_limits(limits_for(content_bytes(path)))
    try:
        imported = importing.read_file(path, name=NAME, options=ImportOptions(), cache_folder=path.parent)
        outcome = _judge_rows(imported)
    except FaultlineError as error:
        outcome = (REFUSED, str(error).encode(errors="replace").decode(), 0)
    except MemoryError:
        outcome = (REFUSED, MEMORY, 0)
    except BaseException as error:  # a fault of ours, of whatever kind: the test says which
        outcome = (REFUSED, MEMORY, 0) if is_near_memory_limit() else (type(error).__name__, str(error)[:200], 0)
    result.write_text(json.dumps(outcome))


def _judge_rows(imported: Import) -> tuple[str, str, int]:
    """READ where each row is in one part of the import, as many as it says; and the number of different rows."""
    parts = (imported.accepted.index, imported.rejected["row"].unique(), imported.duplicates["row"])
    numbers = [int(row) for part in parts for row in part]
    n_rows = len(set(numbers))
    is_whole = len(numbers) == n_rows == imported.rows_in
    return READ if is_whole else f"{imported.rows_in} rows in, {len(numbers)} in parts, {n_rows} different", "", n_rows


if __name__ == "__main__":
    main()
