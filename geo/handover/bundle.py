"""The page's script and style, each one text: pieces of the map's own script that need no page, and the room's own."""

import base64
import hashlib
from functools import cache
from pathlib import Path

from geo.mapping import bundle
from geo.mapping.symbols import TYPE_COLOURS, UNSTATED_COLOUR
from geo.pictures.palette import DARK, LIGHT, Palette

STATIC = Path(__file__).parent / "static"
# How marks group, how large they are and what they say: as on the map of the server.
SHARED = ("13-phrases.js", "15-clustering.js", "17-toll-sizes.js", "67-positions.js")
COLOURS = ("paper", "ink", "quiet", "edge", "sea", "land", "coast", "shore", "river", "border", "province",
           "place_name", "country_name", "sea_name", "mark_edge", "accent")  # fmt: skip

COLOURED_TYPES = (*TYPE_COLOURS, UNSTATED_COLOUR)


@cache
def build_javascript() -> str:
    """The script, without the comments that have lines of their own."""
    paths = [*(bundle.STATIC / name for name in SHARED), *sorted(STATIC.glob("*.js"))]
    script = b"\n".join([b"window.Faultline = {};", *(path.read_bytes() for path in paths)])
    return bundle.COMMENT_LINES.sub(b"", script).decode()


@cache
def build_stylesheet() -> str:
    """The style, and the colours of both themes."""
    dark = "\n".join(["@media (prefers-color-scheme: dark) {", _variables(":root:not([data-paper])", DARK), "}"])
    types = (f".type-{colour.key} {{ --type: var(--type-{colour.key}); }}" for colour in COLOURED_TYPES)
    own = (STATIC / "handover.css").read_text(encoding="utf-8")
    return "\n".join([_variables(":root", LIGHT), dark, *types, own])


def content_hash(text: str) -> str:
    """The hash by which a content security policy allows a script or a style that stands in the page."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _variables(selector: str, palette: Palette) -> str:
    ground = {name.replace("_", "-"): getattr(palette, name) for name in COLOURS}
    types = {f"type-{colour.key}": palette.of_type(colour) for colour in COLOURED_TYPES}
    lines = "".join(f"  --{name}: {value};\n" for name, value in (ground | types).items())
    return f"{selector} {{\n  color-scheme: {palette.name};\n{lines}}}"
