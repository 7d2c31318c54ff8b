import asyncio
import socket

from geo.web import sockets


def test_a_listening_socket_sends_at_once_and_others_are_left_alone() -> None:
    async def start() -> None:
        async with sockets.at_once(None):
            pass

    with socket.socket() as listening, socket.socket() as idle:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        asyncio.run(start())
        assert listening.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert not idle.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        with socket.create_connection(listening.getsockname()), listening.accept()[0] as accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
