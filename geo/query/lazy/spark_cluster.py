"""Where Apache Spark runs, and sessions on it: a cluster that this process is the driver of, or a server of others.

`master=` is a classic cluster, `local[2]` or `spark://host:port`: Java runs beside this process. `remote=` is a server
with Spark Connect, `sc://host:port`: all of Java is there. Either reads the packed folder by the path that it has here,
so that every machine of the cluster has it at that path.
"""

import os
import re
import shutil
import socket
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import Any, ClassVar, NoReturn

from geo.errors import EngineFailed, EngineMissing

CONNECT_SECONDS = 5.0  # in which a machine that is there answers; chosen by judgement
CONNECT_PORT = 15002  # of Spark Connect where an address names none
MAX_RETRIES = 3  # of a request to a server that does not answer, which takes some seconds; Spark's own takes 10 minutes
JAVA = "Java 17 or later; on Debian, apt-get install openjdk-17-jre-headless"
REMEDY = (
    "The selection is in the address of the page: start the cluster or correct INCIDENTS, then load the page again."
)
# Days are days everywhere; small results, such as counts by code, need few partitions; files are named one by one.
SESSION_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "16",
    "spark.sql.sources.parallelPartitionDiscovery.threshold": "10000",
}

MEBIBYTES = {"M": 1, "G": 1024, "T": 1024**2}

Session = Any  # of Spark's two kinds of session, which share no class
Explain = Callable[[Exception], Exception]


class SparkCluster(ABC):
    """A place where Spark runs; equal ones share their session.

    `parameter`: how INCIDENTS names this kind; `examples`: of what stands behind it.
    """

    parameter: ClassVar[str]
    examples: ClassVar[tuple[str, ...]]

    @property
    @abstractmethod
    def is_valid(self) -> bool:
        """Whether the text that it was made from is the address of a cluster."""

    @property
    @abstractmethod
    def address(self) -> str:
        """What it is called in INCIDENTS."""

    @abstractmethod
    def open(self, memory: str, explain: Explain) -> Session:
        """A new session, of so much memory where that is ours to say. Raises EngineFailed, or EngineMissing.

        `explain` says in plain words what fails where a frame is made and not collected yet.
        """

    @abstractmethod
    def is_open(self, session: Session) -> bool:
        """Whether a session can still be asked."""

    @abstractmethod
    def hosts(self) -> tuple[tuple[str, int], ...]:
        """The machines and ports of which one must answer; none for this machine."""

    @abstractmethod
    def tag(self, session: Session, tag: str) -> None:
        """Give a name to what this thread, which does nothing else later, will ask."""

    @abstractmethod
    def interrupt(self, session: Session, tag: str) -> None:
        """Stop what was asked under a name."""

    def check_workers(self, session: Session) -> None:
        """Raise EngineFailed where a session is known to have no worker to compute anything."""
        return

    def check_reachable(self) -> None:
        """Raise EngineFailed where no machine of it answers."""
        if self.hosts() and not any(_answers(host, port) for host, port in self.hosts()):
            raise EngineFailed(f"The Spark cluster at {self.address} does not answer.", remedy=REMEDY)


@dataclass(frozen=True)
class ClassicCluster(SparkCluster):
    """A cluster, or this machine, with the driver in Java beside this process."""

    master: str
    parameter: ClassVar[str] = "master"
    examples: ClassVar[tuple[str, ...]] = ("local[2]", "spark://host:7077")

    @property
    def is_valid(self) -> bool:
        return (
            re.fullmatch(r"local(\[[\w*,]+\])?|yarn|k8s://\S+|spark://[^/,]+:\d+(,[^/,]+:\d+)*", self.master)
            is not None
        )

    @property
    def address(self) -> str:
        return self.master

    def open(self, memory: str, explain: Explain) -> Session:
        _check_java()
        self.check_reachable()
        from pyspark import SparkContext
        from pyspark.sql import SparkSession

        active = SparkContext._active_spark_context
        if active is not None and active.master != self.master:
            raise EngineFailed(f"This process works with the Spark cluster {active.master} already.", remedy=REMEDY)
        builder = SparkSession.builder.master(self.master).appName("Faultline")
        for name, value in {**SESSION_SETTINGS, **self._settings(memory)}.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        return session

    def _settings(self, memory: str) -> Mapping[str, str]:
        size = _spark_memory(memory)
        own_machine = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
        return {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.driver.memory": size,
            "spark.executor.memory": size,
            "spark.driver.maxResultSize": size,
            **(own_machine if all(host in ("127.0.0.1", "localhost") for host, _ in self.hosts()) else {}),
        }

    def is_open(self, session: Session) -> bool:
        try:
            return not session.sparkContext._jsc.sc().isStopped()
        except Exception:  # Java itself is gone, which Py4J says in several ways
            return False

    def tag(self, session: Session, tag: str) -> None:
        # Not by a tag of the session: Spark collects in a thread of its own, which takes over the job group alone.
        session.sparkContext.setJobGroup(tag, "Faultline", interruptOnCancel=True)

    def interrupt(self, session: Session, tag: str) -> None:
        session.sparkContext.cancelJobGroup(tag)

    def check_workers(self, session: Session) -> None:
        if self.hosts() and session.sparkContext._jsc.sc().getExecutorMemoryStatus().size() < 2:  # the driver is one
            reason = f"The Spark cluster at {self.address} has no worker that takes the work."
            raise EngineFailed(
                reason, remedy=f"Its workers may be gone, or have less memory than QUERY_MEMORY. {REMEDY}"
            )

    def hosts(self) -> tuple[tuple[str, int], ...]:
        return tuple((host, int(port)) for host, port in re.findall(r"([^/,:]+):(\d+)", self.master))


