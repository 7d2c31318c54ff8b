"""The page on which somebody logs in or out: plain HTML and a style, no script."""

import base64
import hashlib
import html
from functools import cache
from pathlib import Path

from starlette.responses import HTMLResponse, Response

from geo.storage.edits.edit import MAX_NAME

PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>{title} · Faultline</title><style>{style}</style></head>
<body><main><h1>{title}</h1>
{content}
</main></body></html>
"""
SECRET_FORM = """<p>Faultline, an atlas of incidents. This server asks who you are.</p>
{problem}<form method="post" action="/login">
<input type="hidden" name="next" value="{next}"><input type="hidden" name="form" value="{form}">
<label for="secret">Secret</label>
<input id="secret" name="secret" type="password" autocomplete="current-password" required autofocus{described}>
<label for="name">Your name or initials</label>
<input id="name" name="name" maxlength="{max_name}" autocomplete="name" aria-describedby="why">
<p id="why">It stands beside the changes that you make. You may leave it blank.</p>
<button>Log in</button></form>"""
LOGOUT_FORM = """<p>You are logged in{name}.</p>
<form method="post" action="/logout"><input type="hidden" name="form" value="{form}">
<button>Log out</button></form><a class="button" href="/map">Back to the atlas</a>"""
PROBLEM = '<p class="bad" id="problem" role="alert">{text}</p>\n'


def secret_page(*, form: str, target: str, problem: str = "", status: int = 200) -> Response:
    """The page that asks for a shared secret. `form`: what proves that the form is ours; `target`: where to go then."""
    shown = PROBLEM.format(text=html.escape(problem)) if problem else ""
    described = ' aria-describedby="problem" aria-invalid="true"' if problem else ""
    content = SECRET_FORM.format(
        problem=shown, next=html.escape(target), form=html.escape(form), described=described, max_name=MAX_NAME
    )
    return _page("Log in", content, status)


def logout_page(*, form: str, name: str) -> Response:
    """The page that says who somebody is, and lets them log out."""
    content = LOGOUT_FORM.format(form=html.escape(form), name=html.escape(f" as {name}" if name else ""))
    return _page("Log out", content, 200)


def leave_page(provider: str) -> Response:
    """The page after logging out, from where somebody may log in again. `provider`: the host of the accounts."""
    content = (
        "<p>You are logged out of Faultline, an atlas of incidents.</p>\n"
        f'<a class="button" href="/login">Log in at {html.escape(provider)}</a>'
    )
    return _page("Logged out", content, 200)


def message_page(title: str, text: str, status: int) -> Response:
    """A page that says why somebody cannot be logged in."""
    content = f'<p class="bad" role="alert">{html.escape(text)}</p>\n<a class="button" href="/login">Try again</a>'
    return _page(title, content, status)


def _page(title: str, content: str, status: int) -> Response:
    text = PAGE.format(title=title, style=_style(), content=content)
    headers = {"Cache-Control": "no-store", "Content-Security-Policy": login_policy()}
    return HTMLResponse(text, status_code=status, headers=headers)


@cache
def _style() -> str:
    return (Path(__file__).parent / "login.css").read_text(encoding="utf-8")


@cache
def login_policy() -> str:
    """The Content-Security-Policy of these pages: no script, one style, by its hash; nobody frames them."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )
