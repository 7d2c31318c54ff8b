"""Answers sent without delay (docs/decisions/0010).

Streamlit makes its listening socket without naming TCP as the protocol, and asyncio then leaves Nagle's algorithm on:
over a connection that stays open, the body of an answer waits some 40 ms until the browser acknowledges its headers.
The connections that a listening socket accepts inherit its options.
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
    """The server's lifespan: when it begins, the listening socket is open."""
    for descriptor in _open_descriptors():
        with contextlib.suppress(OSError):
            _set_nodelay(descriptor)
    yield


def _open_descriptors() -> list[int]:
    return [int(path.name) for path in DESCRIPTORS.iterdir()] if DESCRIPTORS.is_dir() else []


def _set_nodelay(descriptor: int) -> None:
    """Turn Nagle's algorithm off for a listening TCP socket; raises OSError for any other descriptor that is open."""
    # A socket made of anything but a socket fails and leaves its copy open: whoever waits for the end of a pipe would
    # wait for ever.
    if not stat.S_ISSOCK(os.fstat(descriptor).st_mode):
        return
    with socket.socket(fileno=os.dup(descriptor)) as copy:
        if copy.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
            copy.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
