"""Scripts of the pages themselves, which Streamlit's components load: each with its style sheet in it."""

import json
import re
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geo.mapping.bundle import COMMENT_LINES, asset_url
from geo.web.assets import asset_response

STATIC = Path(__file__).parent / "page_static"
FILTERS_PATH = "/assets/filters.js"
# The parts are modules to the linter; joined, they share one scope. None of their texts has such lines, as in the map's.
IMPORTS = re.compile(rb"^import [^;]*;\n", re.MULTILINE)
EXPORTS = re.compile(rb"^export (?=function|async function|const)", re.MULTILINE)


@cache
def filters_script() -> bytes:
    """The module of the filters: its parts in the order of their names, and its style sheet as the text `STYLE`."""
    style = json.dumps((STATIC / "filters.css").read_text(encoding="utf-8"))
    parts = [path.read_bytes() for path in sorted(STATIC.glob("*.js"))]
    script = b"\n".join([f"const STYLE = {style};".encode(), *(COMMENT_LINES.sub(b"", part) for part in parts)])
    return EXPORTS.sub(b"", IMPORTS.sub(b"", script))


def filters_url() -> str:
    """The address of the module, which changes with its content."""
    return asset_url(FILTERS_PATH, filters_script())


def filters_module(request: Request) -> Response:
    """The module of the filters."""
    return asset_response(request, filters_script(), "text/javascript; charset=utf-8")


ROUTES = [Route(FILTERS_PATH, filters_module)]
