"""Answers to requests that fail, with the members that OGC API – Features names: a code and a description."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from geo.errors import QueryRefused, WorkspaceNotFound
from geo.query.filters import FILTER
from geo.query.parameter import is_reader
from geo.query.parameters import DATA, PARAMETERS, describe_accepted
from geo.query.selection import MAX_REPEATED, Problem
from geo.web.params import route_of

Endpoint = Callable[[Request], Response]
BAD_PARAMETER, NOT_FOUND, DATA_CHANGED = "InvalidParameterValue", "NotFound", "DataChanged"
ACCEPTED_FORMAT = "json"


def answer_exceptions(endpoint: Endpoint, *, has_filters: bool = False) -> Endpoint:
    """The endpoint, with 400 for any parameter that it does not read, and refusals as the standard writes them."""

    @wraps(endpoint)
    def answer(request: Request) -> Response:
        try:
            _check_parameters(request, has_filters=has_filters)
            return endpoint(request)
        except QueryRefused as refusal:
            return exception(400, BAD_PARAMETER, str(refusal), problems=refusal.problems)
        except WorkspaceNotFound:
            return exception(404, NOT_FOUND, "Not found.")

    return answer


def exception(status_code: int, code: str, description: str, **members: Any) -> Response:
    """An answer that says what is wrong, under the standard's names and under that of all other addresses."""
    content = {"code": code, "description": description, "error": description, **members}
    return JSONResponse(content, status_code, {"Cache-Control": "no-store"})


def no_such_resource(_request: Request) -> Response:
    """The answer to an address below /ogc that is none; Streamlit would answer with a page."""
    description = "There is no such resource. The landing page, /ogc, leads to all there are."
    return exception(404, NOT_FOUND, description)


def _check_parameters(request: Request, *, has_filters: bool) -> None:
    """Raise QueryRefused for parameters that the API definition does not name, and for another format than JSON."""
    route = route_of(request)
    own = [parameter.name for parameter in PARAMETERS if is_reader(parameter, route)]
    accepted = {*own, *(FILTER if has_filters else ())}
    pairs = dict(request.query_params)
    problems = [
        Problem(name[:MAX_REPEATED], value[:MAX_REPEATED], describe_accepted(name, tuple(sorted(accepted - {DATA}))))
        for name, value in pairs.items()
        if name not in accepted
    ]
    if pairs.get("f", ACCEPTED_FORMAT) != ACCEPTED_FORMAT:
        problems.append(Problem("f", pairs["f"][:MAX_REPEATED], ACCEPTED_FORMAT))
    if problems:
        raise QueryRefused([problem.to_dict() for problem in problems])
