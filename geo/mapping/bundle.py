"""Bundle the map's own JavaScript and CSS, each into one file."""

import hashlib
from functools import cache
from pathlib import Path

from geo.mapping import symbols

STATIC = Path(__file__).parent / "static"


@cache
def build_javascript() -> bytes:
    """Join the parts of the script in the order of their names; UTF-8."""
    return b"\n".join(path.read_bytes() for path in sorted(STATIC.glob("*.js")))


@cache
def build_stylesheet() -> bytes:
    """Join the map's CSS and the colours of the event types; UTF-8."""
    return "\n".join([(STATIC / "atlas.css").read_text(encoding="utf-8"), symbols.type_colours_css()]).encode()


def asset_url(path: str, content: bytes) -> str:
    """The URL of an asset with a hash of its content, so that browsers may cache it forever."""
    return f"{path}?v={hashlib.sha256(content).hexdigest()[:12]}"
