"""CSV files of our own formats as rows of text, with the number of each row in the file."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geo.core.csv_injection import unescape_formula
from geo.core.formatting import pluralize
from geo.core.schema import CLAIM_COLUMNS, LINK_COLUMNS, PUBLICATION_COLUMNS, REQUIRED
from geo.errors import IncidentsInvalid
from geo.storage.edits.edit import MAX_BATCH

MAX_BYTES = 50_000_000  # all that MAX_BATCH long rows can take; chosen by judgement
MAX_ROWS = 5 * MAX_BATCH  # of a log, where one edit may have several rows; chosen by judgement
DELIMITERS = (",", ";", "\t")  # what spreadsheets write where the comma is the decimal sign
HEADER_BYTES = 20_000  # no header of ours is longer
HEADER_ROW = 1

LOG_COLUMNS = (
    "edit_id", "batch", "at", "who", "why", "kind", "incident_id", "field", "value", "original",
    "undone_at", "undone_by",
)  # fmt: skip
CORRECTION_COLUMNS = ("incident_id", "column", "value", "original", "who", "why", "at")


@dataclass(frozen=True)
class CompanionFormat:
    """One kind of file: the columns that a header must have to be one, and all that it may have."""

    kind: str
    required: tuple[str, ...]
    columns: tuple[str, ...]


# In the order in which a header is tried: the later ones may lack what the earlier ones must have.
FORMATS = (
    CompanionFormat("edits", ("edit_id", "at", "kind", "incident_id", "field", "value"), LOG_COLUMNS),
    CompanionFormat("corrections", ("incident_id", "column", "value"), CORRECTION_COLUMNS),
    CompanionFormat("links", ("incident_id", "relation", "to_incident_id"), tuple(c.name for c in LINK_COLUMNS)),
    CompanionFormat("claims", ("incident_id", "claimant"), tuple(c.name for c in CLAIM_COLUMNS)),
    CompanionFormat("publications", ("incident_id", "reference"), tuple(c.name for c in PUBLICATION_COLUMNS)),
)


@dataclass(frozen=True)
class CsvRow:
    """A row of a file: its number, the header being row 1, and its cells by column, blank ones too."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class CompanionRows:
    """A file as rows. `failures`: row, column, value and reason of what is no row of its header."""

    kind: str
    rows: tuple[CsvRow, ...]
    failures: tuple[tuple[int, str, str, str], ...]


def companion_kind(content: bytes) -> str | None:
    """Which of our kinds of companion files this is, by its header; None for every other file."""
    first = content[:HEADER_BYTES].decode("utf-8-sig", errors="replace")
    layout = _find_format(first)
    return layout[0].kind if layout else None


def read_rows(content: bytes, name: str) -> CompanionRows:
    """The rows of a companion file; raises IncidentsInvalid where it is none, or too large."""
    if len(content) > MAX_BYTES:
        raise IncidentsInvalid(f"{name}: has {len(content):,} bytes; at most {MAX_BYTES:,} can be read. Split it.")
    text = content.decode("utf-8-sig", errors="replace")
    layout = _find_format(text)
    if layout is None:
        accepted = "; ".join(f"{format_.kind}: {', '.join(format_.required)}" for format_ in FORMATS)
        raise IncidentsInvalid(f"{name}: its header is none of a companion file. Accepted columns: {accepted}.")
    format_, delimiter = layout
    records = _read_records(text, delimiter, name)
    header = [cell.strip() for cell in next(records)[1]]
    rows, failures = [], []
    for number, record in records:
        if not any(cell.strip() for cell in record):
            continue
        if len(record) != len(header):
            reason = f"has {pluralize(len(record), 'cell')}, and the header has {len(header):,}"
            failures.append((number, "", delimiter.join(record)[:100], reason))
            continue
        cells = dict(zip(header, map(unescape_formula, record), strict=True))
        rows.append(CsvRow(number, {column: cells.get(column, "") for column in format_.columns}))
    return CompanionRows(format_.kind, tuple(rows), tuple(failures))


def _find_format(text: str) -> tuple[CompanionFormat, str] | None:
    """The format and the delimiter of a text, by its first line."""
    line = text.split("\n", 1)[0].rstrip("\r")
    for delimiter in DELIMITERS:
        header = [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
        if set(REQUIRED) <= set(header) or len(set(header)) < len(header):
            continue
        for format_ in FORMATS:
            if set(format_.required) <= set(header):
                return format_, delimiter
    return None


def _read_records(text: str, delimiter: str, name: str) -> Iterator[tuple[int, Sequence[str]]]:
    """The records with their numbers; raises IncidentsInvalid where there are too many or one cannot be read."""
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, record in enumerate(records, start=HEADER_ROW):
            if number > MAX_ROWS + HEADER_ROW:
                raise IncidentsInvalid(f"{name}: has more than {MAX_ROWS:,} rows. Split it.")
            yield number, record
    except csv.Error as error:
        raise IncidentsInvalid(f"{name}: row {records.line_num} cannot be read as CSV ({error}).") from None
