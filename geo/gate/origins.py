"""Whose pages a request may come from: only ours, except where somebody follows a link to a page."""

from geo.gate.address_kinds import API, HEALTH, LOGIN, PAGE
from geo.gate.hosts import DEFAULT_PORTS, parse_authority
from geo.gate.request_head import RequestHead

# Fetch Metadata, §2.3: a page of ours, a reader's own hand, or no browser. Another port of this machine is of the same
# *site*, and nevertheless somebody else's page; so is whatever is stated twice, or as no browser writes it.
OWN_SITES = ("same-origin", "none", "")
FRAMES = ("iframe", "frame")
TOP = "document"


def is_own_origin(head: RequestHead) -> bool:
    """Whether the origin that a request states, if it states one, is the address that it asks."""
    origin = head.headers.get("origin")
    if origin is None:
        return True
    scheme, _, authority = origin.strip().lower().partition("://")
    own, stated = parse_authority(head.header("host")), parse_authority(authority)
    if scheme != head.scheme or own is None or stated is None:
        return False
    default = DEFAULT_PORTS.get(scheme)
    return (own.name, own.port or default) == (stated.name, stated.port or default)


def is_from_own_page(head: RequestHead, *, has_frames: bool, has_open_api: bool) -> bool:
    """Whether a browser says that a page of ours asks, or none; or that somebody follows a link to a page.

    `has_frames`: whether EMBED names sites that may frame pages; which those are is said by the answer's policy.
    `has_open_api`: whether a link may lead to a download, which is safe where the answer is the same for everybody.
    """
    if head.header("sec-fetch-site") in OWN_SITES or head.kind == HEALTH:
        return True
    if not head.is_navigation:
        return False
    where = head.header("sec-fetch-dest")
    if where == TOP:
        return head.kind in (PAGE, LOGIN) or (has_open_api and head.kind == API)
    return has_frames and where in FRAMES and head.kind == PAGE
