"""What is known of a request while it is answered: its number, its route, and how its answer goes."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
OTHER = "other"
PAGE = "page"  # what Streamlit answers: pages, and all that its own script asks for
NOTE = "faultline.request"  # of the scope
ID_BYTES = 8  # 16 hex digits, by judgement: no two of a server's requests that anybody looks for are one

_Scope = Mapping[str, Any]


@dataclass
class RequestNote:
    """One for all copies of a request's scope. `status`: None before the answer begins."""

    request_id: str = field(default_factory=lambda: secrets.token_hex(ID_BYTES))
    route: str = PAGE
    status: int | None = None
    n_bytes: int = 0


def find_request_id(scope: _Scope) -> str:
    """The number of a request; blank where nobody numbers them."""
    note = scope.get(NOTE)
    return note.request_id if isinstance(note, RequestNote) else ""


def note_route(scope: _Scope) -> str:
    """Note and return the pattern of a request's address, once its route is known."""
    route: str = getattr(scope.get("route"), "path", "") or PAGE
    if isinstance(note := scope.get(NOTE), RequestNote):
        note.route = route
    return route


def known_method(scope: _Scope) -> str:
    """The method of a request, or that it is another one: a client may write anything there."""
    return scope["method"] if scope["method"] in METHODS else OTHER
