"""Headers of every answer that keep scripts from sending anything elsewhere and other sites from framing pages."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.mapping.online_tiles import ONLINE_TILES_ORIGIN

# Streamlit's charts and st_folium evaluate script, hence unsafe-eval and unsafe-inline; nothing may be
# fetched from elsewhere but the optional online tiles.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        f"img-src 'self' data: blob: {ONLINE_TILES_ORIGIN}",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "frame-ancestors 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
    )
)
# For what no browser opens as a page, most of all the hundred scripts of a first view, to which the policy above would
# add 40 kB. A script may be run as a worker, which has the policy of its own answer: this one, the stricter of the two.
FILE_POLICY = "default-src 'self'"
FILE_TYPES = ("text/javascript", "application/javascript", "text/css", "font/", "image/png", "image/svg+xml")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    # The tile server asks for a referrer; the origin is enough, the query stays here.
    "Referrer-Policy": "strict-origin-when-cross-origin",
}


class SecurityHeaders:
    """ASGI middleware that adds the headers to every HTTP answer, with the policy that suits its media type."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, with the headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers["Content-Security-Policy"] = policy(headers.get("content-type", ""))
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def policy(content_type: str) -> str:
    """The Content-Security-Policy of an answer; one without a type has the whole policy, as a page has."""
    return FILE_POLICY if content_type.startswith(FILE_TYPES) else POLICY
