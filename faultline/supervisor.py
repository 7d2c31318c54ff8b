"""Several servers behind HAProxy: started, watched, started again where one dies, and ended together."""

import os
import secrets
import shutil
import signal
import socket
import sys
import tempfile
from pathlib import Path
from threading import Event
from types import FrameType
from urllib.error import URLError
from urllib.request import urlopen

from faultline import balancer
from faultline.child import Child, unprivileged_user
from geo import settings
from geo.core.log_setup import configure_logs, say_to_operator
from geo.errors import ServeFailed

LOOPBACK = "127.0.0.1"
MAX_PORT_DIGITS = 5  # beyond 65535 the socket refuses
BACKLOG = 1_024  # connections that wait to be taken
POLL_SECONDS = 0.2
UNPRIVILEGED = ("haproxy", "nobody")  # who HAProxy runs as where we are root
SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Supervisor:
    """The servers and the balancer before them. `listener`: the socket of the address that readers use."""

    def __init__(self, n_workers: int, listener: socket.socket, folder: Path) -> None:
        ports = free_ports(n_workers)
        environment = _worker_environment(folder)
        self._addresses = [f"http://{LOOPBACK}:{port}" for port in ports]
        self._workers = [_worker(number, port, environment) for number, port in enumerate(ports, 1)]
        self._balancer = _balancer(listener, folder, ports)
        self._is_over = Event()

    def run(self) -> int:
        """Serve until a signal comes; returns the exit code, which is the first server's where it cannot start."""
        for number in SIGNALS:
            signal.signal(number, self._stop)
        try:
            if (exit_code := self._start()) is not None:
                return exit_code
            while not self._is_over.wait(POLL_SECONDS):
                for child in (*self._workers, self._balancer):
                    child.mend()
        finally:
            self._end()
        return 0

    def _start(self) -> int | None:
        """Start the first server alone: it says what is wrong with the data, and caches its index for the others."""
        first, *others = self._workers
        first.start()
        while not _is_healthy(self._addresses[0]):
            if first.exit_code is not None:
                return first.exit_code or 1
            if self._is_over.wait(POLL_SECONDS):
                return 0
        for child in (*others, self._balancer):
            child.start()
        where = f"{settings.ADDRESS.value()}, port {settings.PORT.value()}"
        say_to_operator(f"Faultline serves at {where}, with {len(self._workers)} servers.")
        return None

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._is_over.set()

    def _end(self) -> None:
        """End the balancer first, which closes the connections that a server would wait for."""
        self._balancer.ask_to_end()
        self._balancer.end()
        for worker in self._workers:
            worker.ask_to_end()
        for worker in self._workers:
            worker.end()


def serve(n_workers: int) -> int:
    """Serve with so many servers until a signal comes; returns the exit code. Raises ServeFailed."""
    configure_logs()
    balancer.find_haproxy()  # before anything is started
    folder = Path(tempfile.mkdtemp(prefix="faultline-servers-"))  # for us alone
    try:
        with listen(settings.ADDRESS.value(), settings.PORT.value()) as listener:
            return Supervisor(n_workers, listener, folder).run()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def listen(address: str, port: str) -> socket.socket:
    """A socket that listens where readers come; raises ServeFailed."""
    try:
        number = int(port) if port.isascii() and len(port) <= MAX_PORT_DIGITS else -1
        family, kind, protocol, _, where = socket.getaddrinfo(
            address, number, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        return _listen(socket.socket(family, kind, protocol), (*where[:1], number, *where[2:]))
    except (OSError, OverflowError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no such address"
        raise ServeFailed(f"ADDRESS {address!r} and PORT {port!r} cannot be listened on: {reason}.") from None


def _listen(listener: socket.socket, where: tuple[object, ...]) -> socket.socket:
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(where)
        listener.listen(BACKLOG)
    except BaseException:
        listener.close()
        raise
    return listener


def free_ports(number: int) -> list[int]:
    """Ports of this machine that nobody listens on."""
    probes = [socket.socket() for _ in range(number)]
    try:
        for probe in probes:
            probe.bind((LOOPBACK, 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def _worker_environment(folder: Path) -> dict[str, str]:
    """What all servers have in common; the secret signs cookies, which each of them must be able to read."""
    metrics = folder / "metrics"
    metrics.mkdir()
    return settings.child_environment(
        ADDRESS=LOOPBACK,
        WORKERS="1",
        PUBLIC_ADDRESS=settings.ADDRESS.value(),
        PUBLIC_PORT=settings.PORT.value(),
        STREAMLIT_SERVER_COOKIE_SECRET=os.environ.get("STREAMLIT_SERVER_COOKIE_SECRET") or secrets.token_hex(32),
        **{settings.METRICS_DIR: str(metrics)},
        STREAMLIT_LOGGER_HIDE_WELCOME_MESSAGE="true",  # it names the server's own port
    )


def _worker(number: int, port: int, environment: dict[str, str]) -> Child:
    command = [sys.executable, "-P", "-m", "faultline", "serve"]  # -P: no module of the working folder comes first
    return Child(f"Server {number}", command, environment | {"PORT": str(port)})


def _balancer(listener: socket.socket, folder: Path, ports: list[int]) -> Child:
    path = balancer.write_configuration(folder, listener.fileno(), ports)
    if user := unprivileged_user(UNPRIVILEGED):
        for owned in (folder, *folder.iterdir()):
            shutil.chown(owned, user)
    # -db: in the foreground; -q: what became of the servers behind it is said here.
    command = [balancer.find_haproxy(), "-db", "-q", "-f", str(path)]
    child = Child("HAProxy", command, {}, user, (listener.fileno(),))
    balancer.check_configuration(path, listener.fileno())
    return child


def _is_healthy(address: str) -> bool:
    try:
        with urlopen(f"{address}/_stcore/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False
