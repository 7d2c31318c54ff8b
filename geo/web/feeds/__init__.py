"""Feeds of a selection, Atom and JSON: what is new comes to the reader."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geo.query.feature_parameters import ATOM_FEED, JSON_FEED
from geo.web.caching import cache_control, is_not_modified, make_etag, not_modified
from geo.web.feeds.atom import Atom
from geo.web.feeds.feed import DATE_ORDER, ORDERS, Feed, FeedAddresses
from geo.web.feeds.json_feed import JSONFeed
from geo.web.params import get_atlas, parse_choice, parse_coordinates, parse_selection, refuse_unstated


def atom_feed(request: Request) -> Response:
    """The latest incidents of a selection as an Atom feed (RFC 4287): by `order`, date or changed.

    `coordinates` generalises places, as in a download; filters by place are refused then.
    """
    return _answer(request, Atom)


def feed_json(request: Request) -> Response:
    """The same as a JSON Feed 1.1."""
    return _answer(request, JSONFeed)


def _answer(request: Request, form: type[Atom] | type[JSONFeed]) -> Response:
    order = parse_choice(request, "order", tuple(ORDERS), default=DATE_ORDER)
    generalisation = parse_coordinates(request)
    selection, atlas = parse_selection(request), get_atlas(request)
    refuse_unstated((key for key, _ in selection.values), generalisation)
    etag = make_etag(f"{atlas.cache_key} {form.__name__} {request.url}".encode(errors="replace"))
    headers = {"ETag": etag, "Cache-Control": cache_control(immutable=False)}
    if is_not_modified(request.headers, etag):
        return not_modified(headers)
    addresses = FeedAddresses.from_request(request, generalisation)
    feed = Feed.of_selection(atlas, selection, order, addresses, generalisation)
    return Response(form.write(feed), media_type=form.media_type, headers=headers)


ROUTES = [Route(ATOM_FEED, atom_feed), Route(JSON_FEED, feed_json)]
