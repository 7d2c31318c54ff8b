"""Text as outlines of glyphs, so that a picture reads the same in every program: shaped, in its direction, wrapped.

HarfBuzz chooses and joins the glyphs. The words stay readable for programs, as the label of each line.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from xml.etree.ElementTree import Element

import uharfbuzz as hb

from geo.pictures import direction, fonts, svg
from geo.pictures.fonts import REGULAR, UNITS_PER_EM, Font

Anchor = Literal["start", "middle", "end"]

MAX_CHARACTERS = 2_000  # of a text; nobody reads more under a picture, and shaping takes time
NO_LETTER = "(?)"  # in place of letters that no font has
ELLIPSIS = "…"
HALO_PX = 2.6  # parts letters from what lies below; by eye
# What XML cannot hold, and what would turn the letters around it: overrides and embeddings of the sender's choice.
DIRECTION_CONTROLS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u2028\u2029]+")


@dataclass(frozen=True)
class Glyph:
    """A glyph of a font, and where it stands in its line, in units of the font."""

    font: int
    glyph: int
    x: float
    y: float


@dataclass(frozen=True)
class Line:
    """A shaped line: its glyphs from left to right, and its width in units of the font."""

    text: str
    weight: int
    glyphs: tuple[Glyph, ...]
    width: float

    @property
    def is_rtl(self) -> bool:
        """Whether it begins at the right."""
        return direction.is_rtl(self.text)


def clean(text: str) -> str:
    """A text without what XML cannot hold or what changes directions; letters that no font has become NO_LETTER."""
    plain = DIRECTION_CONTROLS.sub("", CONTROLS.sub(" ", text[: 2 * MAX_CHARACTERS]))
    shortened = plain if len(plain) <= MAX_CHARACTERS else plain[: MAX_CHARACTERS - 1] + ELLIPSIS
    parts: list[str] = []
    for letter in unicodedata.normalize("NFC", shortened):
        if _is_drawable(letter):
            parts.append(letter)
        elif not parts or parts[-1] != NO_LETTER:
            parts.append(NO_LETTER)
    return "".join(parts).strip()


def has_letters_without_font(text: str) -> bool:
    """Whether a text holds letters that no font has."""
    return NO_LETTER in clean(text.replace(NO_LETTER, ""))


def _is_drawable(letter: str) -> bool:
    return fonts.has_glyph(letter) or unicodedata.bidirectional(letter) in direction.JOINERS


@lru_cache(maxsize=8192)
def shape(text: str, weight: int = REGULAR) -> Line:
    """Shape a cleaned line."""
    glyphs: list[Glyph] = []
    x = 0.0
    for run in direction.visual_runs(text):
        pieces = list(_font_pieces(text, run, fonts.load_fonts(weight)))
        for font, start, stop in reversed(pieces) if run.is_rtl else pieces:
            for info, position in _shape_piece(font, text, start, stop, is_rtl=run.is_rtl):
                glyphs.append(Glyph(font.number, info.codepoint, x + position.x_offset, -position.y_offset))
                x += position.x_advance
    return Line(text, weight, tuple(glyphs), x)


def _font_pieces(text: str, run: direction.Run, available: tuple[Font, ...]) -> Iterator[tuple[Font, int, int]]:
    """The parts of a run that one font has, in the order of the text: a font goes on as long as it has the letters."""
    current, start = None, run.start
    for position in range(run.start, run.stop):
        font = _font_for(text[position], current, available)
        if font is not current:
            if current is not None:
                yield current, start, position
            current, start = font, position
    if current is not None:
        yield current, start, run.stop


def _font_for(letter: str, current: Font | None, available: tuple[Font, ...]) -> Font:
    if current is not None and (ord(letter) in current.characters or not fonts.has_glyph(letter)):
        return current
    return next((font for font in available if ord(letter) in font.characters), available[0])


def _shape_piece(
    font: Font, text: str, start: int, stop: int, *, is_rtl: bool
) -> list[tuple[hb.GlyphInfo, hb.GlyphPosition]]:
    buffer = hb.Buffer()
    buffer.add_str(text, item_offset=start, item_length=stop - start)
    buffer.direction = "rtl" if is_rtl else "ltr"
    buffer.guess_segment_properties()
    buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    hb.shape(font.font, buffer)
    return list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))


def width_px(text: str, size: float, weight: int = REGULAR) -> float:
    """How wide a line is at a size."""
    return shape(clean(text), weight).width * size / UNITS_PER_EM


@dataclass(frozen=True)
class Lettering:
    """How letters look: their size in pixels, colour and weight; `halo` is the colour of a rim around them, if any."""

    size: float
    fill: str
    weight: int = REGULAR
    halo: str = ""


def draw_line(text: str, x: float, y: float, letters: Lettering, *, anchor: Anchor = "start") -> Element:
    """One line with its baseline at y."""
    shaped, scale = shape(clean(text), letters.weight), letters.size / UNITS_PER_EM
    left = x - shaped.width * scale * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
    placement = f"translate({svg.number(left)} {svg.number(y)})scale({scale:.5g})"
    rim: dict[str, svg.Attribute] = (
        {
            "stroke": letters.halo,
            "stroke_width": HALO_PX / scale,
            "stroke_linejoin": "round",
            "paint_order": "stroke",
        }
        if letters.halo
        else {}
    )
    element = svg.group(_uses(shaped), transform=placement, fill=letters.fill, role="img", **rim)
    element.set("aria-label", shaped.text)
    return element


def _uses(line: Line) -> Iterator[Element]:
    for glyph in line.glyphs:
        if fonts.glyph_path(glyph.font, line.weight, glyph.glyph):
            use = svg.node("use", x=glyph.x or None, y=glyph.y or None)
            use.set(svg.HREF, f"#{glyph_id(glyph.font, line.weight, glyph.glyph)}")
            yield use


def glyph_id(font: int, weight: int, glyph: int) -> str:
    """The name under which a picture defines the outline of a glyph."""
    return f"g{font}-{weight}-{glyph}"


def glyph_definitions(root: Element) -> Element:
    """The outlines of all glyphs that a picture uses, each once."""
    hrefs = sorted({use.get(svg.HREF, "") for use in root.iter(f"{{{svg.SVG}}}use")})
    definitions = []
    for href in hrefs:
        font, weight, glyph = map(int, href.removeprefix("#g").split("-"))
        definitions.append(svg.node("path", id=glyph_id(font, weight, glyph), d=fonts.glyph_path(font, weight, glyph)))
    return svg.node("defs", *definitions)


def wrap(text: str, size: float, width: float, *, weight: int = REGULAR, max_lines: int = 3) -> list[str]:
    """A text in lines no wider than `width`; the last line ends in an ellipsis where the text goes on."""
    lines: list[str] = []
    for word in clean(text).split():
        for piece in _pieces_that_fit(word, size, width, weight):
            line = f"{lines[-1]} {piece}" if lines else piece
            if lines and width_px(line, size, weight) <= width:
                lines[-1] = line
            else:
                lines.append(piece)
            if len(lines) > max_lines:
                return [*lines[: max_lines - 1], shorten(f"{lines[max_lines - 1]} {ELLIPSIS}", size, width, weight)]
    return lines


def _pieces_that_fit(word: str, size: float, width: float, weight: int) -> Iterator[str]:
    """A word, cut where it is wider than a line."""
    while width_px(word, size, weight) > width and len(word) > 1:
        length = max(1, _longest_beginning(word, lambda beginning: width_px(beginning, size, weight) <= width))
        yield word[:length]
        word = word[length:]
    yield word


def _longest_beginning(line: str, fits: Callable[[str], bool]) -> int:
    """How many letters the longest beginning of a line has that fits."""
    low, high = 0, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        if fits(line[:middle]):
            low = middle
        else:
            high = middle - 1
    return low


def shorten(text: str, size: float, width: float, weight: int = REGULAR) -> str:
    """A line, or as much of its beginning as fits, with an ellipsis."""
    whole = clean(text)
    if width_px(whole, size, weight) <= width:
        return whole
    length = _longest_beginning(whole, lambda beginning: width_px(_end(beginning), size, weight) <= width)
    return _end(whole[:length])


def _end(beginning: str) -> str:
    return beginning.rstrip(" …") + ELLIPSIS
