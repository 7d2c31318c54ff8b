"""The frames of Apache Spark, classic or by Spark Connect: how files are opened and answers collected and stopped.

All else of the engine is that of geo/query/lazy. Every question has a tag of its own, by which it is stopped.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import narwhals as nw
import pyarrow as pa
import pyarrow.parquet as pq

from geo import settings
from geo.errors import EngineFailed, FaultlineError, PackInvalid, QueryTimedOut
from geo.query.cancellation import run_watched
from geo.query.lazy.frames import Frame, Frames
from geo.query.lazy.lazy_engine import LazyEngine
from geo.query.lazy.spark_cluster import REMEDY, Session, SparkCluster, close_session, forget_session, session_on
from geo.query.limits import query_seconds
from geo.query.packed.file_states import FileStates
from geo.query.packed.folder import PackedFolder

ASKED = "a selection of packed incidents"
FILES_REMEDY = "Every machine needs the folder at the same path, as it is here; else run “faultline pack” again."
MAX_SCANS = 64  # sets of files of which the plan stays; chosen by judgement


@dataclass(frozen=True)
class Failure:
    """A way to fail: the signs of it in what Spark, Py4J or gRPC say, then what happened and what to do."""

    signs: tuple[str, ...]
    reason: str  # after the address of the cluster
    remedy: str = REMEDY


GONE = Failure(
    (
        "UNAVAILABLE", "Connection refused", "Connection reset", "Answer from Java side is empty", "INVALID_HANDLE",
        "stopped SparkContext", "SparkContext was shut down", "SparkContext has been shutdown", "Broken pipe",
        "Error while receiving", "NO_ACTIVE_SESSION", "while trying to connect to the Java server",
        "Master removed our application", "All masters are unresponsive", "Py4JNetworkError",
    ),
    "does not answer any more.",
)  # fmt: skip
FILE_SIGNS = ("FAILED_READ_FILE", "PATH_NOT_FOUND", "FileNotFoundException", "is not a Parquet file")
# The first whose sign is there counts.
FAILURES = (
    Failure(
        ("OutOfMemoryError", "MemoryLimitExceeded", "maxResultSize", "UNABLE_TO_ACQUIRE_MEMORY"),
        "has too little memory for the answer.",
        "Choose fewer days or places, or raise the setting QUERY_MEMORY.",
    ),
    Failure(("ExecutorLostFailure", "xecutor lost"), "has lost workers while it computed the answer."),
    GONE,
)
FAILED = Failure((), "could not answer.", "Ask again, or choose less.")

Answer = TypeVar("Answer")


class SparkFrames(Frames):
    """The frames of a cluster; any thread may ask, and frames may be shared."""

    def __init__(
        self, folder: Path, cluster: SparkCluster, *, memory: str, seconds: float, states: FileStates | None = None
    ) -> None:
        self.cluster, self._folder, self._memory, self._seconds = cluster, folder, memory, seconds
        self._scans: dict[tuple[Session, tuple[Path, ...]], Any] = {}
        self._files = states or FileStates(folder)

    def scan(self, paths: Sequence[Path]) -> Frame:
        self._files.check(paths)
        with self._failures():
            session, key = self._session(), tuple(paths)
            if (session, key) not in self._scans:
                self._scans = dict(list(self._scans.items())[1 - MAX_SCANS :])
                self._scans[session, key] = _read_files(session, key)
            frame: Frame = nw.from_native(self._scans[session, key])
            return frame

    def frame(self, table: pa.Table) -> Frame:
        with self._failures():
            # With its schema, for of a table without rows Spark Connect sees none.
            rows = self._session().createDataFrame(table, schema=_schema(table.schema))
            frame: Frame = nw.from_native(rows.hint("broadcast"))
            return frame

    def collect(self, frame: Frame) -> pa.Table:
        native = frame.to_native()
        with self._failures():
            return self._run(native.toArrow)

    def close(self) -> None:
        """End the session; the next question opens another."""
        self._scans = {}
        close_session(self.cluster)

    def _session(self) -> Session:
        return session_on(self.cluster, self._memory, self._explain)

    def _explain(self, error: Exception) -> Exception:
        """What failed, in plain words: no text of Spark, which may repeat what a reader typed."""
        if isinstance(error, FaultlineError):
            return error
        text = f"{type(error).__name__} {error}"
        if any(sign in text for sign in FILE_SIGNS):
            reason = f"the Spark cluster at {self.cluster.address} misses a file of it, or one has changed"
            return PackInvalid(str(self._folder), reason, remedy=FILES_REMEDY)
        failure = next((each for each in FAILURES if any(sign in text for sign in each.signs)), FAILED)
        if failure is GONE:
            forget_session(self.cluster)
        reason = f"The Spark cluster at {self.cluster.address} {failure.reason}"
        return EngineFailed(reason, asked=ASKED, remedy=failure.remedy)

    def _run(self, compute: Callable[[], Answer]) -> Answer:
        """Compute an answer under a tag, by which Spark stops it where it takes too long or is not wanted any more."""
        session, tag = self._session(), f"faultline-{uuid4()}"

        def compute_tagged() -> Answer:
            self.cluster.tag(session, tag)
            return compute()

        try:
            return run_watched(
                compute_tagged, lambda: self.cluster.interrupt(session, tag), max_seconds=self._seconds, asked=ASKED
            )
        except QueryTimedOut:
            self.cluster.check_workers(session)
            raise

    @contextmanager
    def _failures(self) -> Iterator[None]:
        """Raise what fails in Spark as EngineFailed, in plain words."""
        try:
            yield
        except FaultlineError:
            raise
        except Exception as error:
            raise self._explain(error) from error


def open_spark(folder: Path, cluster: SparkCluster) -> LazyEngine:
    """The engine of a packed folder that a cluster reads; the cluster is first asked when a question needs it.

    Raises PackInvalid where the folder cannot be used.
    """
    packed = PackedFolder.open(folder)
    frames = SparkFrames(folder, cluster, memory=settings.query_memory(), seconds=query_seconds(), states=packed.states)
    packed.states.verify_in_background()
    return LazyEngine.over(packed, frames)


def _read_files(session: Session, paths: Sequence[Path]) -> Any:
    """The rows of Parquet files as Spark's frame; their schema is read here, and no file is looked for by a pattern."""
    reader = (
        session.read.schema(_schema(pq.read_schema(paths[0])))
        .option("recursiveFileLookup", "true")
        .option("__globPaths__", "false")
    )
    return reader.parquet(*(f"file://{path.absolute()}" for path in paths))


def _schema(schema: pa.Schema) -> Any:
    """Columns of Arrow as Spark has them."""
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(pa.schema([field.remove_metadata() for field in schema]))
