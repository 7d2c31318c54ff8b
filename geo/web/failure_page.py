"""An answer that failed, for whoever follows a link to it: what happened, and the way back to what they selected.

Programs get the same words as JSON.
"""

from collections.abc import Mapping
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from geo.web.request_note import find_request_id

# Read by whoever came by a link, in light and dark; nothing is fetched for it.
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>No answer · Faultline</title>
<style>:root {{ color-scheme: light dark; }} body {{ max-width: 40rem; margin: 3rem auto; padding: 0 1rem;
font: 1rem/1.5 "Source Sans", system-ui, sans-serif; }} h1 {{ font-size: 1.4rem; }}
a {{ color: light-dark(#1a5a86, #7cc0ea); }} small {{ opacity: 0.8; }}</style>
<h1>This could not be answered</h1><p dir="auto">{message}</p>
<p><a href="{back}">Back to the selection, to narrow it</a></p>
{number}</html>"""


def failure_response(
    request: Request, content: Mapping[str, object], status_code: int, headers: Mapping[str, str] | None = None
) -> Response:
    """A failure, whose `error` is the message, as a page for whoever opened a link and else as JSON."""
    request_id = find_request_id(request.scope)
    if not _is_for_reader(request):
        number = {"request_id": request_id} if request_id else {}
        return JSONResponse({**content, **number}, status_code, headers)
    number_line = f"<p><small>Request {escape(request_id)}</small></p>" if request_id else ""
    page = PAGE.format(message=escape(str(content["error"])), back=escape(_way_back(request)), number=number_line)
    return HTMLResponse(page, status_code, headers)


def _is_for_reader(request: Request) -> bool:
    """Whether a browser asks for something to show in place of a page."""
    is_navigation = request.headers.get("sec-fetch-mode") == "navigate"
    return is_navigation and "text/html" in request.headers.get("accept", "")


def _way_back(request: Request) -> str:
    """The map of the same selection; what else the address says is ignored there, and named."""
    query = request.url.query
    return f"/map?{query}" if query else "/map"
