"""Bundle the map's own JavaScript and CSS, each into one file."""

import hashlib
import re
from functools import cache
from pathlib import Path

from geo.mapping import link_styles, symbols

STATIC = Path(__file__).parent / "static"
TOLL_AXIS_STYLE = STATIC / "shared" / "toll-axis.css"  # that of the pages too
# A seventh of the compressed script. No text in backticks has lines that look so; tests/geo/mapping/test_bundle.py.
COMMENT_LINES = re.compile(rb"^ *//.*\n|^ */\*[\s\S]*?\*/ *\n", re.MULTILINE)


@cache
def build_javascript() -> bytes:
    """Join the parts of the script in the order of their names, without the comments that have lines of their own."""
    script = b"\n".join(path.read_bytes() for path in sorted(STATIC.glob("*.js")))
    return COMMENT_LINES.sub(b"", script)


@cache
def build_stylesheet() -> bytes:
    """Join the map's CSS and the colours of event types and links; UTF-8."""
    sheets = [path.read_text(encoding="utf-8") for path in (STATIC / "atlas.css", TOLL_AXIS_STYLE)]
    return "\n".join([*sheets, symbols.type_colours_css(), link_styles.link_styles_css()]).encode()


def asset_url(path: str, content: bytes) -> str:
    """The URL of an asset with a hash of its content, so that browsers may cache it forever."""
    return f"{path}?v={hashlib.sha256(content).hexdigest()[:12]}"
