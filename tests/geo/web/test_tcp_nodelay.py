import asyncio
import os
import socket

from geo.web import tcp_nodelay


def test_a_listening_socket_sends_at_once_and_others_are_left_alone() -> None:
    async def start() -> None:
        async with tcp_nodelay.enable_tcp_nodelay(None):
            pass

    with socket.socket() as listening, socket.socket() as idle:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        asyncio.run(start())
        assert listening.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert not idle.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        with socket.create_connection(listening.getsockname()), listening.accept()[0] as accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_no_descriptor_is_left_open_twice() -> None:
    """A copy of the pipe of a process that waits for its end would keep it waiting."""

    async def start() -> int:
        async with tcp_nodelay.enable_tcp_nodelay(None):
            return len(os.listdir("/dev/fd"))

    reading, writing = os.pipe()
    try:
        before = len(os.listdir("/dev/fd"))
        within = [asyncio.run(start()) for _ in range(3)]
        assert len(os.listdir("/dev/fd")) == before
        assert len(set(within)) == 1
    finally:
        os.close(reading)
        os.close(writing)
