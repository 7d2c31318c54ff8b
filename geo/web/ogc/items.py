"""The incidents as features: page by page, and one by one."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from geo.exports import Stream
from geo.exports.cells import CellEncoder
from geo.exports.exporter import ExportJob
from geo.exports.generalisation import GeneralisedRows
from geo.exports.geojson import CELL_FORMAT, encode_features
from geo.exports.geometry_kind import with_geometry_kind
from geo.exports.rows import ExportRows, PageRows
from geo.query.answers import NO_ROW
from geo.query.engine import ResultSet
from geo.query.parameters import COORDINATES
from geo.web.caching import cache_control, is_not_modified, make_etag, not_modified, weaken_etag
from geo.web.ogc.collections import INCIDENTS
from geo.web.ogc.exceptions import DATA_CHANGED, NOT_FOUND, exception
from geo.web.ogc.items_query import LIMIT, OFFSET, VERSION, ItemsQuery
from geo.web.ogc.links import GEOJSON, JSON, Link, make_address, make_link
from geo.web.params import get_atlas, parse_coordinates, parse_selection
from geo.web.streaming import FileStreamingResponse

ID = "incident_id"
COLLECTION = f"/collections/{INCIDENTS}"
ITEMS = f"{COLLECTION}/items"
BATCH_ROWS = 2_000  # of a page, so that no page of 10,000 is in memory at once; by judgement
TITLES = {"next": "next", "prev": "previous"}
NO_FEATURE = "No incident has this identifier."
CHANGED = (
    "The data have changed since the first page was sent, so that the pages would not fit together. Ask for the first "
    "page again, without offset and data_version."
)


def items(request: Request) -> Response:
    """A page of the incidents, and the link to the next one.

    A page belongs to one version of the data: once they have changed, the links to further pages answer 410.
    """
    query, atlas = ItemsQuery.from_request(request), get_atlas(request)
    if query.version not in ("", atlas.version):
        return exception(410, DATA_CHANGED, CHANGED, data_version=atlas.version)
    etag = make_etag(f"{atlas.cache_key} {request.url}".encode(errors="replace"))
    headers = {"ETag": weaken_etag(etag), "Cache-Control": cache_control(immutable=False)}
    if is_not_modified(request.headers, etag):
        return not_modified(headers)
    results = query.select(atlas)
    links = _page_links(request, query, len(results), atlas.version)
    file = Stream("items", GEOJSON, _page_chunks(results, query, links, atlas.version))
    return FileStreamingResponse(request, file, headers)


def item(request: Request) -> Response:
    """One incident; `coordinates` generalises where it lies."""
    parse_selection(request)  # refuses a key on this machine
    generalisation = parse_coordinates(request)
    atlas = get_atlas(request)
    incident_id = request.path_params["feature_id"]
    number = atlas.engine.find([incident_id])
    if request.path_params["collection_id"] != INCIDENTS or number[0] == NO_ROW:
        return exception(404, NOT_FOUND, NO_FEATURE)
    rows = with_geometry_kind(generalisation.generalise(atlas.engine.take(number)))
    encoder = CellEncoder(rows.head(0), CELL_FORMAT)
    feature = json.loads(encode_features(encoder, rows, ID).lstrip(b",\n "))
    query = [(COORDINATES, generalisation.code)] if generalisation.is_coarse else []
    address = make_address(request, make_item_path(incident_id), query)
    feature["links"] = [
        {"href": address, "rel": "self", "type": GEOJSON, "title": "This incident"},
        make_link(request, COLLECTION, "collection", JSON, "The collection"),
    ]
    return Response(json.dumps(feature, ensure_ascii=False), media_type=GEOJSON)


def make_item_path(incident_id: str) -> str:
    """The path of one incident below the landing page."""
    return f"{ITEMS}/{quote(incident_id, safe='')}"


def _page_links(request: Request, query: ItemsQuery, n_matched: int, version: str) -> list[Link]:
    """The page itself, the pages beside it where there are any, and the collection."""
    links = [
        {"href": str(request.url), "rel": "self", "type": GEOJSON, "title": "This page"},
        make_link(request, COLLECTION, "collection", JSON, "The collection"),
    ]
    offsets = {"next": query.offset + query.limit} if query.offset + query.limit < n_matched else {}
    if query.offset:
        offsets["prev"] = max(0, query.offset - query.limit)
    for rel, offset in offsets.items():
        paging = ((LIMIT, str(query.limit)), (OFFSET, str(offset)), (VERSION, version))
        address = make_address(request, ITEMS, (*query.repeated, *paging))
        links.append({"href": address, "rel": rel, "type": GEOJSON, "title": f"The {TITLES[rel]} page"})
    return links


def _page_chunks(results: ResultSet, query: ItemsQuery, links: list[Link], version: str) -> Iterator[bytes]:
    """The page as a GeoJSON feature collection, some features at a time."""
    rows: ExportRows = PageRows(results, query.offset, query.offset + query.limit)
    if query.generalisation.is_coarse:
        rows = GeneralisedRows(rows, query.generalisation)
    job = ExportJob(rows, query.selection, version, query.generalisation)
    n_matched = len(results)
    head: dict[str, Any] = {
        "type": "FeatureCollection",
        "links": links,
        "timeStamp": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "numberMatched": n_matched,
        "numberReturned": max(0, min(query.limit, n_matched - query.offset)),
        "data_version": version,
        **({"coordinates": query.generalisation.describe()} if query.generalisation.is_coarse else {}),
    }
    yield f'{json.dumps(head, ensure_ascii=False)[:-1]}, "features": ['.encode(errors="replace")
    encode = partial(encode_features, CellEncoder(job.head, CELL_FORMAT), id_column=ID)
    comma = 1
    for features in map(encode, job.batches(BATCH_ROWS)):
        yield features[comma:]
        comma = 0
    yield b"\n]}"
