"""What a request asks for: an atlas, a selection and choices; or a refusal that names what is wrong."""

import math
from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from geo.errors import DataMissing, QueryRefused, ValueRefused, WorkspaceNotFound
from geo.exports.generalisation import EXACT, Generalisation, parse_generalisation
from geo.query.map_view import MapView
from geo.query.parameters import COORDINATES, DATA, parse_query
from geo.query.point_index import MAX_ZOOM, Tile
from geo.query.selection import MAX_REPEATED, Problem, Selection
from geo.query.unknown_names import drop_unknown_names
from geo.settings import is_shared
from geo.storage.atlas import Atlas
from geo.storage.atlas_cache import current_atlas
from geo.storage.workspace.sessions import OWN, has_data, person_key
from geo.web.asker_headers import ACCOUNT

# What a page asks for to draw itself. It says above them what of a person's data is missing.
PAGE_ROUTES = frozenset(
    (
        "/tiles/density/{z}/{x}/{y}.png",
        "/tiles/density/{z}/{x}/{y}.json",
        "/api/clusters.json",
        "/api/clusters/incidents.json",
        "/api/in-view.json",
        "/api/near.json",
        "/api/links.json",
        "/api/incident.json",
        "/api/cube",
        "/api/choices.json",
        "/api/choropleth.json",
    )
)
MAX_DIGITS = 8  # of a tile's number: more than any zoom has, and few enough to be read at once
ACCEPTED_ZOOM = f"one number from 0 to {MAX_ZOOM}, such as 5 or 5.25"
ACCEPTED_START = "one whole number from 0"
MAX_START_DIGITS = 9  # of `start`: more than any table has rows
NO_KEY_HERE = Problem(DATA, "a key", "a key on a shared server only; it is not needed on this server")
NO_ACCOUNT = Problem(DATA, OWN, f"{OWN} where somebody has logged in with an account; a token has no data of its own")


def get_atlas(request: Request) -> Atlas:
    """The atlas that answers a request, with the data of its key on a shared server: one for the whole request.

    Raises WorkspaceNotFound where there are no data under the key, StillPreparing where they are not ready in time,
    and DataMissing where some of them cannot be read and the answer is no part of a page, which says so itself.
    """
    atlas: Atlas | None = getattr(request.state, "atlas", None)
    if atlas is not None:
        return atlas
    key = data_key(request)
    if key and not has_data(key):
        raise WorkspaceNotFound
    atlas = current_atlas(key)
    if atlas.missing and route_of(request) not in PAGE_ROUTES:
        raise DataMissing(atlas.missing)
    request.state.atlas = atlas
    return atlas


def data_key(request: Request) -> str:
    """The key of the data that a request asks for beside the atlas's; blank where it asks for none.

    Raises QueryRefused for two keys, and for a person's own data where nobody knows whose that would be.
    """
    texts = sorted(set(request.query_params.getlist(DATA)))
    text = parse_one(DATA, texts) if texts else ""
    if is_shared() or text != OWN:
        return text if is_shared() else ""
    if key := person_key(request.headers.get(ACCOUNT, "")):
        return key
    raise QueryRefused([NO_ACCOUNT.to_dict()])


def parse_selection(request: Request, query: str | None = None) -> Selection:
    """The selection of a request; raises QueryRefused for any unknown parameter, any bad value and any unknown name.

    A name is unknown that means nothing and that no row has: a download must not be empty for a slip of the pen.
    `query`: what to read where it is not the whole query string.
    """
    text = request.url.query if query is None else query
    whole = parse_query(text, route=route_of(request))
    problems = whole.problems
    if DATA in whole.parameters and not (is_shared() or data_key(request)):
        problems = (*problems, NO_KEY_HERE)
    if not problems:
        _, problems = drop_unknown_names(whole.selection, get_atlas(request).engine)
    if problems:
        raise QueryRefused([problem.to_dict() for problem in problems])
    return whole.selection


def route_of(request: Request) -> str:
    """The pattern of the address that a request asks for; empty where there is none."""
    return str(getattr(request.scope.get("route"), "path", ""))


