"""Index a large table in a process of its own, for what that takes of memory goes only with the process.

A million incidents leave 0.9 GB that this process cannot give back (docs/decisions/0009). The child is
`geo/storage/index_maker.py`; it leaves the index in its folder, from which both sides map it into memory.
"""

import contextlib
import json
import logging
import os
import subprocess
from collections.abc import Callable, Iterator

import msgspec

from geo.core.child_process import run_child
from geo.core.failure_log import log_description
from geo.errors import IncidentsInvalid
from geo.storage.source_files import FileState

COMMAND = "from geo.storage.index_maker import main; main()"
DOING = "indexing incidents in a process of its own"

logger = logging.getLogger(__name__)


class IndexJob(msgspec.Struct, frozen=True):
    """What the child is to index: the incident files of a path or glob, and the folder for their index.

    `states`: the files and what lies beside them, by path, as they were when their version was read; `code_state`: the
    code that the folder's name is of; `parent`: the number of the process that asks.
    """

    pattern: str
    states: dict[str, FileState]
    folder: str
    code_state: str
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


Message = Progress | Completion | Refusal | Failure


def make_index(job: IndexJob, on_progress: Callable[[str], None]) -> bool:
    """Let a child make the index of a job and put it into its folder; returns whether it is there.

    `on_progress` is called with each step. Raises IncidentsInvalid as reading the files in this process does.
    """
    last: Message | None = None
    try:
        with run_child(COMMAND, encode_line(job)) as child:
            for last in _messages(child):
                if isinstance(last, Progress):
                    on_progress(last.step)
            child.wait()
    except OSError as error:  # no process can be started
        logger.warning("%s: %s", DOING, type(error).__name__)
        return False
    if isinstance(last, Refusal):
        raise IncidentsInvalid(last.reason)
    if isinstance(last, Failure):
        log_description(last.description, doing=DOING)
    elif not isinstance(last, Completion):
        logger.warning("%s ended with exit code %s", DOING, child.returncode)
    return isinstance(last, Completion)


def encode_line(message: IndexJob | Message) -> str:
    """A message in one line of JSON, in ASCII: a name of a file or a text of it may hold a lone surrogate."""
    return json.dumps(msgspec.to_builtins(message))


def _messages(child: "subprocess.Popen[str]") -> Iterator[Message]:
    for line in child.stdout or ():
        with contextlib.suppress(ValueError):  # a library printed something
            yield msgspec.convert(json.loads(line), Message)