@dataclass(frozen=True)
class ConnectServer(SparkCluster):
    """A server with Spark Connect; what stands behind the port of its address, such as a token, is not repeated."""

    remote: str
    parameter: ClassVar[str] = "remote"
    examples: ClassVar[tuple[str, ...]] = ("sc://host:15002",)

    @property
    def is_valid(self) -> bool:
        return len(self.hosts()) == 1

    @property
    def address(self) -> str:
        return self.remote.partition(";")[0].rstrip("/")

    def open(self, memory: str, explain: Explain) -> Session:
        self.check_reachable()
        # Before gRPC is imported: at a fork it stops some of the programs that this process starts, such as Java.
        os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "0")
        try:
            from pyspark.sql.connect.client.retries import DefaultPolicy
            from pyspark.sql.connect.session import SparkSession
        except ImportError as error:  # a module that only Spark Connect needs
            raise EngineMissing("Spark Connect", extra="spark") from error
        session: Session = SparkSession(connection=self.remote)
        session.client.set_retry_policies([DefaultPolicy(max_retries=MAX_RETRIES)])
        SparkSession._set_default_and_active_session(session)
        session.client._handle_error = partial(_fail, session.client._handle_error, explain)
        session.conf._set_all(configs=SESSION_SETTINGS, silent=True)
        return session

    def is_open(self, session: Session) -> bool:
        return not session.is_stopped

    def tag(self, session: Session, tag: str) -> None:
        session.addTag(tag)

    def interrupt(self, session: Session, tag: str) -> None:
        session.interruptTag(tag)

    def hosts(self) -> tuple[tuple[str, int], ...]:
        match = re.match(r"sc://(\[[^\]]+\]|[^:/;]+)(?::(\d+))?", self.remote)
        return ((match[1].strip("[]"), int(match[2] or CONNECT_PORT)),) if match else ()


CLUSTER_KINDS: tuple[type[ClassicCluster] | type[ConnectServer], ...] = (ClassicCluster, ConnectServer)

_sessions: dict[SparkCluster, Session] = {}
_lock = Lock()


def session_on(cluster: SparkCluster, memory: str, explain: Explain) -> Session:
    """The session of this process on a cluster, a new one where there is none or the last has ended."""
    with _lock:
        session = _sessions.get(cluster)
        if session is None or not cluster.is_open(session):
            close_session(cluster)
            session = _sessions[cluster] = cluster.open(memory, explain)
        return session


def forget_session(cluster: SparkCluster) -> None:
    """Let the next question open another session on a server that has lost this one."""
    if isinstance(cluster, ConnectServer):  # a classic session says itself whether it is open
        _sessions.pop(cluster, None)


def close_session(cluster: SparkCluster) -> None:
    """End the session on a cluster, if there is one; the next question opens another."""
    session = _sessions.pop(cluster, None)
    if session is None:
        return
    with suppress(Exception):  # it may have ended by itself, which Spark says in many ways
        session.stop()
    if isinstance(cluster, ClassicCluster):
        _forget_dead_java()


def _spark_memory(memory: str) -> str:
    """The setting QUERY_MEMORY as Spark writes sizes. Raises EngineFailed."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([MGT])i?B?", memory.strip(), re.IGNORECASE)
    if match is None:
        raise EngineFailed(f"The setting QUERY_MEMORY cannot be used: {memory!r}.", remedy="Write it as 4GB or 512MB.")
    return f"{round(float(match[1]) * MEBIBYTES[match[2].upper()])}m"


def _forget_dead_java() -> None:
    """Let a new Java be started where that of this process has ended."""
    from pyspark import SparkContext

    gateway = SparkContext._gateway
    if gateway is not None and gateway.proc.poll() is not None:
        SparkContext._gateway = SparkContext._jvm = SparkContext._active_spark_context = None


def _check_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if not (home and os.access(os.path.join(home, "bin", "java"), os.X_OK)) and shutil.which("java") is None:
        raise EngineFailed(
            "Spark needs Java on this machine, and there is none.",
            remedy=f"Install {JAVA}. With “?remote=sc://…”, a server with Spark Connect, none is needed here.",
        )


def _fail(handle: Callable[[Exception], NoReturn], explain: Explain, error: Exception) -> NoReturn:
    """Raise what a client of Spark Connect makes of an error, explained: it asks for columns at unforeseen times."""
    try:
        handle(error)
    except Exception as handled:
        raise explain(handled) from handled


def _answers(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=CONNECT_SECONDS).close()
    except OSError:
        return False
    return True
