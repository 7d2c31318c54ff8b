"""Links between the documents: absolute addresses, with the key of one's own data where the request has it."""

from collections.abc import Iterable
from urllib.parse import urlencode

from starlette.requests import Request

from geo.query.feature_parameters import OGC
from geo.query.parameters import DATA

JSON, GEOJSON = "application/json", "application/geo+json"
Link = dict[str, str]


def make_link(request: Request, path: str, rel: str, media_type: str, title: str) -> Link:
    """A link to a document below the landing page; `path` is empty for the landing page itself."""
    return {"href": make_address(request, path), "rel": rel, "type": media_type, "title": title}


def make_address(request: Request, path: str, query: Iterable[tuple[str, str]] = ()) -> str:
    """The address of a document, with a query; the key of the request's data is added."""
    keys = [(name, value) for name, value in request.query_params.multi_items() if name == DATA]
    pairs = urlencode([*query, *keys], safe=",/!:")
    return f"{str(request.base_url).rstrip('/')}{OGC}{path}{'?' if pairs else ''}{pairs}"
