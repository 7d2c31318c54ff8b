"""The collections of features, of which there is one: the incidents."""

from typing import Any

import pandas as pd
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from geo.query.selection import Selection
from geo.storage.atlas import Atlas
from geo.web.ogc.links import GEOJSON, JSON, make_link
from geo.web.params import get_atlas

INCIDENTS = "incidents"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
DESCRIPTION = (
    "Each feature is an incident. A point is only as precise as its place_precision says: geometry_is tells the place "
    "itself from a point that stands for a province or a region, whose area has the identifier area_id. Incidents "
    "without a known place have no geometry."
)


def collections(request: Request) -> Response:
    """All collections."""
    links = [make_link(request, "/collections", "self", JSON, "This document")]
    return JSONResponse({"links": links, "collections": [_describe(request, get_atlas(request))]})


def collection(request: Request) -> Response:
    """The collection of the incidents."""
    return JSONResponse(_describe(request, get_atlas(request)))


def _describe(request: Request, atlas: Atlas) -> dict[str, Any]:
    path = f"/collections/{INCIDENTS}"
    return {
        "id": INCIDENTS,
        "title": "Incidents",
        "description": DESCRIPTION,
        "itemType": "feature",
        "crs": [CRS84],
        "extent": _extent(atlas),
        "links": [
            make_link(request, path, "self", JSON, "This collection"),
            make_link(request, f"{path}/items", "items", GEOJSON, "The incidents"),
        ],
    }


def _extent(atlas: Atlas) -> dict[str, Any]:
    """The box and the days of all incidents; without the box where none has coordinates."""
    results = atlas.select(Selection())
    first, last = results.date_range()
    interval = [_instant(first, "00:00:00"), _instant(last, "23:59:59")]
    spatial = {"spatial": {"bbox": [list(results.bounds)], "crs": CRS84}} if results.bounds else {}
    return {**spatial, "temporal": {"interval": [interval], "trs": GREGORIAN}}


def _instant(day: pd.Timestamp, time: str) -> str | None:
    return None if pd.isna(day) else f"{day.date().isoformat()}T{time}Z"
