"""What a request asks for: its selection and its options, or a refusal that names what cannot be read."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from geo.query.selection import Selection
from geo.settings import is_shared
from geo.storage import atlas_cache
from geo.storage.atlas import Atlas
from geo.storage.workspace import sessions

DATA = "data"  # on a shared server: the key of a session's own data


class DataNotFound(Exception):
    """No data under the key that a request gives; nothing more is said, for the asker may be guessing."""


class QueryRefused(Exception):
    """A query that cannot be answered as it stands: it is refused whole, so that no download silently widens."""

    def __init__(self, problems: list[dict[str, str]]) -> None:
        self.problems = problems
        super().__init__("the query was refused")


def get_atlas(request: Request) -> Atlas:
    """The atlas that a request asks: with the data of its own that its key opens. Raises DataNotFound."""
    key = request.query_params.get(DATA, "") if is_shared() else ""
    if key and not sessions.has_data(key):
        raise DataNotFound
    return atlas_cache.current_atlas(key)


def parse_selection(request: Request, *options: str) -> Selection:
    """The selection of a request whose other parameters are these options; raises QueryRefused."""
    known = (*options, DATA) if is_shared() else options
    pairs = [pair for pair in request.url.query.split("&") if pair.split("=")[0] not in known]
    selection = Selection.from_query("&".join(pairs))
    if selection.problems:
        raise QueryRefused([problem.to_dict() for problem in selection.problems])
    return selection


def parse_choice(request: Request, key: str, accepted: tuple[str, ...], *, default: str) -> str:
    """The value of an option, one of those accepted; raises QueryRefused."""
    given = request.query_params.get(key, default)
    if given not in (*accepted, default):
        raise QueryRefused([{"key": key, "given": given[:60], "accepted": ", ".join(accepted)}])
    return given


def bad_request(_request: Request, error: Exception) -> Response:
    """The answer to a query that was refused: what was given and what is accepted."""
    problems = error.problems if isinstance(error, QueryRefused) else []
    return JSONResponse(
        {"error": "The query holds values that are not accepted.", "problems": problems}, status_code=400
    )


def not_found(_request: Request, _error: Exception) -> Response:
    """The answer to a key that opens nothing."""
    return JSONResponse({"error": "Not found."}, status_code=404)
