"""A server that is asked to end does so soon, whatever it still answers.

uvicorn waits for every answer that has begun, without a limit: a reader who takes no more bytes would hold it for ever.
"""

import asyncio
import signal
from functools import partial
from types import FrameType

import uvicorn

END_SECONDS = 10.0  # for answers that have begun, by judgement; systemd kills after 90
SIGNALS = (signal.SIGTERM, signal.SIGINT)


def limit_ending(loop: asyncio.AbstractEventLoop) -> None:
    """From now on the uvicorn that runs in this loop ends END_SECONDS after a signal; nothing where none runs."""
    for number in SIGNALS:
        server = getattr(signal.getsignal(number), "__self__", None)
        if isinstance(server, uvicorn.Server):
            signal.signal(number, partial(_end, loop, server))


def _end(loop: asyncio.AbstractEventLoop, server: uvicorn.Server, number: int, frame: FrameType | None) -> None:
    loop.call_soon_threadsafe(loop.call_later, END_SECONDS, setattr, server, "force_exit", True)
    server.handle_exit(number, frame)
