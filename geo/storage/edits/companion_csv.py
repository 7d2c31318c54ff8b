"""CSV files of our own formats as rows of text, with the number of each row in the file."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from geo.core.csv_injection import unescape_formula
from geo.core.formatting import pluralize
from geo.errors import IncidentsInvalid
from geo.ingest.readers.csv_records import Records
from geo.ingest.readers.delimited import MISMATCHED
from geo.ingest.readers.dialects import Dialect
from geo.ingest.readers.raw_table_builder import list_rows
from geo.storage.edits.companion_header import (
    CompanionHeader,
    describe_accepted_headers,
    describe_fault,
    find_header,
)
from geo.storage.edits.companion_text import STRAY_BYTE, CompanionText, decode_companion, decode_header
from geo.storage.edits.edit import MAX_BATCH

MAX_BYTES = 50_000_000  # all that MAX_BATCH long rows can take; chosen by judgement
MAX_ROWS = 5 * MAX_BATCH  # of a log, where one edit may have several rows; chosen by judgement
HEADER_BYTES = 20_000  # no header of ours is longer; a multiple of 4, so that no character of UTF-32 is cut
HEADER_ROW = 1
MAX_SHOWN = 100  # characters of a row that cannot be read
Failure = tuple[int, str, str, str]  # row, column, value, reason


@dataclass(frozen=True)
class CsvRow:
    """A row of a file: its number, the header being row 1, and its cells by column, blank ones too."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class CompanionRows:
    """A file as rows. `failures`: row, column, value and reason of what is no row of its header.

    `notes`: what a person should know of the whole file: its encoding, and columns that are not used.
    """

    kind: str
    rows: tuple[CsvRow, ...]
    failures: tuple[Failure, ...]
    notes: tuple[str, ...] = ()


def companion_kind(content: bytes) -> str | None:
    """Which of our kinds of companion files this is, by its header; None for every other file."""
    header = find_header(decode_header(content[:HEADER_BYTES]))
    return header.format.kind if header else None


def is_companion(content: bytes) -> bool:
    """Whether a file is meant as one of our kinds, although its header may be faulty, of which reading it tells."""
    text = decode_header(content[:HEADER_BYTES])
    return find_header(text) is not None or bool(describe_fault(text))


def read_rows(content: bytes, name: str, kind: str = "") -> CompanionRows:
    """The rows of a companion file; raises IncidentsInvalid where it is none, or too large.

    `kind`: what a file of whoever runs the server must be, which may be of any size.
    """
    if len(content) > MAX_BYTES and not kind:
        raise IncidentsInvalid(f"{name}: has {len(content):,} bytes; at most {MAX_BYTES:,} can be read. Split it.")
    text = decode_companion(content, name)
    header = find_header(text.text, kind)
    if header is None:
        accepted = describe_accepted_headers(kind)
        reason = "its header is none of a companion file, or has a column twice."
        raise IncidentsInvalid(f"{name}: {describe_fault(text.text, kind) or reason} Accepted columns: {accepted}.")
    header.check(name)
    reader = _RowReader(text, header)
    limit = None if kind else MAX_ROWS
    for number, cells, raw in _read_records(text.text, header.delimiter, name, limit):
        reader.add(number, cells, raw)
    notes = (*text.notes, *header.notes, *reader.notes)
    return CompanionRows(header.format.kind, tuple(reader.rows), tuple(reader.failures), notes)


@dataclass
class _RowReader:
    """Records as rows of a header, and those that are none."""

    text: CompanionText
    header: CompanionHeader
    rows: list[CsvRow] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    stray_rows: list[int] = field(default_factory=list)
    unnamed_rows: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.positions = self.header.positions
        self.unnamed = [place for place, name in enumerate(self.header.names) if not name]
        self.is_clean = not STRAY_BYTE.search(self.text.text)  # of nearly all files: no cell need be looked at
        self.blank = dict.fromkeys(self.header.format.columns, "")

    def add(self, number: int, record: list[str] | str, raw: str) -> None:
        """Read one record, or say why it is no row: `record` is then the reason."""
        if not isinstance(record, str) and not any(cell.strip() for cell in record):
            return
        n_names = len(self.header.names)
        if not isinstance(record, str) and len(record) != n_names:
            record = f"has {pluralize(len(record), 'cell')}, and the header has {n_names:,}"
        if isinstance(record, str):
            self.failures.append((number, "", raw[:MAX_SHOWN], record))
            return
        if any(record[place].strip() for place in self.unnamed):
            self.unnamed_rows.append(number)
        cells = {name: record[place] for name, place in self.positions.items()}
        if self.is_clean:
            self._add_texts(number, cells)
        else:
            self._add_cells(number, cells)

    def _add_texts(self, number: int, texts: dict[str, str]) -> None:
        plain = {name: unescape_formula(text) if text else text for name, text in texts.items()}
        self.rows.append(CsvRow(number, self.blank | plain))

    def _add_cells(self, number: int, cells: dict[str, str]) -> None:
        texts = {name: self.text.read_cell(cell) for name, cell in cells.items()}
        lost = [name for name, text in texts.items() if text is None]
        if lost:
            reason = f"holds bytes that are no letters in {self.text.encoding.name}; save the file as CSV UTF-8"
            values = [cells[name].encode("utf-8", "surrogateescape").decode("utf-8", "replace") for name in lost]
            self.failures += [
                (number, name, value[:MAX_SHOWN], reason) for name, value in zip(lost, values, strict=True)
            ]
            return
        if texts != cells:
            self.stray_rows.append(number)
        self._add_texts(number, {name: text or "" for name, text in texts.items()})

    @property
    def notes(self) -> tuple[str, ...]:
        """What is said of bytes and of columns that only some rows have."""
        stray, unnamed = self.stray_rows, self.unnamed_rows
        codec = self.text.encoding.stray_codec
        conditions = {
            f"Row {_list(stray)}: bytes that are not {self.text.encoding.name} are read as {codec}.": stray,
            f"Row {_list(unnamed)}: cells in a column without a name are not used.": unnamed,
        }
        return tuple(sentence for sentence, rows in conditions.items() if rows)


def _list(rows: list[int]) -> str:
    return list_rows(rows) if rows else ""


def _read_records(
    text: str, delimiter: str, name: str, limit: int | None
) -> Iterator[tuple[int, list[str] | str, str]]:
    """Number, cells and text of each record below the header; of one that cannot be read, the reason for its cells.

    Raises IncidentsInvalid where there are more than `limit`.
    """
    records = Records(io.StringIO(text, newline=""), Dialect(delimiter))
    for number, cells in records:
        if limit is not None and number > limit + HEADER_ROW:
            raise IncidentsInvalid(f"{name}: has more than {limit:,} rows. Split it.")
        if number > HEADER_ROW:
            reason = f"cannot be read: {records.failure}. {MISMATCHED}".rstrip(".")
            yield number, reason if cells is None else cells, records.raw
