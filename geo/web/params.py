"""What a request asks for: an atlas, a selection and choices; or a refusal that names what is wrong."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from geo.errors import QueryRefused, WorkspaceNotFound
from geo.query.parameters import DATA, parse_query
from geo.query.point_index import MAX_ZOOM, Tile
from geo.query.selection import MAX_REPEATED, Problem, Selection
from geo.query.unknown_names import drop_unknown_names
from geo.settings import is_shared
from geo.storage.atlas import Atlas
from geo.storage.atlas_cache import current_atlas
from geo.storage.workspace.sessions import has_data

MAX_DIGITS = 8  # of a tile's number: more than any zoom has, and few enough to be read at once
NO_KEY_HERE = Problem(DATA, "a key", "a key on a shared server only; it is not needed on this server")


def get_atlas(request: Request) -> Atlas:
    """The atlas that answers a request, with the data of its key on a shared server: one for the whole request.

    Raises WorkspaceNotFound where there are no data under the key.
    """
    known: Atlas | None = getattr(request.state, "atlas", None)
    if known is not None:
        return known
    key = request.query_params.get(DATA, "") if is_shared() else ""
    if key and not has_data(key):
        raise WorkspaceNotFound
    request.state.atlas = atlas = current_atlas(key)
    return atlas


def parse_selection(request: Request) -> Selection:
    """The selection of a request; raises QueryRefused for any unknown parameter, any bad value and any unknown name.

    A name is unknown that means nothing and that no row has: a download must not be empty for a slip of the pen.
    """
    parsed = parse_query(request.url.query, route=getattr(request.scope.get("route"), "path", ""))
    problems = parsed.problems
    if DATA in parsed.parameters and not is_shared():
        problems = (*problems, NO_KEY_HERE)
    if not problems:
        _, problems = drop_unknown_names(parsed.selection, get_atlas(request).index)
    if problems:
        raise QueryRefused([problem.to_dict() for problem in problems])
    return parsed.selection


def parse_tile(request: Request, *, row: str = "", max_zoom: int = MAX_ZOOM) -> Tile | None:
    """The tile of a path's z, x and y, or of another text for its row; None where there is no such tile."""
    numbers = (request.path_params["z"], request.path_params["x"], row or request.path_params["y"])
    if not all(number.isascii() and number.isdigit() and len(number) <= MAX_DIGITS for number in numbers):
        return None
    tile = Tile(*map(int, numbers))
    return tile if tile.exists() and tile.zoom <= max_zoom else None


def parse_choice(request: Request, name: str, accepted: tuple[str, ...], *, default: str) -> str:
    """The value of a parameter, one of those accepted, or the default; raises QueryRefused for any other."""
    value = request.query_params.get(name, default)
    if value not in (*accepted, default):
        raise QueryRefused([Problem(name, value[:MAX_REPEATED], ", ".join(accepted)).to_dict()])
    return value


def bad_request(_request: Request, error: Exception) -> Response:
    """The answer to a query that was refused: what was given and what is accepted."""
    problems = error.problems if isinstance(error, QueryRefused) else ()
    return JSONResponse({"error": str(error), "problems": problems}, status_code=400)


def not_found(_request: Request, _error: Exception) -> Response:
    """The answer to a key without data; it says no more, for the asker may be guessing."""
    return JSONResponse({"error": "Not found."}, status_code=404)
