"""Text with a delimiter, whatever its encoding, delimiter, quotes and line ends: CSV, TSV and their kin."""

import io
from dataclasses import replace

from geo.errors import IncidentsInvalid
from geo.ingest.options import ImportOptions
from geo.ingest.readers.csv_records import Records, read_sample
from geo.ingest.readers.dialect_detection import detect_dialect
from geo.ingest.readers.dialects import UNIT_SEPARATOR, Dialect
from geo.ingest.readers.encodings import SAMPLE_BYTES, Encoding, decode_head, detect_encoding
from geo.ingest.readers.header_detection import Header, detect_header
from geo.ingest.readers.raw_table import RawTable
from geo.ingest.readers.reader import Reader
from geo.ingest.readers.sheet_builder import SheetBuilder
from geo.ingest.readers.stray_quotes import has_stray_quotes

FIRST_RECORDS = 200  # among which the header is looked for
MAX_COLUMNS = 4_000
UNQUOTED = "cannot be read: {}. Its quotation marks do not match; quote the whole cell and double the quotes within it."
STRADDLED = (
    "holds quotation marks around a delimiter that quote no cell: a delimiter before them may be missing. "
    "Quote the whole cell and double the quotes within it."
)


class DelimitedReader(Reader):
    """Text whose lines are rows."""

    name = "CSV"
    extensions = (".csv", ".tsv", ".txt")

    def matches(self, content: bytes) -> bool:
        return True  # whatever no other format takes

    def read(self, content: bytes, options: ImportOptions) -> RawTable:
        encoding = detect_encoding(content, options)
        sample, is_whole = decode_head(content, encoding), len(content) - encoding.mark_length <= SAMPLE_BYTES
        dialect = detect_dialect(sample, is_whole, options)
        _check_separator(content, encoding, dialect)
        header = _read_header(sample, is_whole, dialect, options)
        table = _build_table(content, encoding, dialect, header)
        unquoted = _dialect_without_quotes(dialect, table)
        if unquoted:
            retry = _build_table(content, encoding, unquoted, header)
            dialect, table = (dialect, table) if retry.rejected else (unquoted, retry)
        notes = (*encoding.notes, *dialect.notes, *header.notes, *_damage_notes(content, encoding))
        return RawTable(self.name, table.cells(), header.row, table.rejections(), notes)


def _check_separator(content: bytes, encoding: Encoding, dialect: Dialect) -> None:
    if dialect.is_multichar and UNIT_SEPARATOR.encode(encoding.name) in content:
        raise IncidentsInvalid(
            "holds the control character 1F, so that no delimiter of several characters can be read."
        )


def _read_header(sample: str, whole: bool, dialect: Dialect, options: ImportOptions) -> Header:
    records, failed = read_sample(sample, whole, dialect)
    if not records and failed:
        raise IncidentsInvalid("cannot be read as CSV: a quotation mark is opened and never closed.")
    header = detect_header(records[:FIRST_RECORDS], options)
    if len(header.names) > MAX_COLUMNS:
        raise IncidentsInvalid(f"has {len(header.names):,} columns; {MAX_COLUMNS:,} are read at most.")
    return header


def _build_table(content: bytes, encoding: Encoding, dialect: Dialect, header: Header) -> SheetBuilder:
    records = _open_records(content, encoding, dialect)
    # Apostrophes stand within words as well: only quotation marks tell of a lost delimiter.
    table = SheetBuilder(header, dialect.quote if dialect.quote == '"' else "")
    heading: list[str] | None = None
    for number, cells in records:
        if cells is not None and number >= header.first and len(cells) == len(header.names) and cells != heading:
            table.add(number, cells)
        elif number == header.row:
            heading = cells
        else:
            reason = _rejection_reason(number, cells, header, records)
            if reason:
                table.reject(number, records.raw, reason)
    suspected = set(table.suspects())
    if suspected:  # only now is it worth to read the file once more
        _withdraw_straddled(table, suspected, _open_records(content, encoding, dialect), dialect)
    return table


def _open_records(content: bytes, encoding: Encoding, dialect: Dialect) -> Records:
    stream = io.BytesIO(content)
    stream.seek(encoding.mark_length)
    # Line ends stay as they are: within quotes they belong to the cell.
    return Records(io.TextIOWrapper(stream, encoding.name, encoding.errors, newline=""), dialect)


def _withdraw_straddled(table: SheetBuilder, suspected: set[int], records: Records, dialect: Dialect) -> None:
    """Reject the rows whose quotation marks stand around a delimiter without quoting a cell."""
    last = max(suspected)
    for number, _ in records:
        if number in suspected and has_stray_quotes(records.raw, dialect):
            table.withdraw(number, records.raw, STRADDLED)
        if number == last:
            break


def _rejection_reason(number: int, cells: list[str] | None, header: Header, records: Records) -> str:
    """Why a record is no row of the table; nothing where it says nothing, or is told as a title."""
    if cells is None:
        return UNQUOTED.format(records.failure)
    if number < header.first:
        if not any(number == each for each, _ in header.above):
            return ""
        if header.row:
            return f"stands above the header in row {header.row}, as another table."
    if len(cells) == len(header.names):
        return "repeats the header."
    if not any(map(str.strip, cells)):
        return ""
    width_source = "the header has" if header.row else "most rows have"
    return f"has {len(cells)} fields where {width_source} {len(header.names)}. Check its quotes and delimiters."


def _dialect_without_quotes(dialect: Dialect, table: SheetBuilder) -> Dialect | None:
    """Tab-separated text may hold quotation marks that mean nothing; some such text is so read without a fault."""
    failed = any("quotation marks" in reason for *_, reason in table.rejected)
    return replace(dialect, quote="") if failed and dialect.delimiter == "\t" and dialect.quote else None


def _damage_notes(content: bytes, encoding: Encoding) -> tuple[str, ...]:
    """What makes one doubt that the file is whole."""
    n_nuls = 0 if encoding.name.startswith(("utf-16", "utf-32")) else content.count(b"\0")
    ends_with_line_end = content[-8:].decode(encoding.name, "ignore").endswith(("\n", "\r"))
    conditions = {
        f"It holds {n_nuls:,} NUL characters, which stay in their cells: it may be damaged.": n_nuls > 0,
        "Its last line has no line end: if it should, the file is cut off.": not ends_with_line_end,
    }
    return tuple(sentence for sentence, holds in conditions.items() if holds)
