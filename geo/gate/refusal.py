"""Answers of the gate's own, to whoever is not let through: a sentence in plain text; 403 for a websocket."""

from dataclasses import dataclass

from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from geo.web.security_headers import SecurityHeaders

POLICY_VIOLATION = 1008  # RFC 6455, §7.4.1


@dataclass(frozen=True)
class Refusal:
    """A status and what is said to the asker, who may be anybody: nothing of what there is."""

    status: int
    message: str
    headers: tuple[tuple[str, str], ...] = ()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request with it."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})  # a server answers the handshake with 403
            return
        headers = {"Cache-Control": "no-store", **dict(self.headers)}
        answer = PlainTextResponse(f"{self.message}\n", status_code=self.status, headers=headers)
        await SecurityHeaders(answer)(scope, receive, send)


WRONG_HOST = Refusal(
    421, "This server does not answer under that name or port. Whoever runs it can add them to the setting HOSTS."
)
WRONG_ORIGIN = Refusal(403, "The request comes from a page of somebody else, which this server does not answer.")
FOREIGN_PAGE = Refusal(
    403,
    "A page of another site asked for this, which this server does not answer. "
    "Open the address from a page of the atlas, or type it into the address bar.",
)
WRONG_MACHINE = Refusal(
    403,
    "This server answers its own machine alone. Whoever runs it can let others in by the setting ACCESS.",
)
UNKNOWN_ADDRESS = Refusal(404, "Not found.")
FORBIDDEN = Refusal(403, "This is not for you.")
TOO_MANY = Refusal(429, "Too many requests. Wait as long as the header Retry-After says, and ask again.")
# The rest of the body is not waited for.
TOO_LARGE = Refusal(413, "This is larger than the server takes.", (("Connection", "close"),))
NO_ROOM_OF_OWN = Refusal(
    413, "The files that you have added and not stored take up all the room that you have. Store or remove them first."
)
NO_ROOM = Refusal(
    503,
    "Files that people are adding take up all the room of this server. Try again in a minute.",
    (("Retry-After", "60"),),
)
UNAUTHORIZED = Refusal(
    401, "This server asks who you are: log in at /login, or send a token.", (("WWW-Authenticate", "Bearer"),)
)
NO_DATABASE = Refusal(503, "Who is let in cannot be looked up just now. Try again.", (("Retry-After", "5"),))