def parse_tile(request: Request, *, row: str = "", max_zoom: int = MAX_ZOOM) -> Tile | None:
    """The tile of a path's z, x and y, or of another text for its row; None where there is no such tile."""
    numbers = (request.path_params["z"], request.path_params["x"], row or request.path_params["y"])
    if not all(number.isascii() and number.isdigit() and len(number) <= MAX_DIGITS for number in numbers):
        return None
    tile = Tile(*map(int, numbers))
    return tile if tile.exists() and tile.zoom <= max_zoom else None


def parse_choice(request: Request, name: str, accepted: tuple[str, ...], *, default: str) -> str:
    """The value of a parameter, one of those accepted, or the default; raises QueryRefused for any other."""
    value = parse_one(name, request.query_params.getlist(name) or [default])
    if value not in (*accepted, default):
        raise QueryRefused([Problem(name, value[:MAX_REPEATED], ", ".join(accepted)).to_dict()])
    return value


def parse_coordinates(request: Request) -> Generalisation:
    """How coarse `coordinates` wants them, as they are where it is not stated; raises QueryRefused."""
    texts = request.query_params.getlist(COORDINATES)
    text = parse_one(COORDINATES, texts or [EXACT.code])
    try:
        return parse_generalisation(text)
    except ValueRefused as refusal:
        raise QueryRefused([Problem(COORDINATES, refusal.value, refusal.accepted).to_dict()]) from None


def refuse_unstated(keys: Iterable[str], generalisation: Generalisation) -> None:
    """Raise QueryRefused for filters that an answer with generalised coordinates must not state.

    For answers that link to themselves and to their next page: their links repeat the whole query.
    """
    if not generalisation.is_coarse:
        return
    others = ", ".join(generalisation.public_filters)
    accepted = (
        f"with coordinates={generalisation.code} only the filters {others}, for the links of the answer state them"
    )
    problems = [Problem(key, key, accepted) for key in dict.fromkeys(keys) if key not in generalisation.public_filters]
    if problems:
        raise QueryRefused([problem.to_dict() for problem in problems])


def parse_view(request: Request) -> MapView:
    """The part of the world that `view` asks for; raises QueryRefused."""
    text = parse_one("view", request.query_params.getlist("view"))
    try:
        return MapView.parse(text)
    except ValueRefused as refusal:
        raise QueryRefused([Problem("view", refusal.value, refusal.accepted).to_dict()]) from None


def parse_zoom(request: Request) -> float:
    """The zoom of the map, which may lie between two whole ones; raises QueryRefused."""
    text = parse_one("zoom", request.query_params.getlist("zoom"))
    try:
        zoom = float(text)
    except ValueError:
        zoom = math.nan
    if not 0 <= zoom <= MAX_ZOOM:  # which not a number is not either
        raise QueryRefused([Problem("zoom", text[:MAX_REPEATED], ACCEPTED_ZOOM).to_dict()])
    return zoom


def parse_start(request: Request) -> int:
    """How many entries of a list to pass over, 0 where it is not stated; raises QueryRefused."""
    texts = request.query_params.getlist("start")
    text = parse_one("start", texts or ["0"])
    if not (text.isascii() and text.isdigit() and len(text) <= MAX_START_DIGITS):
        raise QueryRefused([Problem("start", text[:MAX_REPEATED], ACCEPTED_START).to_dict()])
    return int(text)


def parse_one(name: str, texts: list[str]) -> str:
    """The only value of a parameter; raises QueryRefused for none and for several."""
    if len(texts) != 1:
        raise QueryRefused([Problem(name, ",".join(texts)[:MAX_REPEATED], "one value").to_dict()])
    return texts[0]


def bad_request(_request: Request, error: Exception) -> Response:
    """The answer to a query that was refused: what was given and what is accepted."""
    problems = error.problems if isinstance(error, QueryRefused) else ()
    return JSONResponse({"error": str(error), "problems": problems}, status_code=400)


def not_found(_request: Request, _error: Exception) -> Response:
    """The answer to a key without data; it says no more, for the asker may be guessing."""
    return JSONResponse({"error": "Not found."}, status_code=404)
