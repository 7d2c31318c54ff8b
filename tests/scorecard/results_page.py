"""The table of results in docs/trust.md: a line a row, written between two markers."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tests.scorecard.row import Measurement, Row

PAGE = Path(__file__).parents[2] / "docs" / "trust.md"
BEGINNING, END = "<!-- results -->", "<!-- end of results -->"
HEAD = "| | What | Bar | Measured | | When |\n|---|---|---|---|---|---|"
UNTRIED = "not measured: no run yet"


def read_lines(page: str) -> dict[str, str]:
    """The lines of the table in a page, by the codes of their rows."""
    return {match[1]: match[0] for match in re.finditer(r"^\| (S\d+) \|.*$", _table_of(page), flags=re.MULTILINE)}


def read_argued(page: str) -> set[str]:
    """The codes of the rows that the page argues under a heading of their own: `### S7 …`."""
    return set(re.findall(r"^### (S\d+)\b", page, flags=re.MULTILINE))


def make_line(row: Row, measurement: Measurement, day: str) -> str:
    """The line of a row."""
    cells = (row.code, row.question, row.bar, measurement.text, measurement.verdict, day)
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"


def make_page(page: str, rows: Sequence[Row], lines: Mapping[str, str], machine: str) -> str:
    """The page with the lines in place of those it has of the same rows, and all others as they are."""
    known = read_lines(page) | dict(lines)
    body = [known.get(row.code) or make_line(row, Measurement(UNTRIED, None), "") for row in rows]
    table = "\n".join((BEGINNING, f"Machine of the last run: {machine}.", "", HEAD, *body, END))
    return page.replace(f"{BEGINNING}{_table_of(page)}{END}", table)


def write_results(rows: Sequence[Row], lines: Iterable[tuple[str, str]], machine: str) -> None:
    """Write the lines, by their codes, into the page."""
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(make_page(page, rows, dict(lines), machine), encoding="utf-8")


def _table_of(page: str) -> str:
    return page.partition(BEGINNING)[2].partition(END)[0]
