"""Our own CSV: comma-separated UTF-8, as the downloads write it."""

import csv
import io

import pandas as pd

from geo.answers import Answers
from geo.errors import IncidentsInvalid
from geo.sheets.base import Format, Sheet

csv.field_size_limit(1_000_000)


class Delimited(Format):
    """A CSV with a header."""

    name = "CSV"
    extensions = (".csv",)

    def holds(self, content: bytes) -> bool:
        return True  # whatever no other format takes

    def sheet(self, content: bytes, answers: Answers) -> Sheet:
        header, rows, numbers = self._rows(self._text(content))
        _check_header(header)
        for number, row in zip(numbers, rows, strict=True):
            if len(row) != len(header):
                raise IncidentsInvalid(
                    f"row {number}: has {len(row)} fields where the header has {len(header)}. "
                    "Check its quotes and commas."
                )
        cells = pd.DataFrame(rows, index=pd.Index(numbers, dtype="int64"), columns=header, dtype="str")
        return Sheet(self.name, cells, 1)

    def _text(self, content: bytes) -> str:
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            row = content[: error.start].count(b"\n") + 1
            raise IncidentsInvalid(f"row {row}: is not UTF-8 text. Save the file as CSV UTF-8.") from None

    def _rows(self, text: str) -> tuple[list[str], list[list[str]], list[int]]:
        try:
            records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        except csv.Error as error:
            raise IncidentsInvalid(f"cannot be read as CSV: {error}") from None
        if not records:
            raise IncidentsInvalid("is empty. A header with the column names is needed.")
        numbered = [(number, row) for number, row in enumerate(records[1:], start=2) if row]
        return records[0], [row for _, row in numbered], [number for number, _ in numbered]


def _check_header(header: list[str]) -> None:
    for position, name in enumerate(header, start=1):
        if not name.strip():
            raise IncidentsInvalid(f"row 1: column {position} has no name.")
        if header.index(name) != position - 1:
            raise IncidentsInvalid(f"row 1: the column {name!r} stands twice.")
