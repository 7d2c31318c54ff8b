"""Write docs/api.md from the routes; a test says when it is out of date."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from geo import web
from geo.web.openapi.document import ADDRESSES, build_document

TARGET = Path(__file__).parent / "api.md"
INTRODUCTION = """# The HTTP API

Generated from the routes by `docs/build_api.py`; do not edit. The same for programs, with every parameter:
`/api/openapi.json` (OpenAPI 3.0).

Addresses take the filters of the pages: copy what stands behind the question mark of a page. A bad value and an unknown
parameter are refused with 400 and named; an unknown address is 404, another method than GET and HEAD 405, all as JSON.
On a shared server `data=` is the key of your own data.

**In QGIS:** Layer, Add Layer, Add WFS / OGC API – Features Layer, New, with the address `/ogc` of the server. There
`bbox` and `datetime` are the standard's: points inside the box, and incidents without a place or a date too. All other
filters are the atlas's own. Pages are of one version of the data; once these have changed, a further page answers 410.

**In a feed reader:** `/api/incidents.atom` or `/api/feed.json` with the filters of a page.
"""
HEADER = ["| address | what it answers | media types |", "|---|---|---|"]


def build_page() -> str:
    """The whole page."""
    document = build_document(web.ROUTES, ADDRESSES, server="")
    rows = [_describe(path, operations["get"]) for path, operations in sorted(document["paths"].items())]
    filters_and_more = [
        f"| `{parameter['name']}` | {_escape(parameter['description'])} |"
        for parameter in document["components"]["parameters"].values()
    ]
    tables = [*HEADER, *rows, "", "| parameter | meaning |", "|---|---|", *filters_and_more]
    return "\n".join([INTRODUCTION, *tables, ""])


def _describe(path: str, operation: dict[str, Any]) -> str:
    media_types: Iterable[str] = operation["responses"]["200"]["content"]
    names = ", ".join(f"`{media_type.partition(';')[0]}`" for media_type in media_types)
    return f"| `{path}` | {_escape(operation['summary'])} | {names} |"


def _escape(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    TARGET.write_text(build_page(), encoding="utf-8")
