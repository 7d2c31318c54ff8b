"""The selection's rows and numbers over HTTP: what the pages show, under the same query.

Plain `def` routes run in a thread, so that no request holds up the others.
"""

import json
from typing import Any

import pandas as pd
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geo import exports
from geo.analysis import crosstab, dimensions, timeline
from geo.analysis.killed_total import KilledTotal
from geo.analysis.time_scale import SCALE
from geo.analysis.timeline_curves import MAX_AVERAGED, MIN_AVERAGED, moving_average, running_totals
from geo.core.csv_table import to_csv_bytes
from geo.exports import areas
from geo.mapping.incident_properties import describe_mark
from geo.query import facets
from geo.query.caveats import describe_caveats
from geo.query.parameters import INCIDENT_FILES, INCIDENTS_GEOJSON
from geo.storage.incident_record import find_record
from geo.web.caching import attachment_headers, is_not_modified, make_etag, not_modified
from geo.web.params import get_atlas, parse_choice, parse_coordinates, parse_one, parse_selection
from geo.web.record_properties import describe_record
from geo.web.streaming import FileStreamingResponse

AVERAGES = tuple(map(str, range(MIN_AVERAGED, MAX_AVERAGED + 1)))


def incidents_file(request: Request) -> Response:
    """The selection in one of the export formats, sent while it is written."""
    exporter = exports.EXPORTER.get(request.path_params["extension"])
    if exporter is None:
        return JSONResponse({"error": f"Unknown format. Available: {', '.join(exports.EXPORTER)}."}, status_code=404)
    return _send_incidents(request, exporter)


def incidents_geojson(request: Request) -> Response:
    """The selection as GeoJSON; `areas=1` adds the areas that its incidents are known to, each once."""
    with_areas = parse_choice(request, "areas", ("1",), default="")
    return _send_incidents(request, exports.GEOJSON_WITH_AREAS if with_areas else exports.EXPORTER["geojson"])


def _send_incidents(request: Request, exporter: exports.Exporter) -> Response:
    generalisation = parse_coordinates(request)
    selection, atlas = parse_selection(request), get_atlas(request)
    name = exports.incidents_file_name(selection, exporter, atlas.version, generalisation)
    # The name of a generalised file does not state all of the selection, which the tag must depend on.
    headers = attachment_headers(name) | {"ETag": _file_etag(f"{name} {selection.to_query()}", atlas.cache_key)}
    if is_not_modified(request.headers, headers["ETag"]):
        return not_modified(headers)
    results = atlas.select(selection)
    file = exports.stream(results, exporter, data_version=atlas.version, generalisation=generalisation)
    return FileStreamingResponse(request, file, headers)


def areas_file(request: Request) -> Response:
    """The areas that incidents of the selection are known to, each once."""
    extension = request.path_params["extension"]
    if extension not in areas.MEDIA_TYPES:
        return JSONResponse({"error": f"Unknown format. Available: {', '.join(areas.MEDIA_TYPES)}."}, status_code=404)
    selection, atlas = parse_selection(request), get_atlas(request)
    content = areas.areas_file(atlas.select(selection), extension)
    name = exports.build_file_name("areas", selection, atlas.version, content, extension)
    headers = attachment_headers(name) | {"ETag": _file_etag(name, atlas.cache_key)}
    if is_not_modified(request.headers, headers["ETag"]):
        return not_modified(headers)
    return Response(content, media_type=areas.MEDIA_TYPES[extension], headers=headers)


def facets_json(request: Request) -> Response:
    """The count of every choice of every filter, under the other filters, and what to know of the selection."""
    selection, atlas = parse_selection(request), get_atlas(request)
    facet_counts, results = facets.all_facet_counts(atlas.engine, selection), atlas.select(selection)
    return JSONResponse(
        {
            "data_version": atlas.version,
            "selection": selection.describe(),
            "count": len(results),
            "killed": KilledTotal.of_results(results).to_json(),
            "notes": describe_caveats(atlas.engine, selection),
            "facets": {
                key: {str(value): int(count) for value, count in counts.items()} for key, counts in facet_counts.items()
            },
        }
    )


