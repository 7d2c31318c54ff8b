"""The policies of pages and of the frames that components draw in: scripts within them are named by their hashes."""

from collections.abc import Callable, Iterable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.settings import embed_origins
from geo.web.security_headers import CONTENT_POLICY, answer_type, policy
from geo.web.streamlit_files import COMPONENTS, PAGE_HEADER, inline_scripts

PAGE_TYPE = "text/html"


class PagePolicy:
    """ASGI middleware that gives the pages of Streamlit and of its components their Content-Security-Policy.

    `frame_scripts`: asks for the texts of all scripts that may be written into a component's frame; it is called once
    a page of one is asked for.
    """

    def __init__(self, app: ASGIApp, frame_scripts: Callable[[], Iterable[str]]) -> None:
        self.app, self._frame_scripts = app, frame_scripts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, with the header where the answer is a page."""

        async def send_with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                # A page that has not changed (304) has no type, and a browser takes its headers for those of the page.
                if answer_type(scope["path"], headers).startswith(PAGE_TYPE) or PAGE_HEADER in headers:
                    is_frame = scope["path"].startswith(COMPONENTS)
                    scripts = self._frame_scripts() if is_frame else inline_scripts()
                    headers.setdefault(CONTENT_POLICY, policy(PAGE_TYPE, embed_origins(), scripts, evaluates=is_frame))
            await send(message)

        await self.app(scope, receive, send_with_policy if scope["type"] == "http" else send)
