"""Answers sent at once.

Streamlit makes its listening socket without naming TCP, and asyncio then leaves Nagle's algorithm on: over a kept
connection the body of an answer waits some 40 ms for the browser to acknowledge its headers. What the listening socket
is told, the connections that it accepts inherit.
"""

import contextlib
import os
import socket
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

DESCRIPTORS = Path("/dev/fd")


@asynccontextmanager
async def enable_tcp_nodelay(_app: object) -> AsyncIterator[None]:
    """The server's lifespan: its socket is open by now."""
    for number in _open_descriptors():
        with contextlib.suppress(OSError):
            _set_nodelay(number)
    yield


def _open_descriptors() -> list[int]:
    return [int(path.name) for path in DESCRIPTORS.iterdir()] if DESCRIPTORS.is_dir() else []


def _set_nodelay(number: int) -> None:
    """Let a descriptor send at once if it is a listening TCP socket; raises OSError if it is none."""
    if not stat.S_ISSOCK(os.fstat(number).st_mode):
        return  # a socket made of anything else fails and leaves its copy open, and nobody's pipe would ever end
    with socket.socket(fileno=os.dup(number)) as held:
        if held.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
            held.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
