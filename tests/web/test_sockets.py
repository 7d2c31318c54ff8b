import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor

from geo.web import sockets


def test_a_listening_socket_sends_at_once_and_others_are_left_alone() -> None:
    async def start() -> None:
        async with sockets.at_once(None):
            pass

    # In a thread of its own: the browser's driver leaves a loop running in the main one.
    with ThreadPoolExecutor(1) as aside, socket.socket() as listening, socket.socket() as idle:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        aside.submit(lambda: asyncio.run(start())).result()
        assert listening.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert not idle.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        with socket.create_connection(listening.getsockname()), listening.accept()[0] as accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
