"""Scripts of the pages themselves, which Streamlit's components load: each with its style sheet in it."""

import json
import re
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geo.mapping import link_styles, symbols
from geo.mapping.bundle import COMMENT_LINES, TOLL_AXIS_STYLE, asset_url
from geo.web.assets import asset_response

STATIC = Path(__file__).parent / "page_static"
FILTERS_PATH = "/assets/filters.js"
INCIDENTS_PATH = "/assets/incidents.js"
# The parts are modules to the linter; joined, they share one scope. None of their texts has such lines.
IMPORTS = re.compile(rb"^import [^;]*;\n", re.MULTILINE)
EXPORTS = re.compile(rb"^export (?=function|async function|const)", re.MULTILINE)


@cache
def filters_script() -> bytes:
    """The module of the filters: its parts in the order of their names, and its style sheet as the text `STYLE`."""
    return _join_module(sorted(STATIC.glob("*.js")), STATIC / "filters.css")


@cache
def incidents_script() -> bytes:
    """The module of lists of incidents and of an incident's record, in the same form."""
    parts = [STATIC / "10-elements.js", *sorted((STATIC / "incidents").glob("*.js"))]
    styles = f"{symbols.type_colours_css()}\n{link_styles.link_styles_css()}"
    colours = styles.replace(":root", ".incidents")  # the component has a root of its own
    toll_axis = TOLL_AXIS_STYLE.read_text(encoding="utf-8")
    return _join_module(parts, STATIC / "incidents" / "incidents.css", f"{toll_axis}\n{colours}")


def _join_module(parts: list[Path], style_path: Path, more_style: str = "") -> bytes:
    style = json.dumps(style_path.read_text(encoding="utf-8") + more_style)
    sources = (COMMENT_LINES.sub(b"", path.read_bytes()) for path in parts)
    script = b"\n".join([f"const STYLE = {style};".encode(), *sources])
    return EXPORTS.sub(b"", IMPORTS.sub(b"", script))


def filters_url() -> str:
    """The address of the module, which changes with its content."""
    return asset_url(FILTERS_PATH, filters_script())


def incidents_url() -> str:
    """The address of the module of lists and records."""
    return asset_url(INCIDENTS_PATH, incidents_script())


def filters_module(request: Request) -> Response:
    """The module of the filters."""
    return asset_response(request, filters_script(), "text/javascript; charset=utf-8")


def incidents_module(request: Request) -> Response:
    """The module of lists and records."""
    return asset_response(request, incidents_script(), "text/javascript; charset=utf-8")


ROUTES = [Route(FILTERS_PATH, filters_module), Route(INCIDENTS_PATH, incidents_module)]
