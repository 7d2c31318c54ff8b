"""The settings, each an environment variable; where the code, the data and a person's own files lie; and the version.

Nothing else in `geo` or `pages` reads the environment or works out where a data file is. Settings are read when they
are asked for, so that a test can set them.
"""

import os
import tomllib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from platformdirs import user_data_path

APPLICATION = "faultline"  # the package that holds app.py, pages/ and data/ once installed, and a person's data folder


@dataclass(frozen=True)
class Setting:
    """An environment variable: its name, its value where it is unset or blank, and what it is for.

    A blank default is worked out by the function that reads the setting; `help` says how.
    """

    name: str
    default: str
    help: str

    def value(self) -> str:
        """The value in the environment, or the default."""
        return os.environ.get(self.name) or self.default

    def assign(self, value: str) -> None:
        """Set it for this process and those that it starts."""
        os.environ[self.name] = value

    @property
    def option(self) -> str:
        """The option of the command line that sets it."""
        return f"--{self.name.lower().replace('_', '-')}"


INCIDENTS = Setting(
    "INCIDENTS",
    "",
    "CSV, GeoJSON or Parquet file, or pattern, that the atlas shows, or a packed folder with what answers from it: "
    "`duckdb:folder`, `spark:/folder?master=local[2]`, `spark:/folder?remote=sc://host`; by default the bundled "
    "incidents",
)
WORKSPACE = Setting(
    "WORKSPACE",
    "",
    "Folder of imports and indexes, or `postgresql://user@host/name` for imports that several machines share; by "
    "default the folder `workspace/` in a clone, else `workspace` in your data folder",
)
SHARED = Setting("SHARED", "0", "`1` for a server that several people use: each session gets data of its own")
GAZETTEER = Setting(
    "GAZETTEER",
    "",
    "Folder of your GeoNames files; by default `data/gazetteer/` in a clone, else `gazetteer` in your data folder",
)
RECOGNISERS = Setting("RECOGNISERS", "", "What else finds places in texts: `spacy:MODEL`, your `module:object`")
BASEMAP = Setting(
    "BASEMAP",
    "",
    "`.mbtiles` or `.pmtiles` file of PNG, JPEG, WebP or AVIF tiles, such as a satellite picture, that the map offers "
    "as a layer; by default none",
)
EMBED = Setting(
    "EMBED",
    "",
    "Origins whose pages may show Faultline in a frame, separated by blanks, such as "
    "`https://example.org https://news.example.org`; by default none",
)
ADDRESS = Setting("ADDRESS", "127.0.0.1", "Address that the server listens on; `0.0.0.0` serves other machines too")
PORT = Setting("PORT", "8501", "Port that the server listens on")
HOSTS = Setting(
    "HOSTS",
    "",
    "Names by which readers reach the server, separated by blanks, such as `atlas.example.org`, perhaps with ports; "
    "by default this machine's, and the numbers of other addresses that it listens on",
)
ACCESS = Setting(
    "ACCESS",
    "machine",
    "Who is let in: `machine` for this machine alone, `open` for everybody who reaches the server, `secret` for "
    "whoever knows a shared secret, `oidc` for people whom a provider of accounts knows (OpenID Connect)",
)
ACCESS_SECRET_FILE = Setting(
    "ACCESS_SECRET_FILE",
    "",
    "With `ACCESS=secret`, text file with a secret on each line behind what it lets people do, such as "
    "`edit: correct horse battery`; `read`, `import` or `edit`",
)
OIDC_ISSUER = Setting(
    "OIDC_ISSUER", "", "With `ACCESS=oidc`, the provider's address, such as `https://login.example.org/realms/newsroom`"
)
OIDC_CLIENT_ID = Setting("OIDC_CLIENT_ID", "", "With `ACCESS=oidc`, what the provider calls this server")
OIDC_CLIENT_SECRET_FILE = Setting(
    "OIDC_CLIENT_SECRET_FILE", "", "With `ACCESS=oidc`, text file with the secret that the provider gave this server"
)
ROLES_FILE = Setting(
    "ROLES_FILE",
    "",
    "With `ACCESS=oidc`, TOML file of what people may do, by e-mail address or group; by default all may read",
)
UPLOAD_MB = Setting("UPLOAD_MB", "", "Largest file that is taken, in MB; by default 500, and 50 where SHARED is 1")
UPLOADS_MB = Setting(
    "UPLOADS_MB",
    "",
    "Files that all pages together have taken and nobody has stored yet, in MB of memory, a quarter of it for each "
    "page; by default four of the largest, or 4000, and 500 where SHARED is 1",
)
REQUESTS_PER_MINUTE = Setting(
    "REQUESTS_PER_MINUTE",
    "",
    "Requests that an address may make in a minute, and half as many a person or a token, `0` for no limit; by default "
    "6000, and none with `ACCESS=machine`",
)
WORKERS = Setting(
    "WORKERS", "1", "Processes that serve, behind HAProxy where there are several; each has the incidents in memory"
)
QUERY_SECONDS = Setting(
    "QUERY_SECONDS",
    "60",
    "Longest time that an answer may take, in seconds: one of an engine of packed incidents, "
    "or of a table in memory all that a page or a request asks for",
)
INDEX_SECONDS = Setting(
    "INDEX_SECONDS",
    "1800",
    "Longest time that indexing a large table may take, in seconds, at a start or for an import; a million incidents "
    "take a minute",
)
TABLE_CELLS = Setting("TABLE_CELLS", "2000000", "Most cells of one cross-tab; each takes some 60 bytes of memory")
QUERY_MEMORY = Setting(
    "QUERY_MEMORY",
    "4GB",
    "Memory that an engine of packed incidents may use, such as `4GB` or `512MB`. It does not bind a table in memory, "
    "where an answer takes up to 250 bytes a row, and a cross-tab what `TABLE_CELLS` allows",
)
LOG_FORMAT = Setting("LOG_FORMAT", "text", "How each line of the log is written: `text`, or `json` for a program")
LOG_LEVEL = Setting(
    "LOG_LEVEL",
    "",
    "The least that is logged: `debug`, `info` (each request), `warning`, `error` or `critical`; by default `warning`, "
    "and `info` with `LOG_FORMAT=json`",
)
SETTINGS = (
    INCIDENTS, WORKSPACE, SHARED, GAZETTEER, RECOGNISERS, BASEMAP, EMBED, ADDRESS, PORT, HOSTS, ACCESS,
    ACCESS_SECRET_FILE, OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET_FILE, ROLES_FILE, UPLOAD_MB,
    UPLOADS_MB, REQUESTS_PER_MINUTE, WORKERS, QUERY_SECONDS, QUERY_MEMORY, INDEX_SECONDS, TABLE_CELLS,
    LOG_FORMAT, LOG_LEVEL,
)  # fmt: skip
METRICS_DIR = "PROMETHEUS_MULTIPROC_DIR"  # as prometheus_client reads it; the supervisor sets it

