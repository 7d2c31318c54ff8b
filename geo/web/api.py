"""The selection's rows and numbers over HTTP: what the pages show, under the same query.

Plain `def` routes run in a thread, so that no request holds up the others.
"""

import json
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geo import exports
from geo.analysis import crosstab, dimensions, timeline
from geo.core.csv_table import to_csv_bytes
from geo.query import facets
from geo.storage import incident_record, index_cache
from geo.web.params import get_atlas, parse_choice, parse_selection
from geo.web.streaming import GzipStreamingResponse

PRIVATE = "private, max-age=0, must-revalidate"


def incidents_file(request: Request) -> Response:
    """The selection in one of the export formats, sent while it is written."""
    exporter = exports.EXPORTER.get(request.path_params["extension"])
    if exporter is None:
        return JSONResponse({"error": f"No such format. Formats: {', '.join(exports.EXPORTER)}."}, status_code=404)
    asked, selection = get_atlas(request), parse_selection(request)
    name = exports.incidents_file_name(selection, exporter, asked.version)
    headers = {"ETag": _etag(name, asked.version), **_named(name)}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return GzipStreamingResponse(
        request, exports.stream(asked.select(selection), exporter, data_version=asked.version), headers
    )


def _etag(name: str, data_version: str) -> str:
    """What a browser holds stays good until data, selection, format, code or the gazetteer's own places change."""
    return f'"{index_cache.cache_dir(Path(name), data_version).name}"'


def facets_json(request: Request) -> Response:
    """The count of every choice of every filter, under the other filters."""
    selection, asked = parse_selection(request), get_atlas(request)
    counted = facets.all_facet_counts(asked.index, selection)
    return JSONResponse(
        {
            "data_version": asked.version,
            "selection": selection.describe(),
            "count": len(asked.select(selection)),
            "facets": {
                key: {str(value): int(count) for value, count in counts.items()} for key, counts in counted.items()
            },
        }
    )


def timeline_json(request: Request) -> Response:
    """The counts over time: `by` type or actor, `scale` day to decade or, left out, what suits the span."""
    by = parse_choice(request, "by", timeline.GROUPINGS, default="type")
    scale = parse_choice(request, "scale", tuple(timeline.SCALE), default="")
    selection, asked = parse_selection(request, "by", "scale"), get_atlas(request)
    told = timeline.build_timeline(asked.select(selection), by=by, scale=timeline.SCALE.get(scale))
    return JSONResponse(
        {
            "data_version": asked.version,
            "selection": selection.describe(),
            "scale": told.scale.name,
            "bars": json.loads(told.bars.to_json(orient="records", date_format="iso", date_unit="s")),
            "spans": json.loads(told.spans.to_json(orient="records", date_format="iso", date_unit="s")),
            "undated": told.n_undated,
        }
    )


def crosstab_csv(request: Request) -> Response:
    """One property against another as CSV: `rows`, `columns`, `measure`."""
    properties = tuple(dimensions.DIMENSION)
    rows = parse_choice(request, "rows", properties, default="actor")
    columns = parse_choice(request, "columns", properties, default="type")
    measure = parse_choice(request, "measure", tuple(crosstab.MEASURES), default="incidents")
    selection, asked = parse_selection(request, "rows", "columns", "measure"), get_atlas(request)
    table = crosstab.crosstab(asked.select(selection), rows=rows, columns=columns, measure=measure)
    content = to_csv_bytes([list(map(str, table.columns)), *table.astype("str").to_numpy().tolist()])
    name = exports.build_file_name(f"{measure}-by-{rows}-and-{columns}", selection, asked.version, content, "csv")
    return _attachment(content, "text/csv; charset=utf-8", name)


def incident_json(request: Request) -> Response:
    """One incident with its claims, publications and links, for the map's popup."""
    found = incident_record.find_record(get_atlas(request), request.query_params.get("id", ""))
    if found is None:
        return JSONResponse({"error": "No incident has this identifier."}, status_code=404)
    return JSONResponse(_told(found))


def _attachment(content: bytes, media_type: str, name: str) -> Response:
    return Response(content, media_type=media_type, headers=_named(name))


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": PRIVATE}


def _told(found: incident_record.IncidentRecord) -> dict[str, Any]:
    return {
        "id": found.row["incident_id"],
        "title": _text(found.row["title"]),
        "summary": _text(found.row["summary"]),
        "contested": found.is_contested,
        "facts": found.facts,
        "claims": [
            {name: _text(claim[name]) for name in ("claimant", "stance", "claim")}
            for _, claim in found.claims.iterrows()
        ],
        "publications": [
            {name: _text(each[name]) for name in ("title", "reference", "paragraph")}
            for _, each in found.publications.iterrows()
        ],
        "answers": [vars(answer) for answer in found.earlier],
        "answered_by": [vars(answer) for answer in found.later],
    }


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


ROUTES = [
    Route("/api/incidents.{extension:str}", incidents_file),
    Route("/api/incident.json", incident_json),
    Route("/api/facets.json", facets_json),
    Route("/api/timeline.json", timeline_json),
    Route("/api/crosstab.csv", crosstab_csv),
]
