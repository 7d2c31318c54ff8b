"""What a second server brings, what HAProxy costs, and the memory of each process: `python -m tests.bench.servers`."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from statistics import median
from threading import Thread

from tests.bench.figures import Figure
from tests.bench.measurement import Client, pss_mb
from tests.servers import children, serve_together, worker_ports
from tests.serving import Server, serve_script

SECONDS = 15.0  # of asking, after a warm-up of as many requests as there are readers
READERS = 4  # who ask at once, one question after the other
# Each asks for numbers that nobody has asked for before: a cached answer would measure HTTP alone.
QUESTION = "/api/facets.json?min_killed={n}&from=2024-01-{day:02}"
SMALL = "/_stcore/health"
N_SMALL = 200


def figures() -> Iterator[Figure]:
    """Requests a second with one server and with two, the delay of a small one, and memory."""
    with serve_script() as one:
        alone, direct = _requests_a_second(one), _small_seconds(one)
        memory = pss_mb(one.pid)
    yield Figure("one server: questions", alone, "1/s", 1.0, None)
    with _two_servers() as two:
        together, small = _requests_a_second(two), _small_seconds(two)
        yield Figure("two servers behind HAProxy: questions", together, "1/s", together / alone, None)
        yield Figure("a small answer through HAProxy", 1e3 * small, "ms", small / direct, None)
        yield Figure("one server: memory of its own", memory, "MB", 1.0, None)
        for name, own in _memories(two.pid):
            yield Figure(f"two servers: memory of {name}", own, "MB", own / memory, None)


@contextmanager
def _two_servers() -> Iterator[Server]:
    with serve_together(2) as server:
        time.sleep(5)  # HAProxy asks each second whether a server answers
        yield server


def _requests_a_second(address: str) -> float:
    """How many questions of several readers are answered in a second; each reader keeps a connection and a server."""
    numbers, answered = count(), count()
    deadline = [float("inf")]

    def read() -> None:
        client = Client(address)
        while time.perf_counter() < deadline[0]:
            number = next(numbers)
            client.get(QUESTION.format(n=number // 28, day=number % 28 + 1))
            next(answered)
            if deadline[0] == float("inf"):
                return

    for _ in range(2):  # the first time for warmth
        threads = [Thread(target=read) for _ in range(READERS)]
        begin, before = time.perf_counter(), next(answered)
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        elapsed, n_answers = time.perf_counter() - begin, next(answered) - before - 1
        deadline[0] = time.perf_counter() + SECONDS
    return n_answers / elapsed


def _small_seconds(address: str) -> float:
    client = Client(address)
    return median(client.get(SMALL)[0] for _ in range(N_SMALL))


def _memories(pid: int) -> Iterator[tuple[str, float]]:
    """The memory of each process of several servers, in MB."""
    for number, worker in enumerate(worker_ports(pid), 1):
        yield f"server {number}", pss_mb(worker)
    yield from (("HAProxy", pss_mb(number)) for number, command in children(pid).items() if "haproxy" in command[0])
    yield "the process that watches them", pss_mb(pid)


if __name__ == "__main__":
    for figure in figures():
        print(figure.format(), flush=True)
