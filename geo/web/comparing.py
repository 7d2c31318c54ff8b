"""One selection against another over HTTP."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geo import atlas, compare, exports
from geo.compare import Comparison
from geo.exports.delimited import written
from geo.web.queries import QueryRefused, option, selection_of

OPTIONS = ("with", "by")


def compare_json(request: Request) -> Response:
    """The differences `by` a filter between the selection and the one `with` it is compared: see geo/compare.py."""
    found, by = _compared(request)
    table = found.differences(by)
    return JSONResponse(
        {
            "here": {"selection": found.here.selection.describe(), "count": len(found.here)},
            "there": {"selection": found.there.selection.describe(), "count": len(found.there)},
            "in_both": found.in_both,
            "cautions": found.cautions(),
            "differences": table.astype("object").where(table.notna(), None).to_dict("records"),
        }
    )


def compare_csv(request: Request) -> Response:
    """The same as CSV."""
    found, by = _compared(request)
    table = found.differences(by)
    content = written([list(table.columns), *table.astype("str").mask(table.isna(), "").to_numpy().tolist()])
    name = exports.name_of(f"comparison-by-{by}", found.here.selection, atlas.current().version, content, "csv")
    headers = {"Content-Disposition": f'attachment; filename="{quote(name)}"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


def _compared(request: Request) -> tuple[Comparison, str]:
    by = option(request, "by", compare.DIMENSIONS, default="type")
    other = request.query_params.get("with", "before")
    found = compare.compare(atlas.current().index, selection_of(request, *OPTIONS), other)
    if found.problems:
        raise QueryRefused([{**vars(problem), "key": f"with: {problem.key}"} for problem in found.problems])
    return found, by


ROUTES = [Route("/api/compare.json", compare_json), Route("/api/compare.csv", compare_csv)]