def timeline_json(request: Request) -> Response:
    """The counts over time: `by` type or actor; `scale` day to decade or, left out, what suits the dates.

    `count=killed` adds the number killed, `smooth` a moving average over so many bars, `cumulative=1` running totals.
    """
    by = parse_choice(request, "by", timeline.GROUPINGS, default="type")
    scale = parse_choice(request, "scale", tuple(SCALE), default="")
    measure = parse_choice(request, "count", timeline.MEASURES, default="incidents")
    smooth = parse_choice(request, "smooth", AVERAGES, default="")
    cumulative = parse_choice(request, "cumulative", ("1",), default="")
    selection, atlas = parse_selection(request), get_atlas(request)
    results = atlas.select(selection)
    counts = timeline.build_timeline(results, by=by, scale=SCALE.get(scale), measure=measure)
    answer = {
        "data_version": atlas.version,
        "selection": selection.describe(),
        "scale": counts.scale.name,
        "bars": _dated_records(counts.bars),
        "spans": _dated_records(counts.spans),
        "undated": counts.n_undated,
        "shown": [day.date().isoformat() for day in (counts.window.start, counts.window.last)]
        if counts.window
        else None,
    }
    if measure == "killed":
        answer["killed"] = KilledTotal.of_results(results).to_json()
    if smooth:
        answer["average"] = _dated_records(moving_average(counts, results, bars=int(smooth)))
    if cumulative:
        answer["totals"] = _dated_records(running_totals(counts))
    return JSONResponse(answer)


def crosstab_csv(request: Request) -> Response:
    """One property against another as CSV: `rows`, `columns`, `measure`."""
    properties = tuple(dimensions.DIMENSION)
    rows = parse_choice(request, "rows", properties, default="actor")
    columns = parse_choice(request, "columns", properties, default="type")
    measure = parse_choice(request, "measure", tuple(crosstab.MEASURES), default="incidents")
    selection, atlas = parse_selection(request), get_atlas(request)
    table = crosstab.crosstab(atlas.select(selection), rows=rows, columns=columns, measure=measure)
    content = to_csv_bytes([list(map(str, table.columns)), *table.astype("str").to_numpy().tolist()])
    name = exports.build_file_name(f"{measure}-by-{rows}-and-{columns}", selection, atlas.version, content, "csv")
    return Response(content, media_type="text/csv; charset=utf-8", headers=attachment_headers(name))


def unknown_address(_request: Request) -> Response:
    """The answer to an address of the API that there is not."""
    return JSONResponse({"error": "Unknown address. The addresses of the API are in the README."}, status_code=404)


def incident_json(request: Request) -> Response:
    """One incident (`id`) with its claims, publications, links, chain and mark on the map; filters change nothing."""
    parse_selection(request)  # refuses bad values and unknown parameters
    atlas = get_atlas(request)
    record = find_record(atlas, parse_one("id", request.query_params.getlist("id")))
    if record is None:
        return JSONResponse({"error": "No incident has this identifier."}, status_code=404)
    return JSONResponse(describe_record(record) | {"mark": describe_mark(atlas.engine, record.incident_id)})


def _file_etag(name: str, cache_key: str) -> str:
    """The entity tag of a file, from its name, which has the selection and format, and the key of data and code."""
    return make_etag(f"{name} {cache_key}".encode())


def _dated_records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table, with days as ISO texts."""
    records: list[dict[str, Any]] = json.loads(table.to_json(orient="records", date_format="iso", date_unit="s"))
    return records


ROUTES = [
    Route(INCIDENTS_GEOJSON, incidents_geojson),  # before the others: it reads a parameter more
    Route(INCIDENT_FILES, incidents_file),
    Route("/api/areas.{extension:str}", areas_file),
    Route("/api/incident.json", incident_json),
    Route("/api/facets.json", facets_json),
    Route("/api/timeline.json", timeline_json),
    Route("/api/crosstab.csv", crosstab_csv),
]
# After all other routes: a mistyped address would be answered with the page of the atlas, and taken for a success.
CATCH_ALL = [Route("/api/{path:path}", unknown_address, include_in_schema=False)]
