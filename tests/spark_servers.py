"""A Spark cluster of several processes and a server with Spark Connect, on this machine's loopback, for the tests."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pyspark

from tests.serving import free_port

SPARK_HOME = Path(pyspark.__file__).parent
PATIENCE_SECONDS = 120
MASTER, WORKER = "org.apache.spark.deploy.master.Master", "org.apache.spark.deploy.worker.Worker"
CONNECT = "org.apache.spark.sql.connect.service.SparkConnectServer"
WORKER_MEMORY = "1g"  # for the executors of one worker; each daemon has DAEMON_MEMORY of its own
DAEMON_MEMORY = "256m"
SERVER_MEMORY = "768m"  # of the server with Spark Connect, which Spark counts among the daemons
EXECUTOR_MEMORY = "512MB"  # as the setting QUERY_MEMORY writes it; Spark takes no less than 450 MB


class Servers:
    """Processes that can be killed: the workers of a cluster, or a server; `address` is what INCIDENTS calls it."""

    def __init__(self, address: str, processes: Sequence[subprocess.Popen[bytes]]) -> None:
        self.address, self.processes = address, list(processes)

    def kill_one(self) -> None:
        """Kill a process without a word, and with it what it has started."""
        _end(self.processes.pop(), signal.SIGKILL)


# Small answers: compiling queries takes longer than computing them.
DEFAULTS = """
spark.sql.codegen.wholeStage false
spark.sql.codegen.factoryMode NO_CODEGEN
spark.driver.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
spark.executor.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
spark.cores.max 2
"""


@dataclass(frozen=True)
class Daemon:
    """A process of Spark that listens on a port; its log has its name."""

    name: str
    arguments: Sequence[str]
    port: int


@contextmanager
def spark_cluster(folder: Path, *, n_workers: int = 2) -> Iterator[Servers]:
    """A standalone cluster with its files in a folder, until the block ends."""
    port = free_port()
    host = ["--host", "127.0.0.1", "--webui-port", "0"]
    address = f"spark://127.0.0.1:{port}"
    worker = [WORKER, "--cores", "2", "--memory", WORKER_MEMORY, "--work-dir", str(folder), *host, address]
    ports = [free_port() for _ in range(n_workers)]
    master = Daemon("master", [MASTER, "--port", str(port), *host], port)
    # A worker that does not find its master waits long before it tries again.
    with _processes([master], folder), _processes([_worker(worker, own) for own in ports], folder) as workers:
        yield Servers(address, workers)


def _worker(arguments: Sequence[str], port: int) -> Daemon:
    return Daemon(f"worker-{port}", [*arguments, "--port", str(port)], port)


@contextmanager
def spark_connect(folder: Path, master: str) -> Iterator[Servers]:
    """A server with Spark Connect that works on a cluster, until the block ends."""
    port = free_port()
    settings = {
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": str(port),
        "spark.driver.host": "127.0.0.1",
        "spark.executor.memory": "512m",
        "spark.ui.enabled": "false",
    }
    options = [part for name, value in settings.items() for part in ("--conf", f"{name}={value}")]
    submit = ["org.apache.spark.deploy.SparkSubmit", "--master", master, "--class", CONNECT, *options, "spark-internal"]
    with _processes([Daemon("connect", submit, port)], folder) as processes:
        yield Servers(f"sc://127.0.0.1:{port}", processes)


def write_defaults(folder: Path) -> Path:
    """A folder for SPARK_CONF_DIR, which drivers and servers read."""
    conf = folder / "conf"
    conf.mkdir(exist_ok=True)
    (conf / "spark-defaults.conf").write_text(DEFAULTS, encoding="utf-8")
    return conf


@contextmanager
def _processes(daemons: Sequence[Daemon], folder: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Processes that are started at once and listen; they and their children end with the block."""
    with ExitStack() as stack:
        processes = [_start(daemon, folder) for daemon in daemons]
        for process in processes:
            stack.callback(_end, process, signal.SIGTERM)
        for daemon, process in zip(daemons, processes, strict=True):
            _wait_for(daemon.port, process, _log(daemon, folder))
        yield processes


def _start(daemon: Daemon, folder: Path) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "SPARK_CONF_DIR": str(write_defaults(folder)),
        "SPARK_HOME": str(SPARK_HOME),
        "SPARK_DAEMON_MEMORY": SERVER_MEMORY if CONNECT in daemon.arguments else DAEMON_MEMORY,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_DIRS": str(folder),
        "SPARK_MASTER_OPTS": "-Dspark.master.rest.enabled=false",
    }
    command = [str(SPARK_HOME / "bin" / "spark-class"), *daemon.arguments]
    with _log(daemon, folder).open("wb") as output:
        return subprocess.Popen(
            command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )


def _log(daemon: Daemon, folder: Path) -> Path:
    return folder / f"{daemon.name}.log"


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(PATIENCE_SECONDS * 10):
        if process.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"Spark did not start:\n{log.read_text(encoding='utf-8', errors='replace')[-4000:]}")


def _end(process: subprocess.Popen[bytes], sign: signal.Signals) -> None:
    """End a process and what it has started, which is its group."""
    with suppress(ProcessLookupError, subprocess.TimeoutExpired):
        os.killpg(process.pid, sign)
        process.wait(timeout=20)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
