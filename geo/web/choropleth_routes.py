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
from geo.web.params import get_atlas, parse_choice, parse_selection

KEEP = "private, max-age=31536000, immutable"  # only for addresses that carry what names the answers
CHECK = "private, max-age=0, must-revalidate"
SUMS = ("incidents", "killed_low", "killed_best", "killed_high", "killed_unknown")


def choropleth_json(request: Request) -> Response:
    """The areas with their numbers and classes: `by` country or admin1, `measure` incidents or killed, `per` a time."""
    selection, told = _asked(request)
    atlas = get_atlas(request)
    lasting = KEEP if request.query_params.get("v") == atlas.cache_key else CHECK
    answer = {
        "data_version": atlas.version,
        "selection": selection.describe(),
        "by": told.by,
        "unit": told.unit,
        "period": [_plain(day) for day in told.period] if told.period else None,
        "classes": [vars(each) for each in told.classes],
        "areas": [{str(name): _plain(each) for name, each in row.items()} for row in told.areas.to_dict("records")],
        "outside": {str(name): _plain(each) for name, each in told.unassigned.items()},
    }
    return JSONResponse(answer, headers={"Cache-Control": lasting})


def choropleth_csv(request: Request) -> Response:
    """The same numbers as a table; its last row holds the incidents that lie in no such area."""
    selection, told = _asked(request)
    content = to_csv_bytes(_rows(told))
    kind = "-".join(filter(None, (told.measure, "by", told.by, told.per and f"per-{told.per}")))
    name = exports.build_file_name(kind, selection, get_atlas(request).version, content, "csv")
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": CHECK}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


def _asked(request: Request) -> tuple[Selection, Choropleth]:
    by = parse_choice(request, "by", tuple(AREA_COLUMNS), default="country")
    measure = parse_choice(request, "measure", tuple(MEASURES), default="incidents")
    per = parse_choice(request, "per", RATE_PERIODS[1:], default="")
    selection = parse_selection(request, "by", "measure", "per", "v")
    return selection, build_choropleth(get_atlas(request).select(selection), by=by, measure=measure, per=per)


def _rows(told: Choropleth) -> list[list[str]]:
    """The table: names, sums, the value that is classed with its class and, of a rate, the days that it is of."""
    days = {f"period_{end}": _text(day) for end, day in zip(("first", "last"), told.period or (), strict=False)}
    value = f"{told.measure}_per_{told.per}" if told.per else "value"
    header = [*AREA_COLUMNS[told.by], *SUMS, value, "class", *days]
    labels = ["unknown" if number < 0 else told.classes[number].label for number in told.areas["class"]]
    names = [list(map(_text, row)) for row in told.areas[list(AREA_COLUMNS[told.by])].to_numpy().tolist()]
    sums = [list(map(_text, row)) for row in told.areas[[*SUMS, "value"]].to_numpy(dtype=object).tolist()]
    areas = [[*each, *row, label, *days.values()] for each, row, label in zip(names, sums, labels, strict=True)]
    nowhere = [
        *("" for _ in AREA_COLUMNS[told.by]),
        *(_text(told.unassigned[name]) for name in SUMS),
        "",
        "in none of these",
    ]
    return [header, *areas, [*nowhere, *days.values()]]


def _text(value: object) -> str:
    plain = _plain(value)
    if isinstance(plain, float) and plain.is_integer():
        return str(int(plain))
    return "" if plain is None else str(plain)


def _plain(value: Any) -> Any:
    """A value as JSON has it; None where it is missing."""
    if isinstance(value, date):
        return value.isoformat()
    if pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value


ROUTES = [
    Route("/api/choropleth.json", choropleth_json),
    Route("/api/choropleth.csv", choropleth_csv),
]
