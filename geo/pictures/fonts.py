"""The fonts of pictures, which come with Faultline: Latin, Greek, Cyrillic and Arabic letters, regular and semibold."""

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import uharfbuzz as hb

from geo.errors import FontsMissing
from geo.settings import data_dir

NAMES = ("NotoSans", "NotoSansArabic")  # in the order in which a character looks for its glyph
REGULAR, SEMIBOLD = 400, 600
UNITS_PER_EM = 1000.0  # of both fonts
NO_GLYPH = 0  # .notdef, which is drawn as a box


@dataclass(frozen=True, eq=False)
class Font:
    """A font at one weight. `number` is its place in NAMES; `characters` are those that it has a glyph for."""

    number: int
    weight: int
    font: hb.Font
    characters: frozenset[int]


@cache
def load_fonts(weight: int) -> tuple[Font, ...]:
    """The fonts at a weight from REGULAR to SEMIBOLD; raises FontsMissing where a file is gone or damaged."""
    return tuple(_load_font(number, weight) for number in range(len(NAMES)))


def font_path(name: str) -> Path:
    """The file of a font."""
    return data_dir() / "fonts" / f"{name}.ttf"


def _load_font(number: int, weight: int) -> Font:
    path = font_path(NAMES[number])
    try:
        face = hb.Face(path.read_bytes())
    except OSError:
        raise FontsMissing(path.name) from None
    font, characters = hb.Font(face), frozenset(face.unicodes)
    if not characters:  # HarfBuzz reads a damaged file as an empty font
        raise FontsMissing(path.name)
    font.set_variations({"wght": weight})
    return Font(number, weight, font, characters)


def has_glyph(character: str) -> bool:
    """Whether any of the fonts can draw a character."""
    return any(ord(character) in font.characters for font in load_fonts(REGULAR))


@lru_cache(maxsize=4096)
def glyph_path(number: int, weight: int, glyph: int) -> str:
    """The outline of a glyph as SVG path data, in units of the font with y downwards; empty for a blank."""
    parts: list[str] = []
    load_fonts(weight)[number].font.draw_glyph(glyph, _draw_functions(), parts)
    return "".join(parts)


@cache
def _draw_functions() -> hb.DrawFuncs:
    functions = hb.DrawFuncs()
    functions.set_move_to_func(lambda x, y, parts: parts.append(f"M{_pair(x, y)}"))
    functions.set_line_to_func(lambda x, y, parts: parts.append(f"L{_pair(x, y)}"))
    functions.set_quadratic_to_func(lambda *points: points[-1].append(f"Q{_pairs(points[:-1])}"))
    functions.set_cubic_to_func(lambda *points: points[-1].append(f"C{_pairs(points[:-1])}"))
    functions.set_close_path_func(lambda parts: parts.append("Z"))
    return functions


def _pair(x: float, y: float) -> str:
    return f"{round(x)} {round(-y)}"


def _pairs(numbers: tuple[float, ...]) -> str:
    return " ".join(_pair(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True))
