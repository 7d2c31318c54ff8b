"""Who changed what in a workspace, for programs: what the page “Who changed what” shows."""

import pandas as pd
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geo.errors import DataMissing, QueryRefused, WorkspaceFailed, WorkspaceNotFound
from geo.query.parameters import HISTORY, PERSON
from geo.query.selection import Problem
from geo.settings import is_shared
from geo.storage.workspace.history_table import export_history, read_history
from geo.storage.workspace.sessions import has_data, open_workspace
from geo.web.caching import cache_control
from geo.web.params import data_key, parse_one, parse_selection

NO_FILTERS = "no filter: the history is of changes, not of incidents"
HEADERS = {"Cache-Control": cache_control(immutable=False)}


def history_json(request: Request) -> Response:
    """Who changed what of what is stored, and when, the latest first; with `person`, of one person.

    It is that of the house, or with `data` of somebody's own data. `at` is in UTC; `person` is blank where nobody was
    asked who they are; `subject` is what the thing is called now, blank for several and for what was deleted for good.
    """
    table = _read(request)
    times = table["at"].dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    return JSONResponse({"changes": table.assign(at=times).to_dict("records")}, headers=HEADERS)


def history_csv(request: Request) -> Response:
    """The same as a table."""
    return Response(export_history(_read(request)), media_type="text/csv; charset=utf-8", headers=HEADERS)


def _read(request: Request) -> pd.DataFrame:
    """The changes that a request asks for; raises QueryRefused, WorkspaceNotFound, and DataMissing for damaged ones."""
    filters = parse_selection(request).filters
    if filters:
        raise QueryRefused([Problem(key, "", NO_FILTERS).to_dict() for key, _ in filters])
    key = data_key(request)
    if (is_shared() or key) and not has_data(key):
        raise WorkspaceNotFound
    people = request.query_params.getlist(PERSON)
    try:
        table = read_history(open_workspace(key))
    except WorkspaceFailed as error:
        raise DataMissing([str(error)]) from None
    return table[table["person"] == parse_one(PERSON, people)] if people else table


ROUTES = [Route(f"{HISTORY}.json", history_json), Route(f"{HISTORY}.csv", history_csv)]
