"""Questions of the API end with their request: whoever has left does not want the answer any more."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.query.cancellation import CancelToken, watched
from geo.query.limits import query_seconds

METHODS = ("GET", "HEAD")  # a request with a body is read by whoever answers it
PATHS = ("/api/", "/tiles/", "/ogc/")
NO_BODY: Message = {"type": "http.request", "body": b"", "more_body": False}


class WatchedRequests:
    """ASGI middleware that calls off what a request asks for when its client leaves."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, and listen meanwhile."""
        if scope["type"] != "http" or scope["method"] not in METHODS or not scope["path"].startswith(PATHS):
            await self.app(scope, receive, send)
            return
        token, messages = CancelToken(), asyncio.Queue[Message]()
        messages.put_nowait(NO_BODY)
        listener = asyncio.ensure_future(_listen(receive, messages, token))
        try:
            with watched(token.watch, query_seconds()):
                await self.app(scope, messages.get, send)
        finally:
            listener.cancel()


async def _listen(receive: Receive, messages: "asyncio.Queue[Message]", token: CancelToken) -> None:
    """Call the questions off when the client leaves; a body, which none of these answers reads, is not kept."""
    while not token.is_cancelled:
        message = await receive()
        if message["type"] == "http.disconnect":
            token.cancel()
            await messages.put(message)
        await asyncio.sleep(0)  # so that a client who sends without end holds nobody up
