"""A legend: samples with their labels under headings, one below the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from geo.pictures import svg, text
from geo.pictures.fonts import SEMIBOLD
from geo.pictures.palette import Palette
from geo.pictures.sheet import Box

HEADING_SIZE, LABEL_SIZE, LINE_HEIGHT = 12.0, 12.0, 1.25
SAMPLE_WIDTH, GAP = 30.0, 10.0
LINE_GAP, SECTION_GAP = 6.0, 12.0
MAX_LABEL_LINES = 3


@dataclass(frozen=True, eq=False)
class Entry:
    """A sample, drawn around 0, 0, with its label; `height` is that of the sample."""

    sample: tuple[Element, ...]
    label: str
    height: float = 14.0


@dataclass(frozen=True, eq=False)
class Section:
    """Entries under a heading."""

    heading: str
    entries: tuple[Entry, ...]


def draw_legend(sections: Sequence[Section], box: Box, palette: Palette) -> list[Element]:
    """The sections that have entries, in a box; smaller where they would not fit."""
    elements: list[Element] = []
    y = 0.0
    for section in (section for section in sections if section.entries):
        some, y = _draw_section(section, y, box.width, palette)
        elements += some
        y += SECTION_GAP
    scale = min(1.0, box.height / max(y - SECTION_GAP, 1.0))
    placement = f"translate({svg.number(box.x)} {svg.number(box.y)})scale({scale:.4g})"
    return [svg.group(elements, transform=placement)] if elements else []


def _draw_section(section: Section, top: float, width: float, palette: Palette) -> tuple[list[Element], float]:
    elements: list[Element] = []
    y = top
    for line in (
        text.wrap(section.heading, HEADING_SIZE, width, weight=SEMIBOLD, max_lines=2) if section.heading else ()
    ):
        elements.append(text.draw_line(line, 0, y + HEADING_SIZE, text.Lettering(HEADING_SIZE, palette.ink, SEMIBOLD)))
        y += HEADING_SIZE * LINE_HEIGHT
    y += LINE_GAP if section.heading else 0
    for entry in section.entries:
        some, y = _draw_entry(entry, y, width, palette)
        elements += some
    return elements, y


def _draw_entry(entry: Entry, top: float, width: float, palette: Palette) -> tuple[list[Element], float]:
    lines = text.wrap(entry.label, LABEL_SIZE, width - SAMPLE_WIDTH - GAP, max_lines=MAX_LABEL_LINES)
    step = LABEL_SIZE * LINE_HEIGHT
    height = max(entry.height, step * len(lines))
    middle = top + height / 2
    first = middle - step * (len(lines) - 1) / 2 + LABEL_SIZE * 0.36
    elements = [
        svg.group(entry.sample, transform=f"translate({svg.number(SAMPLE_WIDTH / 2)} {svg.number(middle)})"),
        *(
            text.draw_line(line, SAMPLE_WIDTH + GAP, first + number * step, text.Lettering(LABEL_SIZE, palette.ink))
            for number, line in enumerate(lines)
        ),
    ]
    return elements, top + height + LINE_GAP
