"""Headers of every answer that keep scripts from sending anything elsewhere and other sites from framing pages.

Origins of the setting EMBED may frame pages (docs/decisions/0039).
"""

import base64
import hashlib
import mimetypes
import re
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.errors import EmbedInvalid
from geo.mapping.online_tiles import ONLINE_TILES_ORIGIN
from geo.settings import embed_origins

# Streamlit reads its messages by WebAssembly, and its charts interpret what others evaluate; st_folium alone evaluates
# script, in a frame of its own. A script within a page runs where the page's policy has its hash. Nothing may be
# fetched from elsewhere but the optional online tiles.
WEB_ASSEMBLY, EVALUATION = "'wasm-unsafe-eval'", "'unsafe-eval'"
SCRIPTS = f"script-src 'self' {WEB_ASSEMBLY} blob:"
POLICY = "; ".join(
    (
        "default-src 'self'",
        SCRIPTS,
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
CONTENT_POLICY = "Content-Security-Policy"
FILE_POLICY = "default-src 'self'"
FILE_TYPES = ("text/javascript", "application/javascript", "text/css", "font/", "image/png")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # The tile server asks for a referrer; the origin is enough, the query stays here.
    "Referrer-Policy": "strict-origin-when-cross-origin",
    # Nobody else's page loads an answer, measures it by an element of its own, or holds on to a window of ours.
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# Only where nobody else may frame pages: it knows no list of origins, and an older browser would obey it alone.
FRAME_OPTIONS = ("X-Frame-Options", "SAMEORIGIN")
ANCESTORS = "frame-ancestors 'self'"
# A scheme, a host of names or a number of IPv4 or IPv6, perhaps a port; `*.` stands for all names below one. Nothing
# else of CSP (W3C CSP 3, §2.3.1), so that no other directive comes in by it.
LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"  # of a host's name (RFC 1035, §2.3.4)
ORIGIN = re.compile(
    rf"https?://(?:\[[0-9a-f:]{{2,39}}\]|(?:\*\.)?{LABEL}(?:\.{LABEL})*)(?::[0-9]{{1,5}})?", re.ASCII | re.IGNORECASE
)
ACCEPTED_ORIGINS = (
    "origins with http:// or https:// and without a path, separated by blanks, such as https://example.org"
)
MAX_ORIGIN = 300  # characters; a name of a host has 253 at most


def check_embed_origins() -> None:
    """Check the setting EMBED. Raises EmbedInvalid."""
    for origin in embed_origins():
        if len(origin) > MAX_ORIGIN or not ORIGIN.fullmatch(origin):
            raise EmbedInvalid(origin, ACCEPTED_ORIGINS)


class SecurityHeaders:
    """ASGI middleware that adds the headers to every HTTP answer, with the policy that suits its media type."""

    def __init__(self, app: ASGIApp) -> None:
        check_embed_origins()
        self.app = app
        self.origins = embed_origins()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, with the headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in (*HEADERS.items(), *(() if self.origins else (FRAME_OPTIONS,))):
                    headers[name] = value
                # A page of the gate's own brings a stricter one, a page with scripts within it one with their hashes.
                headers.setdefault(CONTENT_POLICY, policy(answer_type(scope["path"], headers), self.origins))
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def answer_type(path: str, headers: Headers) -> str:
    """The media type of an answer, by its path where it states none, as 304 does; empty where neither tells.

    Whatever 304 states of a policy replaces what the browser keeps with the content (RFC 9111, §3.2), so that it must
    be the policy of the content.
    """
    return headers.get("content-type") or mimetypes.guess_type(path)[0] or ""


def policy(
    content_type: str, origins: tuple[str, ...] = (), scripts: Iterable[str] = (), *, evaluates: bool = False
) -> str:
    """The Content-Security-Policy of an answer; one without a type has the whole policy, as a page has.

    `origins`: those whose pages may frame it. Every answer names them, for a frame within a framed page is framed too.
    `scripts`: the texts of the scripts within it, which run; no other does, and no handler in an attribute.
    `evaluates`: its scripts may run what they have as text.
    """
    if content_type.startswith(FILE_TYPES):
        return FILE_POLICY
    allowed = SCRIPTS.replace(WEB_ASSEMBLY, EVALUATION) if evaluates else SCRIPTS
    script_sources = " ".join((allowed, *map(script_hash, scripts)))
    return POLICY.replace(SCRIPTS, script_sources).replace(ANCESTORS, " ".join((ANCESTORS, *origins)))


def script_hash(script: str) -> str:
    """How a policy names a script by what it says (W3C CSP 3, §2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
