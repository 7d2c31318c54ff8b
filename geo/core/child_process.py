"""A child process that imports `geo`, is given one line, and answers in lines: the parent's side.

It ends with its parent where it calls `end_with_parent` of geo/core/parent_process.py.
"""

import contextlib
import subprocess
import sys
from collections.abc import Iterator

from geo.settings import child_environment


@contextlib.contextmanager
def run_child(code: str, job: str, **variables: str) -> Iterator["subprocess.Popen[str]"]:
    """Run Python code in a child that never outlives the block, with a job as the first line of its standard input.

    Its standard error is dropped: tracebacks may hold cells of a file. `variables` are changes of its environment.
    Raises OSError where no process can be started.
    """
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", code],  # -P: no module of the working folder comes first
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=child_environment(**variables, PYTHONIOENCODING="utf-8"),
        encoding="utf-8",
        errors="replace",  # a library may print anything
    )
    try:
        if process.stdin:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(job + "\n")
                process.stdin.flush()  # and it stays open: the child ends when it closes
        yield process
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
