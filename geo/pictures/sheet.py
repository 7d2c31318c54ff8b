"""The sheet that every picture stands on: title and sentence above it, what it rests on below it."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from geo.pictures import svg, text
from geo.pictures.fonts import REGULAR, SEMIBOLD
from geo.pictures.options import PictureOptions
from geo.pictures.palette import Palette

MARGIN = 28.0
TITLE_SIZE, SENTENCE_SIZE, CREDIT_SIZE = 27.0, 15.0, 11.0
LINE_HEIGHT = 1.35  # of the size of the letters
TITLE_LINES, SENTENCE_LINES, CREDIT_LINES = 3, 3, 3
GAP = 12.0  # between the sheet's parts
RULE_WIDTH = 1.0
NO_LETTER_NOTE = (
    f"“{text.NO_LETTER}” stands for what the fonts of this picture have no letters for; they have Latin, Greek, "
    "Cyrillic and Arabic ones."
)


@dataclass(frozen=True)
class Box:
    """A rectangle of the drawing: its upper left corner, width and height in pixels."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Caption:
    """What is written around a picture.

    `sentences`: paragraphs under the title. `credits`: paragraphs at the foot. `source`: the same in one line, for the
    metadata. `names` are written in the picture itself. All are as hostile as the data.
    """

    title: str
    sentences: tuple[str, ...]
    credits: tuple[str, ...]
    source: str
    names: tuple[str, ...] = ()

    @property
    def foot(self) -> tuple[str, ...]:
        """The paragraphs at the foot, with a note where a letter cannot be written."""
        words = (self.title, *self.sentences, *self.credits, *self.names)
        return (*self.credits, *((NO_LETTER_NOTE,) if any(map(text.has_letters_without_font, words)) else ()))


@dataclass(frozen=True, eq=False)
class Sheet:
    """A caption set on a sheet of a size: its elements, and the box that is left between them."""

    width: float
    height: float
    palette: Palette
    caption: Caption
    elements: tuple[Element, ...]
    body: Box

    def to_svg(self, body: Sequence[Element], options: PictureOptions) -> bytes:
        """The whole picture as an SVG file."""
        ground = svg.rectangle(0, 0, self.width, self.height, fill=self.palette.paper)
        root = svg.node(
            "svg",
            svg.words("title", text.clean(self.caption.title), "faultline-title"),
            svg.words("desc", text.clean(" ".join(self.caption.sentences)), "faultline-desc"),
            svg.node("metadata", *_dublin_core(self.caption, options)),
            ground,
            *body,
            *self.elements,
            width=options.size.width,
            height=options.size.height,
            viewBox=f"0 0 {svg.number(self.width)} {svg.number(self.height)}",
            role="img",
            aria_labelledby="faultline-title faultline-desc",
        )
        root.insert(3, text.glyph_definitions(root))
        return svg.to_bytes(root)


def lay_out(caption: Caption, options: PictureOptions) -> Sheet:
    """Set a caption on a sheet."""
    scale = options.size.scale
    width, height = options.size.width / scale, options.size.height / scale
    palette, room = options.palette, width - 2 * MARGIN
    elements, y = _paragraph(caption.title, MARGIN, TITLE_SIZE, room, TITLE_LINES, palette.ink, weight=SEMIBOLD)
    y += 2
    for sentence in caption.sentences:
        some, y = _paragraph(sentence, y, SENTENCE_SIZE, room, SENTENCE_LINES, palette.quiet)
        elements += some
    top = y + GAP
    foot, foot_height = _foot(caption, room, palette)
    bottom = height - MARGIN + 8 - foot_height
    rule = svg.line([(MARGIN, bottom), (width - MARGIN, bottom)], stroke=palette.edge, stroke_width=RULE_WIDTH)
    elements += [rule, svg.group(foot, transform=f"translate(0 {svg.number(bottom)})")]
    body = Box(MARGIN, top, room, max(bottom - GAP - top, 0.0))
    return Sheet(width, height, palette, caption, tuple(elements), body)


def _foot(caption: Caption, room: float, palette: Palette) -> tuple[list[Element], float]:
    elements: list[Element] = []
    y = GAP / 2
    for paragraph in caption.foot:
        some, y = _paragraph(paragraph, y, CREDIT_SIZE, room, CREDIT_LINES, palette.quiet)
        elements += some
    return elements, y


def _paragraph(
    words: str, top: float, size: float, room: float, max_lines: int, fill: str, weight: int = REGULAR
) -> tuple[list[Element], float]:
    """The lines of a paragraph, set from the side at which its language begins, and where the next one starts."""
    lines = text.wrap(words, size, room, weight=weight, max_lines=max_lines)
    is_rtl = text.shape(text.clean(words)).is_rtl
    x, step = (MARGIN + room if is_rtl else MARGIN), size * LINE_HEIGHT
    letters = text.Lettering(size, fill, weight)
    elements = [
        text.draw_line(line, x, top + size + number * step, letters, anchor="end" if is_rtl else "start")
        for number, line in enumerate(lines)
    ]
    return elements, top + len(lines) * step


DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
ElementTree.register_namespace("dc", DUBLIN_CORE)


def _dublin_core(caption: Caption, options: PictureOptions) -> list[Element]:
    values = {"title": caption.title, "source": caption.source, "identifier": options.address}
    elements = []
    for name, value in values.items():
        element = ElementTree.Element(f"{{{DUBLIN_CORE}}}{name}")
        element.text = text.clean(value)
        elements.append(element)
    return elements
