"""What goes on beside the answers while the server runs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from faultline.ending import limit_ending
from faultline.streamlit_sessions import end_left_sessions
from geo.web.tcp_nodelay import enable_tcp_nodelay

# By judgement: Streamlit waits two minutes for a reader whose line broke.
SWEEP_SECONDS = 15.0


@asynccontextmanager
async def serve_lifespan(app: object) -> AsyncIterator[None]:
    """The server's lifespan."""
    limit_ending(asyncio.get_running_loop())
    async with enable_tcp_nodelay(app):
        sweeper = asyncio.create_task(_end_sessions())
        try:
            yield
        finally:
            sweeper.cancel()


async def _end_sessions() -> None:
    """Give back, again and again, what sessions hold whose readers are gone."""
    while True:
        await asyncio.sleep(SWEEP_SECONDS)
        end_left_sessions()