# For the servers behind HAProxy, which listen elsewhere than readers come; no setting of a person's.
PUBLIC_ADDRESS = Setting("PUBLIC_ADDRESS", "", "Address where readers come, where the server is behind our balancer")
PUBLIC_PORT = Setting("PUBLIC_PORT", "", "Port where readers come, where the server is behind our balancer")


def incidents_path() -> str:
    """The file or glob that the atlas shows."""
    return INCIDENTS.value() or str(bundled_incidents())


def bundled_incidents() -> Path:
    """The incidents that come with Faultline."""
    return data_dir() / "incidents.csv"


def workspace_dir() -> Path:
    """The folder of imports and cached indexes; it need not exist yet. With a database, of indexes alone."""
    own = "" if workspace_address() else WORKSPACE.value()
    return _own_dir(own, in_clone=app_dir() / "workspace", installed="workspace")


def workspace_address() -> str:
    """The address of the PostgreSQL database that has the imports, which may hold a password; blank for a folder."""
    return WORKSPACE.value() if "://" in WORKSPACE.value() else ""


def gazetteer_dir() -> Path:
    """The folder of the user's own GeoNames files; it need not exist."""
    return _own_dir(GAZETTEER.value(), in_clone=data_dir() / "gazetteer", installed="gazetteer")


