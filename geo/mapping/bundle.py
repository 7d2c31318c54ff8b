"""The map's own script and style, each as one file."""

import hashlib
from functools import cache
from pathlib import Path

from geo.mapping import symbols

STATIC = Path(__file__).parent / "static"


@cache
def build_javascript() -> bytes:
    """All parts of the script, in the order of their names."""
    return b"\n".join(path.read_bytes() for path in sorted(STATIC.glob("*.js")))


@cache
def build_stylesheet() -> bytes:
    """The style, and the colours of the event types."""
    return "\n".join([(STATIC / "atlas.css").read_text(encoding="utf-8"), symbols.type_colours_css()]).encode()


def asset_url(path: str, content: bytes) -> str:
    """The address of an asset with its content's hash, so that a browser may keep it for ever."""
    return f"{path}?v={hashlib.sha256(content).hexdigest()[:12]}"
