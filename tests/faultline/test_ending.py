"""A server ends soon after a signal, even where somebody takes no more bytes of an answer."""

import asyncio
import signal
from collections.abc import Iterator

import pytest
import uvicorn

from faultline import ending


@pytest.fixture
def server() -> Iterator[uvicorn.Server]:
    """A server that handles signals, as one that runs does."""
    server = uvicorn.Server(uvicorn.Config(lambda: None))
    before = {number: signal.signal(number, server.handle_exit) for number in ending.SIGNALS}
    yield server
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", ending.SIGNALS)
def test_a_server_waits_for_answers_and_then_for_none(
    number: signal.Signals, server: uvicorn.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def ask_to_end() -> tuple[bool, bool]:
        ending.limit_ending(asyncio.get_running_loop())
        signal.raise_signal(number)
        is_waiting = server.should_exit and not server.force_exit
        async with asyncio.timeout(10):
            while not server.force_exit:
                await asyncio.sleep(0)
        return is_waiting, server.force_exit

    monkeypatch.setattr(ending, "END_SECONDS", 0.01)
    assert asyncio.run(ask_to_end()) == (True, True)


def test_a_server_of_another_kind_keeps_its_signals() -> None:
    before = signal.getsignal(signal.SIGTERM)
    asyncio.run(_limit())
    assert signal.getsignal(signal.SIGTERM) == before


async def _limit() -> None:
    ending.limit_ending(asyncio.get_running_loop())
