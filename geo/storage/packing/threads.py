"""Work on several items beside each other, in few threads."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

THREADS = 2  # that check or write rows beside each other; more would need more memory, or smaller chunks
Item = TypeVar("Item")
Result = TypeVar("Result")


def run_in_threads(function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[tuple[Item, Result]]:
    """The result of each item as it comes; as soon as one fails no further one is begun."""
    with ThreadPoolExecutor(THREADS) as pool:
        running: dict[Future[Result], Item] = {}
        for item in items:
            if len(running) == THREADS:
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    yield running.pop(future), future.result()
            running[pool.submit(function, item)] = item
        for future in list(running):
            yield running[future], future.result()
