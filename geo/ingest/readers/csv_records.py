"""The numbered records of a text file; of a record that cannot be read, each of its lines."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator

from geo.ingest.readers.dialects import BLANKS, UNIT_SEPARATOR, Dialect

csv.field_size_limit(1_000_000)  # characters of a cell: by judgement; csv's own 131,072 is less than some polygons

Record = tuple[int, list[str]]


class Records:
    """Records by number, as a person counts the rows of a spreadsheet: a line break within quotes begins no new one.

    Iterating gives (number, cells). A record that breaks the rules of quoting gives (number, None) for each line that
    it took up: a stray quote may have swallowed good ones. `raw` is the current record's text as it stands in the
    file, and `failure` why it cannot be read.
    """

    def __init__(self, lines: Iterable[str], dialect: Dialect) -> None:
        self._lines: list[str] = []  # of the record at hand
        self._reader = dialect.reader(self._remember(lines))
        self._delimiter = dialect.delimiter if dialect.is_multichar and dialect.delimiter != BLANKS else ""
        self._failed_line = 0
        self.failure = ""

    @property
    def raw(self) -> str:
        """The text of the current record."""
        return (self._lines[self._failed_line] if self.failure else "".join(self._lines)).rstrip("\r\n")

    def __iter__(self) -> Iterator[tuple[int, list[str] | None]]:
        number, lines, delimiter = 0, self._lines, self._delimiter
        while True:
            try:
                for cells in self._reader:
                    number += 1
                    # A delimiter of several characters that stood within quotes is put back.
                    yield number, [cell.replace(UNIT_SEPARATOR, delimiter) for cell in cells] if delimiter else cells
                    lines.clear()
                return
            except csv.Error as error:
                self.failure = str(error)
            for self._failed_line in range(len(lines)):
                number += 1
                yield number, None
            lines.clear()
            self.failure = ""

    def _remember(self, lines: Iterable[str]) -> Iterator[str]:
        remembered = self._lines
        for line in lines:
            remembered.append(line)
            yield line


def read_sample(sample: str, is_whole: bool, dialect: Dialect) -> tuple[list[Record], int]:
    """The records of a file's beginning that are not blank, and how many of its lines cannot be read.

    `is_whole`: the sample is the whole file, so that its last record is not cut off.
    """
    records, n_failed = [], 0
    for number, cells in Records(io.StringIO(sample, newline=""), dialect):
        n_failed += cells is None
        if cells is not None and not (dialect.has_sep_line and number == 1):
            records.append((number, cells))
    if not is_whole and not n_failed:
        records = records[:-1]  # the sample may end within it
    return [(number, cells) for number, cells in records if any(map(str.strip, cells))], n_failed


def modal_width(records: Iterable[list[str]]) -> int:
    """How many cells most records have, not counting those with one; 1 where there are no others."""
    widths = Counter(len(cells) for cells in records if len(cells) > 1)
    return widths.most_common(1)[0][0] if widths else 1
