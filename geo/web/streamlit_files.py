"""Streamlit's own files, as a bad line wants them: the page that everything begins with, icons, and for how long.

The only place that knows what Streamlit's page looks like; tests/geo/web/test_streamlit_files.py reads the page of the
installed version.
"""

import re
from functools import cache
from importlib import metadata
from pathlib import Path

from starlette.convertors import Convertor, register_url_convertor
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.mapping.bundle import COMMENT_LINES
from geo.settings import __version__, data_dir
from geo.web.assets import asset_response
from geo.web.caching import cache_control, is_not_modified, make_etag, not_modified

HEAD = "<head>"
# Marked in their address's page: nothing holds the place of filters that do not come (page.css).
EMBEDDED = "embed=true"
PAGES_WITHOUT_FILTERS = ("about", "data", "edits", "changes", "duplicates", "links", "saved", "history")
# Streamlit's script asks for its API beside the page's own address first, and gets two 404s for /map/_stcore/…
# Told where the API is, it asks there.
BACKEND_SCRIPT = "<script>window.__streamlit = {BACKEND_BASE_URL: location.origin}</script>"
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
BODY = "<body>"
# The first thing that Tab reaches leads past menu and filters. Streamlit has none, and its page is not there yet.
SKIP_LINK = """<a class="skip-link" href="#root">Skip to the content</a><script>{script}</script>"""

# Of Streamlit's icons those that anything draws, by data/build_icon_font.py: 375 kB become 14. The middle part of the
# name is a hash of Streamlit's file, so that the icons of one version never stand in for those of another. (A second
# font of the same name in the page's head was tried: Streamlit's script then loads both.)
ICON_FONTS = "MaterialSymbols-Rounded.*.woff2"
FONTS = "/static/media/"

# In the page itself, with Streamlit's own.
PAGE_FILES = ("page.css", "connection.js", "skip_link.js")
PAGE_HEADER = "Faultline-Page"

COMPONENTS = "/component/"
HASHED_NAME = re.compile(r"\.[0-9a-f]{8,}\.")  # main.521860b0.js: another content has another name
# Streamlit's script fetches a component's page once to see whether it is there, and its frame fetches it again, for
# browsers cache the pages of frames apart. It names its scripts by their hashes, so that an old one does no harm.
COMPONENT_SECONDS = 3600


class PageName(Convertor[str]):
    """The name of a page in an address: one word, so that /favicon.png and /_stcore/health are none."""

    regex = "[a-z][a-z-]*"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("page_name", PageName())


def index_page(request: Request) -> Response:
    """The page that every address of the atlas begins with."""
    is_quiet = request.query_params.get("embed") == "true"  # a frame in a page of somebody else: no sidebar comes
    has_filters = request.path_params.get("page") not in PAGES_WITHOUT_FILTERS and not is_quiet
    content = index_html(has_filters=has_filters).encode()
    headers = {
        "ETag": make_etag(content),
        "Cache-Control": cache_control(public=True, immutable=False),
        PAGE_HEADER: page_version(),
    }
    if is_not_modified(request.headers, headers["ETag"]):
        return not_modified(headers)
    return Response(content, media_type="text/html", headers=headers)


@cache
def index_html(*, has_filters: bool = True) -> str:
    """Streamlit's page, with our lines in its head, and marked where its address is of a page without filters."""
    html = rewrite_index((static_dir() / "index.html").read_text(encoding="utf-8"))
    return html if has_filters else html.replace("<html", '<html data-filters="none"', 1)


def rewrite_index(html: str) -> str:
    """Add our lines to a page; one without a head, which no version has had, stays as it is."""
    head = HEAD + BACKEND_SCRIPT + connection_script() + page_style()
    return html.replace(HEAD, head, 1).replace(BODY, BODY + skip_link(), 1)


@cache
def inline_scripts() -> tuple[str, ...]:
    """The scripts within the page, Streamlit's and ours, which its policy lets run by what they say."""
    return tuple(INLINE_SCRIPT.findall(index_html()))


def page_style() -> str:
    """Our style of the pages: in the page itself, so that nothing moves when it arrives."""
    return f"<style>{(Path(__file__).parent / 'page.css').read_text(encoding='utf-8')}</style>"


def skip_link() -> str:
    """The link past the menu, with the script that follows it."""
    return SKIP_LINK.format(script=_read_script("skip_link.js"))


def connection_script() -> str:
    """The script that says what became of the connection, and lets a page go on where its server has died."""
    return f"<script>{_read_script('connection.js').replace('{PAGE}', page_version())}</script>"


@cache
def page_version() -> str:
    """A number for what a page consists of before it connects, by which an open one knows that it is out of date."""
    files = [static_dir() / "index.html", *(Path(__file__).parent / name for name in PAGE_FILES)]
    return make_etag(b"".join((__version__.encode(), *(file.read_bytes() for file in files)))).strip('"')


def _read_script(name: str) -> str:
    return COMMENT_LINES.sub(b"", (Path(__file__).parent / name).read_bytes()).decode()


def find_icon_font(name: str) -> bytes | None:
    """Our icon font as WOFF2, where a name is that of Streamlit's and ours was made of it."""
    return _icon_font() if name == streamlit_icon_font().name else None


@cache
def _icon_font() -> bytes | None:
    path = data_dir() / streamlit_icon_font().name
    return path.read_bytes() if path.is_file() else None


@cache
def streamlit_icon_font() -> Path:
    """Streamlit's icon font."""
    return next((static_dir() / "static" / "media").glob(ICON_FONTS), Path("none"))


@cache
def static_dir() -> Path:
    """The folder of Streamlit's own files; `geo` does not import Streamlit itself."""
    return Path(str(metadata.distribution("streamlit").locate_file("streamlit/static")))


class StreamlitFiles:
    """ASGI middleware that answers with our icon font, and lets browsers keep the files of Streamlit's components."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        path = scope["path"] if scope["type"] == "http" else ""
        if path.startswith(FONTS) and (icons := find_icon_font(path.removeprefix(FONTS))) is not None:
            await asset_response(Request(scope), icons, "font/woff2")(scope, receive, send)
        elif path.startswith(COMPONENTS):
            await self.app(scope, receive, _with_cache_control(send, component_cache_control(path)))
        else:
            await self.app(scope, receive, send)


def _with_cache_control(send: Send, value: str) -> Send:
    async def send_with_cache_control(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            MutableHeaders(scope=message)["Cache-Control"] = value
        await send(message)

    return send_with_cache_control


def component_cache_control(path: str) -> str:
    """The Cache-Control of a component's file: for good where its name has a hash of its content."""
    is_hashed = HASHED_NAME.search(path.rpartition("/")[2]) is not None
    return cache_control(immutable=True, public=True) if is_hashed else f"public, max-age={COMPONENT_SECONDS}"


ROUTES = [Route("/", index_page), Route("/{page:page_name}", index_page)]
