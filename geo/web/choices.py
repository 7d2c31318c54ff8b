"""The choices of one filter by a few typed letters, with their counts under the other filters."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geo.query.facet_search import search_choices
from geo.query.facets import facet_counts
from geo.query.filters import FILTER, FILTERS, Control
from geo.query.filters.exclusion import value_of
from geo.query.parameters import CHOICES
from geo.web.caching import cache_control
from geo.web.params import get_atlas, parse_choice, parse_one, parse_selection

KEYS = tuple(filter_.key for filter_ in FILTERS if filter_.control is Control.CHOICES)


def choices_json(request: Request) -> Response:
    """The values of a filter (`choices`) that some `letters` may mean, each with its name for readers and its count."""
    selection, atlas = parse_selection(request), get_atlas(request)
    filter_ = FILTER[parse_choice(request, "choices", KEYS, default=KEYS[0])]
    counts = facet_counts(atlas.engine, selection, filter_)
    matches = search_choices(counts, filter_, parse_one("letters", request.query_params.getlist("letters") or [""]))
    answer = [
        {"value": value_of(str(name)), "name": filter_.display(str(name)), "count": int(count)}
        for name, count in matches.items()
    ]
    return JSONResponse({"choices": answer}, headers={"Cache-Control": cache_control(immutable=False)})


ROUTES = [Route(CHOICES, choices_json)]
