"""The axes of a picture of the timeline: days across, numbers up, each with few round marks."""

import math
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import pandas as pd

from geo.pictures import svg, text
from geo.pictures.palette import Palette
from geo.pictures.sheet import Box

LABEL_SIZE = 11.0
MIN_TICK_PX = 84.0  # between two dates: wider than the longest label; by eye
MAX_NUMBERS = 6  # up the side; by eye
STEPS = (1, 2, 5)
# The spaces between two marks, the smallest first: a pandas offset, and how a mark is labelled.
SPACES = (
    *((pd.DateOffset(days=days), "%-d %b %Y") for days in (1, 2)),
    (pd.DateOffset(weeks=1), "%-d %b %Y"),
    *((pd.DateOffset(months=months), "%b %Y") for months in (1, 3, 6)),
    *((pd.DateOffset(years=years), "%Y") for years in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)),
)


@dataclass(frozen=True)
class TimeAxis:
    """Days across a box: from `start` to before `end`."""

    box: Box
    start: pd.Timestamp
    end: pd.Timestamp

    def x(self, days: pd.Series) -> pd.Series:
        """Where each day begins; days outside the axis are drawn at its ends."""
        whole = (self.end - self.start) / pd.Timedelta(days=1)
        share = ((days - self.start) / pd.Timedelta(days=1) / whole).clip(0.0, 1.0)
        return self.box.x + share * self.box.width

    def ticks(self) -> list[tuple[float, str]]:
        """Where marks stand, and their labels."""
        days = max((self.end - self.start) / pd.Timedelta(days=1), 1.0)
        px_a_day = self.box.width / days
        space, label = next(
            ((space, label) for space, label in SPACES if _days_of(space) * px_a_day >= MIN_TICK_PX), SPACES[-1]
        )
        marks: list[pd.Timestamp] = []
        mark = _first_mark(self.start, space)
        while mark < self.end and len(marks) <= self.box.width / MIN_TICK_PX + 1:
            marks.append(mark)
            try:
                mark = mark + space
            except (OverflowError, ValueError):  # beyond the last year of the calendar
                break
        inside = pd.Series([each for each in marks if each >= self.start], dtype="datetime64[us]")
        labels = [_format(each, label) for each in inside]
        return list(zip(self.x(inside).tolist(), labels, strict=True))


def _days_of(space: pd.DateOffset) -> float:
    """About how many days a space is."""
    units = {"days": 1.0, "weeks": 7.0, "months": 30.44, "years": 365.24}
    return float(sum(units[unit] * number for unit, number in space.kwds.items()))


def _first_mark(start: pd.Timestamp, space: pd.DateOffset) -> pd.Timestamp:
    """The round day from which marks are counted, at the start or a space before it."""
    ((unit, number),) = space.kwds.items()
    if unit == "years":
        return pd.Timestamp(year=max(start.year // number * number, 1), month=1, day=1)
    if unit == "months":
        return pd.Timestamp(year=start.year, month=(start.month - 1) // number * number + 1, day=1)
    return start - pd.Timedelta(days=start.weekday()) if unit == "weeks" and start.year > 1 else start


def _format(day: pd.Timestamp, label: str) -> str:
    return label.replace("%-d", str(day.day)).replace("%b", f"{day:%b}").replace("%Y", str(day.year))


def draw_time_axis(axis: TimeAxis, palette: Palette) -> list[Element]:
    """A line below the box with its marks and dates."""
    box, bottom = axis.box, axis.box.y + axis.box.height
    elements = [svg.line([(box.x, bottom), (box.x + box.width, bottom)], stroke=palette.quiet, stroke_width=1)]
    for x, label in axis.ticks():
        elements.append(svg.line([(x, bottom), (x, bottom + 5)], stroke=palette.quiet, stroke_width=1))
        half = text.width_px(label, LABEL_SIZE) / 2
        middle = min(max(x, box.x + half), box.x + box.width - half)
        elements.append(
            text.draw_line(label, middle, bottom + 18, text.Lettering(LABEL_SIZE, palette.quiet), anchor="middle")
        )
    return elements


def round_step(highest: float, most: int = MAX_NUMBERS) -> int:
    """The smallest of 1, 2, 5, 10 … that reaches the highest number in at most so many steps."""
    power = int(10 ** max(math.floor(math.log10(max(highest, 1) / most)), 0))
    return next(step for step in (*(step * power for step in STEPS), 10 * power) if step * most >= highest)


def draw_numbers(box: Box, highest: float, title: str, palette: Palette) -> list[Element]:
    """Lines across a box with their numbers at its left, and what they count above them."""
    step = round_step(highest)
    elements = [text.draw_line(title, box.x - 40, box.y - 10, text.Lettering(LABEL_SIZE, palette.quiet))]
    for number in range(0, int(top_number(highest)) + 1, step):
        y = box.y + box.height * (1 - number / top_number(highest))
        elements.append(svg.line([(box.x, y), (box.x + box.width, y)], stroke=palette.edge, stroke_width=0.7))
        elements.append(
            text.draw_line(f"{number:,}", box.x - 8, y + 4, text.Lettering(LABEL_SIZE, palette.quiet), anchor="end")
        )
    return elements


def top_number(highest: float) -> float:
    """The number at the top of the axis."""
    step = round_step(highest)
    return float(max(math.ceil(highest / step), 1) * step)
