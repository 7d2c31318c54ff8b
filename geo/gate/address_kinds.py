"""The kinds of address that a server answers, told apart by the beginning of the path."""

from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from geo.query.parameters import DATA

KEY_NAME = DATA.encode()


@dataclass(frozen=True)
class AddressKind:
    """Addresses that one rule holds for.

    `prefixes`: what their paths begin with; one that ends in no slash stands for itself and all below it.
    `is_websocket`: whether they are websockets. `has_key`: whether their query has the key of somebody's data.
    """

    name: str
    help: str
    prefixes: tuple[str, ...] = ()
    is_websocket: bool = False
    has_key: bool = False

    def matches(self, path: str, query: bytes, *, is_websocket: bool) -> bool:
        """Whether an address is of this kind."""
        if is_websocket != self.is_websocket or (self.has_key and not _has_key(query)):
            return False
        return any(_begins(path, prefix) for prefix in self.prefixes)


def _begins(path: str, prefix: str) -> bool:
    return path.startswith(prefix) and (prefix.endswith("/") or path[len(prefix) : len(prefix) + 1] in ("", "/"))


def _has_key(query: bytes) -> bool:
    """Whether a query has the key of somebody's data, however its name is written: %64ata= is data= too."""
    return any(unquote_to_bytes(part.partition(b"=")[0]) == KEY_NAME for part in query.split(b"&"))


READS = ("/api", "/ogc")
HEALTH = AddressKind(
    "health", "`/_stcore/health`, `/ready`: whether the server runs, and answers", ("/_stcore/health", "/ready")
)
METRICS = AddressKind(
    "metrics", "`/metrics` and Streamlit's own", ("/metrics", "/_stcore/metrics", "/_stcore/script-health-check")
)
AGENT = AddressKind(
    "agent", "`/_stcore/agent/…`: Streamlit's own way in for programs, which nothing here uses", ("/_stcore/agent",)
)
LOGIN = AddressKind("login", "`/login`, `/logout`", ("/login", "/logout"))
WEBSOCKET = AddressKind("websocket", "`/_stcore/stream` and any other websocket", ("/",), is_websocket=True)
UPLOAD = AddressKind("upload", "`/_stcore/upload_file/…`: a file that a page takes", ("/_stcore/upload_file",))
MEDIA = AddressKind("media", "`/media/…`: a file that a page offers", ("/media",))
COMPONENT = AddressKind(
    "component", "`/component/…`: scripts and frames of components", ("/component", "/_stcore/bidi-components")
)
STREAMLIT = AddressKind(
    "streamlit", "`/_stcore/…`: what Streamlit's script asks for", ("/_stcore", "/oauth2callback", "/auth")
)
PRIVATE_API = AddressKind(
    "private data", "API, feeds and tiles with the key of somebody's data (`data=`)", (*READS, "/tiles"), has_key=True
)
API = AddressKind("API", "`/api/…`, `/ogc/…`: API, downloads and feeds", READS)
TILES = AddressKind("tiles", "`/tiles/…`", ("/tiles",))
ASSETS = AddressKind(
    "assets",
    "`/assets/…`, `/static/…`: scripts, styles, fonts and icons",
    ("/assets", "/static", "/favicon.png", "/app/static"),
)
PAGE = AddressKind("page", "every other address: a page", ("/",))
# In this order: the first that matches an address is its kind.
KINDS = (
    HEALTH,
    METRICS,
    AGENT,
    LOGIN,
    WEBSOCKET,
    UPLOAD,
    MEDIA,
    COMPONENT,
    STREAMLIT,
    PRIVATE_API,
    API,
    TILES,
    ASSETS,
    PAGE,
)


def kind_of(path: str, query: bytes, *, is_websocket: bool) -> AddressKind:
    """The kind of an address; every address has one."""
    return next((kind for kind in KINDS if kind.matches(path, query, is_websocket=is_websocket)), PAGE)
