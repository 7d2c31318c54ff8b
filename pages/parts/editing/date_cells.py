"""Dates as they are written into one cell: a day, or a month or a year where no more is known."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pages.parts.editing.cell_texts import column_texts

YEAR = re.compile(r"[0-9]{4}")
MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
DATES = ("date_start", "date_end")
PRECISION = "date_precision"


@dataclass(frozen=True)
class Period:
    """The first and the last day of a month or a year, and the precision that it is known to."""

    first: str
    last: str
    precision: str


def read_period(text: str) -> Period | None:
    """The period of a text such as 2012 or 2012-05; None where it is neither."""
    if YEAR.fullmatch(text) and text != "0000":
        return Period(f"{text}-01-01", f"{text}-12-31", "year")
    if MONTH.fullmatch(text) and not text.startswith("0000"):
        return Period(f"{text}-01", f"{text}-{monthrange(*map(int, text.split('-')))[1]:02}", "month")
    return None


def date_texts(rows: pd.DataFrame) -> dict[str, list[str]]:
    """The first and the last days of rows as they are known: “2012” and no day of it where only the year is."""
    cells = [column_texts(rows, name) for name in (*DATES, PRECISION)]
    shortened = [_shorten(*row) for row in zip(*cells, strict=True)]
    return {name: [texts[place] for texts in shortened] for place, name in enumerate(DATES)}


def spread_dates(cells: Mapping[str, str], *, was_rough: bool = False) -> dict[str, str]:
    """The cells with the days of a month or a year in place of its name, and with its precision.

    `was_rough`: the cell of the first day held a period before, so that a day in its place is the last day too.
    """
    start, end = (read_period(cells.get(name, "")) for name in DATES)
    spread = dict(cells)
    if start:
        spread = {DATES[1]: start.last, PRECISION: start.precision} | spread | {DATES[0]: start.first}
    elif was_rough and cells.get(DATES[0]):
        spread = {DATES[1]: cells[DATES[0]], PRECISION: "day"} | spread
    return spread | {DATES[1]: end.last} if end else spread


def _shorten(start: str, end: str, precision: str) -> tuple[str, str]:
    for text in (start[:4], start[:7]):
        if read_period(text) == Period(start, end, precision):
            return text, text
    return start, end
