"""Incidents and killed by country or by province, as numbers and as CSV, under the pages' own query."""

from datetime import date
from typing import Any

import pandas as pd
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geo import exports
from geo.analysis.choropleth import AREA_COLUMNS, MEASURES, RATE_PERIODS, Choropleth, build_choropleth
from geo.core.csv_table import to_csv_bytes
from geo.query.selection import Selection
from geo.storage.atlas import Atlas
from geo.web.caching import attachment_headers, cache_control
from geo.web.params import get_atlas, parse_choice, parse_selection

SUMS = ("incidents", "killed_low", "killed_best", "killed_high", "killed_unknown")


def choropleth_json(request: Request) -> Response:
    """The areas with their numbers and classes: `by` country or admin1, `measure` incidents or killed, `per` a time.

    With `v`, the atlas's cache key, a browser may keep the answer for good.
    """
    atlas = get_atlas(request)
    selection, choropleth = _build(request, atlas)
    answer = {
        "data_version": atlas.version,
        "selection": selection.describe(),
        "by": choropleth.by,
        "unit": choropleth.unit,
        "period": [day.isoformat() for day in choropleth.period] if choropleth.period else None,
        "classes": [class_.to_dict() for class_ in choropleth.classes],
        "areas": [_to_json_values(row) for row in choropleth.areas.to_dict("records")],
        "outside": _to_json_values(dict(choropleth.unassigned.items())),
    }
    is_current = request.query_params.get("v") == atlas.cache_key
    return JSONResponse(answer, headers={"Cache-Control": cache_control(immutable=is_current)})


def choropleth_csv(request: Request) -> Response:
    """The same numbers as a table; its last row holds the incidents that lie in no such area."""
    atlas = get_atlas(request)
    selection, choropleth = _build(request, atlas)
    content = to_csv_bytes(_csv_rows(choropleth))
    rate = f"per-{choropleth.per}" if choropleth.per else ""
    kind = "-".join(filter(None, (choropleth.measure, "by", choropleth.by, rate)))
    name = exports.build_file_name(kind, selection, atlas.version, content, "csv")
    return Response(content, media_type="text/csv; charset=utf-8", headers=attachment_headers(name))


def _build(request: Request, atlas: Atlas) -> tuple[Selection, Choropleth]:
    by = parse_choice(request, "by", tuple(AREA_COLUMNS), default="country")
    measure = parse_choice(request, "measure", tuple(MEASURES), default="incidents")
    per = parse_choice(request, "per", RATE_PERIODS[1:], default="")
    selection = parse_selection(request)
    return selection, build_choropleth(atlas.select(selection), by=by, measure=measure, per=per)


def _csv_rows(choropleth: Choropleth) -> list[list[str]]:
    """The table: names, sums, the value that is classed with its class and, for a rate, its period."""
    names, areas = AREA_COLUMNS[choropleth.by], choropleth.areas
    days = [day.isoformat() for day in choropleth.period or ()]
    value = f"{choropleth.measure}_per_{choropleth.per}" if choropleth.per else "value"
    header = [*names, *SUMS, value, "class", *("period_first", "period_last")[: len(days)]]
    labels = ["unknown" if number < 0 else choropleth.classes[number].label for number in areas["class"]]
    cells = areas[[*names, *SUMS, "value"]].astype(object).to_numpy().tolist()
    rows = [[*map(_to_cell, row), label, *days] for row, label in zip(cells, labels, strict=True)]
    sums = [_to_cell(choropleth.unassigned[name]) for name in SUMS]
    return [header, *rows, [*("" for _ in names), *sums, "", "in none of these", *days]]


def _to_cell(value: object) -> str:
    plain = _to_json_value(value)
    if isinstance(plain, float) and plain.is_integer():
        return str(int(plain))
    return "" if plain is None else str(plain)


def _to_json_values(row: dict[Any, Any]) -> dict[str, Any]:
    return {str(name): _to_json_value(value) for name, value in row.items()}


def _to_json_value(value: Any) -> Any:
    """A value as JSON can hold it; None where it is missing."""
    if isinstance(value, date):
        return value.isoformat()
    if pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value


ROUTES = [
    Route("/api/choropleth.json", choropleth_json),
    Route("/api/choropleth.csv", choropleth_csv),
]
