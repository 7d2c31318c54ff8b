"""How a text file writes its cells: delimiter, quotes and escapes."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

BLANKS = "  "  # as a delimiter: two or more blanks
UNIT_SEPARATOR = "\x1f"  # replaces a delimiter of several characters while csv reads, which knows only single ones


@dataclass(frozen=True)
class Dialect:
    """How cells are delimited; `has_sep_line`: the first line only names the delimiter, as Excel writes it."""

    delimiter: str = ","
    quote: str = '"'  # empty where quotes mean nothing
    escape: str = ""
    skips_blanks: bool = False  # blanks behind the delimiter are no part of the cell
    has_sep_line: bool = False
    rival: str = ""  # another delimiter that would make as good a table

    @property
    def is_multichar(self) -> bool:
        """Whether the delimiter has several characters, so that UNIT_SEPARATOR replaces it while reading."""
        return len(self.delimiter) > 1

    def to_csv_lines(self, lines: Iterable[str]) -> Iterator[str]:
        """The lines with UNIT_SEPARATOR for a delimiter of several characters."""
        if self.delimiter == BLANKS:
            return (re.sub(r"(?<=\S) {2,}(?=\S)", UNIT_SEPARATOR, line) for line in lines)
        return (line.replace(self.delimiter, UNIT_SEPARATOR) for line in lines)

    def reader(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """A strict csv reader over lines; raises csv.Error where quotes do not match."""
        return csv.reader(
            self.to_csv_lines(lines) if self.is_multichar else lines,
            delimiter=UNIT_SEPARATOR if self.is_multichar else self.delimiter,
            quotechar=self.quote or None,
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            escapechar=self.escape or None,
            doublequote=True,
            skipinitialspace=self.skips_blanks,
            strict=True,
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """What is unusual about it, in sentences."""
        conditions = {
            f"Cells are separated by {name_delimiter(self.delimiter)}.": self.delimiter != ",",
            f"They could also be separated by {name_delimiter(self.rival)}: check the columns.": bool(self.rival),
            "Cells are quoted with ', and double quotation marks are read as they stand.": self.quote == "'",
            "Quotation marks are read as they stand.": not self.quote,
            "Quotes within cells are escaped with a backslash.": bool(self.escape),
            "Blanks behind the delimiter are left out.": self.skips_blanks,
            "The first line only names the delimiter.": self.has_sep_line,
        }
        return tuple(sentence for sentence, is_true in conditions.items() if is_true)


def name_delimiter(delimiter: str) -> str:
    """A delimiter as a sentence names it: “;”, a tab."""
    return {"\t": "a tab", BLANKS: "two or more blanks"}.get(delimiter, f"“{delimiter}”")