def basemap_path() -> Path | None:
    """The reader's own file of map tiles; it need not exist. None where there is none."""
    return Path(BASEMAP.value()) if BASEMAP.value().strip() else None


def table_cells() -> str:
    """The most cells of a cross-tab, as written."""
    return TABLE_CELLS.value().strip()


def query_seconds() -> str:
    """The longest time that one answer of an engine may take, as it is written; `geo.query.limits` reads it."""
    return QUERY_SECONDS.value().strip()


def index_seconds() -> str:
    """The longest time that indexing a large table may take, in seconds, as it is written."""
    return INDEX_SECONDS.value().strip()


def query_memory() -> str:
    """The memory that an engine may use, as it is written."""
    return QUERY_MEMORY.value().strip()


def metrics_dir() -> str:
    """The folder in which the servers of one machine count together, where there are several; blank for one."""
    return os.environ.get(METRICS_DIR, "")


def embed_origins() -> tuple[str, ...]:
    """The origins whose pages may frame ours, as they are written; `geo.web.security_headers` checks them."""
    return tuple(dict.fromkeys(origin.rstrip("/") for origin in EMBED.value().split()))


NOT_SHARED = ("", "0", "false", "no", "off")  # any case


def is_shared() -> bool:
    """Whether several people use this server, so that each session has data of its own.

    A word that means neither yes nor no is taken for yes: sessions that are apart by mistake give nothing away.
    """
    return SHARED.value().strip().lower() not in NOT_SHARED


# Per file, by judgement: a year of the world from ACLED is some hundred; each is held in memory until it is read.
MAX_MB, MAX_SHARED_MB, LARGEST_MB = 500, 50, 600  # the last: Streamlit's own limit, in .streamlit/config.toml
MAX_UPLOADS_MB, MAX_SHARED_UPLOADS_MB = 4_000, 500  # by judgement: what a machine of one person, and of many, can spare


def upload_megabytes() -> int:
    """The largest file that is taken, in MB; what is no number from 1 to Streamlit's own limit is the default."""
    text = UPLOAD_MB.value().strip()
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= LARGEST_MB:
        return int(text)
    return MAX_SHARED_MB if is_shared() else MAX_MB


def uploads_megabytes() -> int:
    """The files that pages hold in memory at once, in MB; what is no number from 1 on is the default."""
    text = UPLOADS_MB.value().strip()
    if text.isascii() and text.isdigit() and int(text[:9]) >= 1:
        return int(text[:9])
    return max(MAX_SHARED_UPLOADS_MB if is_shared() else MAX_UPLOADS_MB, 4 * upload_megabytes())


def import_dir() -> Path:
    """The folder from which `geo` is imported: the clone's, or site-packages."""
    return Path(__file__).parent.parent


def code_dir() -> Path:
    """The folder of `geo` itself."""
    return Path(__file__).parent


def app_dir() -> Path:
    """The folder of app.py, pages/, data/ and .streamlit/: the clone's, or `faultline` beside an installed `geo`."""
    installed = import_dir() / APPLICATION
    return installed if (installed / "data").is_dir() else import_dir()


def data_dir() -> Path:
    """The folder of the bundled data, to be read only: installed, it lies in site-packages."""
    return app_dir() / "data"


def is_installed() -> bool:
    """Whether the code lies in site-packages, where nothing may be written, and not in a clone."""
    return app_dir() != import_dir()


def child_environment(**variables: str) -> dict[str, str]:
    """The environment of a child process that imports `geo`, with these variables changed."""
    return {**os.environ, "PYTHONPATH": str(import_dir()), **variables}


def _own_dir(own: str, *, in_clone: Path, installed: str) -> Path:
    if own:
        return Path(own)
    return user_data_path(APPLICATION, appauthor=False) / installed if is_installed() else in_clone


def _read_version() -> str:
    """The version in the clone's pyproject.toml, which is never stale; installed, that of the package's metadata."""
    if is_installed():
        return metadata.version(APPLICATION)
    project = tomllib.loads((import_dir() / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


__version__ = _read_version()
