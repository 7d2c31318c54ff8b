"""One selection against another over HTTP."""

from typing import Any

import pandas as pd
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geo import exports
from geo.analysis.choropleth import AREA_COLUMNS
from geo.analysis.comparison.baseline import ALL, BEFORE, SelectionPair, parse_baseline, resolve_baseline
from geo.analysis.comparison.comparison import DIMENSION_KEYS, RATIO, Comparison, compare, find_caveats
from geo.analysis.comparison.difference_map import build_difference_map
from geo.core.csv_table import to_csv_bytes
from geo.errors import ValueRefused
from geo.query.selection import Selection
from geo.storage.atlas import Atlas
from geo.web.params import QueryRefused, get_atlas, parse_choice, parse_selection

OPTIONS = ("with", "by", "tolls", "v")
RATIO_DECIMALS = 3


def compare_json(request: Request) -> Response:
    """The differences `by` a property between the selection and the one `with` it is compared; `tolls=1` for killed."""
    found = _compared(request)
    asked = get_atlas(request)
    return JSONResponse(
        {
            "data_version": asked.version,
            "selection": _side(asked, found.pair.selection),
            "baseline": _side(asked, found.pair.baseline),
            "in_both": found.n_in_both,
            "caveats": find_caveats(asked.index, found.pair),
            "total": _records(found.total)[0],
            "differences": _records(found.rows),
        }
    )


def compare_csv(request: Request) -> Response:
    """The same as CSV, with the queries of both sides in every row; the last row is the total."""
    found = _compared(request)
    table = found.with_total()
    table[RATIO] = table[RATIO].round(RATIO_DECIMALS)
    queries = {f"{side}_query": selection.to_query() or ALL for side, selection in found.pair.sides()}
    table = table.assign(**queries)
    content = to_csv_bytes([list(table.columns), *table.astype("str").mask(table.isna(), "").to_numpy().tolist()])
    name = exports.build_file_name(
        f"comparison-by-{found.by}", found.pair.selection, get_atlas(request).version, content, "csv"
    )
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


def compare_areas_json(request: Request) -> Response:
    """Countries or provinces (`by` country or admin1) with the incidents of both selections, classed for a map."""
    by = parse_choice(request, "by", tuple(AREA_COLUMNS), default="country")
    told = build_difference_map(get_atlas(request).index, _pair(request), by=by)
    areas = {"areas": _records(told.areas), "classes": [vars(each) for each in told.classes]}
    return JSONResponse({"by": by, **areas})


def _compared(request: Request) -> Comparison:
    by = parse_choice(request, "by", DIMENSION_KEYS, default="type")
    tolls = parse_choice(request, "tolls", ("1",), default="")
    return compare(get_atlas(request).index, _pair(request), by=by, killed=bool(tolls))


def _pair(request: Request) -> SelectionPair:
    selection = parse_selection(request, *OPTIONS)
    other, problems = parse_baseline(request.query_params.get("with", BEFORE))
    if problems:
        raise QueryRefused([problem.to_dict() for problem in problems])
    try:
        return resolve_baseline(get_atlas(request).index, selection, other)
    except ValueRefused as refusal:
        raise QueryRefused([{"key": "with", "given": refusal.value, "accepted": refusal.accepted}]) from None


def _side(asked: Atlas, selection: Selection) -> dict[str, Any]:
    count = len(asked.select(selection))
    return {"description": selection.describe(), "query": selection.to_query(), "count": count}


def _records(table: pd.DataFrame) -> list[dict[Any, Any]]:
    told: list[dict[Any, Any]] = table.astype("object").where(table.notna(), None).to_dict("records")
    return told


ROUTES = [
    Route("/api/compare.json", compare_json),
    Route("/api/compare.csv", compare_csv),
    Route("/api/compare-areas.json", compare_areas_json),
]
