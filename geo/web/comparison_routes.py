"""A selection compared with a baseline over HTTP."""

from typing import Any

import pandas as pd
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geo import exports
from geo.analysis.choropleth import AREA_COLUMNS
from geo.analysis.comparison.baseline import ALL, BEFORE, SelectionPair, parse_baseline, resolve_baseline
from geo.analysis.comparison.comparison import DIMENSION_KEYS, RATIO, Comparison, compare, find_caveats
from geo.analysis.comparison.coverage import find_breaks
from geo.analysis.comparison.difference_map import build_difference_map
from geo.core.csv_table import to_csv_bytes
from geo.errors import QueryRefused, ValueRefused
from geo.query.engine import Engine
from geo.query.selection import Problem, Selection
from geo.storage.atlas import Atlas
from geo.web.caching import attachment_headers
from geo.web.params import get_atlas, parse_choice, parse_one, parse_selection

RATIO_DECIMALS = 3  # as many as a reader compares; the counts beside it are exact


def compare_json(request: Request) -> Response:
    """The differences `by` a property between the selection and its baseline (`with`); `tolls=1` for the killed too."""
    atlas = get_atlas(request)
    comparison = _compare(request, atlas)
    return JSONResponse(
        {
            "data_version": atlas.version,
            "selection": _describe_side(atlas, comparison.pair.selection),
            "baseline": _describe_side(atlas, comparison.pair.baseline),
            "in_both": comparison.n_in_both,
            "comparable": not find_breaks(atlas.engine, comparison.pair),
            "caveats": find_caveats(atlas.engine, comparison.pair),
            "total": _records(comparison.total)[0],
            "differences": _records(comparison.rows),
        }
    )


def compare_csv(request: Request) -> Response:
    """The same as CSV, with the queries of both sides in every row; the last row is the total."""
    atlas = get_atlas(request)
    comparison = _compare(request, atlas)
    table = comparison.with_total()
    table[RATIO] = table[RATIO].round(RATIO_DECIMALS)
    queries = {f"{side}_query": selection.to_query() or ALL for side, selection in comparison.pair.sides()}
    table = table.assign(**queries)
    content = to_csv_bytes([list(table.columns), *table.astype("str").mask(table.isna(), "").to_numpy().tolist()])
    kind = f"comparison-by-{comparison.by}"
    name = exports.build_file_name(kind, comparison.pair.selection, atlas.version, content, "csv")
    return Response(content, media_type="text/csv; charset=utf-8", headers=attachment_headers(name))


def compare_areas_json(request: Request) -> Response:
    """Countries or provinces (`by` country or admin1) with the incidents of both sides, classed for a map."""
    by = parse_choice(request, "by", tuple(AREA_COLUMNS), default="country")
    engine = get_atlas(request).engine
    difference_map = build_difference_map(engine, _parse_pair(request, engine), by=by)
    classes = [class_.to_dict() for class_ in difference_map.classes]
    return JSONResponse({"by": by, "areas": _records(difference_map.areas), "classes": classes})


def _compare(request: Request, atlas: Atlas) -> Comparison:
    by = parse_choice(request, "by", DIMENSION_KEYS, default="type")
    tolls = parse_choice(request, "tolls", ("1",), default="")
    return compare(atlas.engine, _parse_pair(request, atlas.engine), by=by, killed=bool(tolls))


def _parse_pair(request: Request, engine: Engine) -> SelectionPair:
    """The selection and its baseline; raises QueryRefused where either cannot be read or there is no such baseline."""
    selection = parse_selection(request)
    source, problems = parse_baseline(parse_one("with", request.query_params.getlist("with") or [BEFORE]))
    if problems:
        raise QueryRefused([problem.to_dict() for problem in problems])
    try:
        return resolve_baseline(engine, selection, source)
    except ValueRefused as refusal:
        raise QueryRefused([Problem("with", refusal.value, refusal.accepted).to_dict()]) from None


def _describe_side(atlas: Atlas, selection: Selection) -> dict[str, Any]:
    count = len(atlas.select(selection))
    return {"description": selection.describe(), "query": selection.to_query(), "count": count}


def _records(table: pd.DataFrame) -> list[dict[Any, Any]]:
    """The rows of a table for JSON; None where a value is missing."""
    records: list[dict[Any, Any]] = table.astype("object").where(table.notna(), None).to_dict("records")
    return records


ROUTES = [
    Route("/api/compare.json", compare_json),
    Route("/api/compare.csv", compare_csv),
    Route("/api/compare-areas.json", compare_areas_json),
]
