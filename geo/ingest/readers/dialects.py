"""How the cells of a text file are set apart: delimiter, quotes and escapes."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SEVERAL_BLANKS = "  "
UNIT = "\x1f"  # stands for a delimiter of several characters while the csv module reads (it knows only single ones)


@dataclass(frozen=True)
class Dialect:
    """How cells are set apart; `sep_line` where the first line only names the delimiter (Excel)."""

    delimiter: str = ","
    quote: str = '"'  # empty where quotes mean nothing
    escape: str = ""
    after_blanks: bool = False  # blanks behind the delimiter are no part of the cell
    sep_line: bool = False

    @property
    def stands_in(self) -> bool:
        """Whether the delimiter has several characters, so that another stands for it while reading."""
        return len(self.delimiter) > 1

    def lines(self, lines: Iterable[str]) -> Iterator[str]:
        """The lines as the csv module can read them."""
        if self.delimiter == SEVERAL_BLANKS:
            return (re.sub(r"(?<=\S) {2,}(?=\S)", UNIT, line) for line in lines)
        return (line.replace(self.delimiter, UNIT) for line in lines)

    def reader(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """A strict csv reader over lines."""
        return csv.reader(
            self.lines(lines) if self.stands_in else lines,
            delimiter=UNIT if self.stands_in else self.delimiter,
            quotechar=self.quote or None,
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            escapechar=self.escape or None,
            doublequote=True,
            skipinitialspace=self.after_blanks,
            strict=True,
        )

    @property
    def told(self) -> tuple[str, ...]:
        """What is unusual about it, in sentences."""
        named = {"\t": "a tab", SEVERAL_BLANKS: "two or more blanks"}.get(self.delimiter, f"“{self.delimiter}”")
        said = {
            f"Cells are set apart by {named}.": self.delimiter != ",",
            "Cells are quoted with ', and double quotation marks are read as they stand.": self.quote == "'",
            "Quotation marks are read as they stand.": not self.quote,
            "Quotes within cells are escaped with a backslash.": bool(self.escape),
            "Blanks behind the delimiter are left out.": self.after_blanks,
            "The first line only names the delimiter.": self.sep_line,
        }
        return tuple(sentence for sentence, holds in said.items() if holds)
