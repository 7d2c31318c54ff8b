"""Whether the server can answer: for whoever starts it, and for a balancer before several machines."""

from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geo.errors import FaultlineError
from geo.settings import is_shared
from geo.storage import atlas_cache
from geo.storage.mapped_files import check_mapped
from geo.storage.workspace.home import current_home

PATH = "/ready"
UNAVAILABLE = 503


def ready_json(_request: Request) -> Response:
    """Whether incidents and workspaces can be read: 200, or 503 with the `reasons`, which name nobody's data."""
    reasons = [reason for reason, read in CHECKS.items() if not _works(read)]
    status_code = UNAVAILABLE if reasons else 200
    return JSONResponse({"ready": not reasons, "reasons": reasons}, status_code, {"Cache-Control": "no-store"})


def _works(read: Callable[[], object]) -> bool:
    try:
        read()
    except (FaultlineError, OSError):
        return False
    return True


def _read_incidents() -> object:
    engine = atlas_cache.base_atlas().engine
    check_mapped([engine])
    return len(engine)


def _read_workspace() -> object:
    home = current_home()
    return home.list_sessions() if is_shared() else home.open().revision


CHECKS: Mapping[str, Callable[[], object]] = {
    "The incidents cannot be read.": _read_incidents,
    "The workspace cannot be read.": _read_workspace,
}

ROUTES = [Route(PATH, ready_json, include_in_schema=False)]
