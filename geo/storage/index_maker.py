"""The process that indexes a large table and ends: the child of `geo/storage/index_process.py`."""

import json
import os
import sys
from pathlib import Path

import msgspec
import pyarrow as pa

from geo.core import actors, incidents
from geo.core.code_state import code_state
from geo.core.failure_log import describe_failure
from geo.core.parent_process import end_with_parent
from geo.errors import IncidentsInvalid
from geo.ingest.serialization import from_arrow
from geo.query.index import Index
from geo.storage import index_cache
from geo.storage.atlas_loader import CACHING, read_index
from geo.storage.index_process import (
    NICENESS,
    Completion,
    Failure,
    ImportedRows,
    IncidentFiles,
    IndexJob,
    Message,
    Progress,
    Refusal,
    encode_line,
)


def main() -> None:
    """Read a job on standard input, and answer in lines on standard output."""
    job = msgspec.convert(json.loads(sys.stdin.buffer.readline()), IndexJob)
    end_with_parent(sys.stdin.fileno(), job.parent)
    if isinstance(job.source, ImportedRows):
        os.nice(NICENESS)
    try:
        _make_index(job)
    except IncidentsInvalid as error:
        _send(Refusal(str(error)))
    except Exception as error:  # whatever it is, the parent must learn of it
        _send(Failure(describe_failure(error), isinstance(error, (MemoryError, pa.ArrowMemoryError))))


def _make_index(job: IndexJob) -> None:
    if code_state() != job.code_state:
        raise RuntimeError("the code has changed since the server started")
    index = _read_index(job.source)
    _send_step(CACHING)
    if not index_cache.write(index, Path(job.folder)):
        raise OSError("the folder cannot be written")
    _send(Completion())


def _read_index(source: IncidentFiles | ImportedRows) -> Index:
    if isinstance(source, ImportedRows):
        actors.use_own_actors(source.own_actors)
        return Index.from_table(incidents.as_incidents(from_arrow(Path(source.path).read_bytes())))
    return read_index(source.pattern, {Path(path): state for path, state in source.states.items()}, _send_step)


def _send_step(step: str) -> None:
    _send(Progress(step))


def _send(message: Message) -> None:
    sys.stdout.write(f"{encode_line(message)}\n")
    sys.stdout.flush()
