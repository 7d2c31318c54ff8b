"""How large the body of a request may be: counted while it arrives, whatever its head says."""

from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.gate import refusal
from geo.gate.address_kinds import UPLOAD
from geo.gate.refusal import Refusal
from geo.gate.request_head import RequestHead
from geo.settings import upload_megabytes

MEGABYTE = 1024 * 1024
# What a form says around a file: Streamlit's own margin. And nothing else that is sent here is larger.
FORM_BYTES = MEGABYTE
MAX_DISCARDED_BYTES = 100 * MEGABYTE  # by judgement: whoever sends more may lose the answer


def body_limit(head: RequestHead) -> int:
    """The bytes that the body of a request may have."""
    return upload_megabytes() * MEGABYTE + FORM_BYTES if head.kind is UPLOAD else FORM_BYTES


def is_stated_too_large(head: RequestHead) -> bool:
    """Whether a request says itself that its body is too large."""
    text = head.header("content-length")
    return text.isdigit() and int(text[:20]) > body_limit(head)


class LimitedBody:
    """An app that is cut off from a body that grows too large; the answer is then `reason`.

    `on_bytes`: called with the number of bytes of each part that arrives.
    """

    def __init__(
        self,
        app: ASGIApp,
        limit: int,
        on_bytes: Callable[[int], None] = lambda _: None,
        reason: Refusal = refusal.TOO_LARGE,
    ) -> None:
        self._app, self._limit, self._on_bytes, self._reason = app, limit, on_bytes, reason
        self._n_bytes, self._has_started = 0, False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""

        async def receive_and_count() -> Message:
            message = await receive()
            n_bytes = len(message.get("body", b""))
            self._n_bytes += n_bytes
            self._on_bytes(n_bytes)
            return {"type": "http.disconnect"} if self._is_too_large else message

        async def send_unless_too_large(message: Message) -> None:
            if not self._is_too_large or self._has_started:
                self._has_started = True
                await send(message)

        try:
            await self._app(scope, receive_and_count, send_unless_too_large)
        except Exception:
            if not self._is_too_large or self._has_started:
                raise
        if self._is_too_large and not self._has_started:
            await refuse_body(scope, receive, send, self._reason)

    @property
    def _is_too_large(self) -> bool:
        return self._n_bytes > self._limit


async def refuse_body(scope: Scope, receive: Receive, send: Send, reason: Refusal = refusal.TOO_LARGE) -> None:
    """Answer at once, and let the rest of the body go by unread.

    Where it is not taken from the line, the client's system is told that the connection broke, and loses the answer.
    """

    async def send_and_discard(message: Message) -> None:
        if message["type"] == "http.response.body":
            await send({**message, "more_body": True})
            await _discard_body(receive)
            message = {"type": "http.response.body", "body": b"", "more_body": False}
        await send(message)

    await reason(scope, receive, send_and_discard)


async def _discard_body(receive: Receive) -> None:
    n_bytes = 0
    while n_bytes < MAX_DISCARDED_BYTES:
        message = await receive()
        n_bytes += len(message.get("body", b""))
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return
