"""The records of a text file, one after another, with their numbers; what cannot be read is told line by line."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator

from geo.ingest.readers.dialects import SEVERAL_BLANKS, UNIT, Dialect

csv.field_size_limit(1_000_000)

Record = tuple[int, list[str]]


class Records:
    """Records by number, as a person counts the rows of a spreadsheet: a line break within quotes begins no new one.

    Iterating gives (number, cells). A record that breaks the rules of quoting gives one pair without cells for each
    line that it took up: a stray quote may have swallowed good ones. `raw` is the record's text as it stands in the
    file, and `failure` why it cannot be read.
    """

    def __init__(self, lines: Iterable[str], dialect: Dialect) -> None:
        self._held: list[str] = []
        self._reader = dialect.reader(self._watched(lines))
        self._restored = dialect.delimiter if dialect.stands_in and dialect.delimiter != SEVERAL_BLANKS else ""
        self._lost = 0
        self.failure = ""

    @property
    def raw(self) -> str:
        """The text of the record at hand."""
        return (self._held[self._lost] if self.failure else "".join(self._held)).rstrip("\r\n")

    def __iter__(self) -> Iterator[tuple[int, list[str] | None]]:
        number, held, restored = 0, self._held, self._restored
        while True:
            try:
                for cells in self._reader:
                    number += 1
                    yield number, [cell.replace(UNIT, restored) for cell in cells] if restored else cells
                    held.clear()
                return
            except csv.Error as error:
                self.failure = str(error)
            for self._lost in range(len(held)):
                number += 1
                yield number, None
            held.clear()
            self.failure = ""

    def _watched(self, lines: Iterable[str]) -> Iterator[str]:
        held = self._held
        for line in lines:
            held.append(line)
            yield line


def records_of(sample: str, whole: bool, dialect: Dialect) -> tuple[list[Record], int]:
    """The records of a file's beginning that hold anything, and how many lines of it cannot be read."""
    records, failed = [], 0
    for number, cells in Records(io.StringIO(sample, newline=""), dialect):
        failed += cells is None
        if cells is not None and not (dialect.sep_line and number == 1):
            records.append((number, cells))
    if not whole and not failed:
        records = records[:-1]  # the sample may end within it
    return [(number, cells) for number, cells in records if any(map(str.strip, cells))], failed


def usual_width(records: Iterable[list[str]]) -> int:
    """How many cells most records have, those with one left aside; 1 where there are no others."""
    widths = Counter(len(cells) for cells in records if len(cells) > 1)
    return widths.most_common(1)[0][0] if widths else 1
