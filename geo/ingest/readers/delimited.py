"""Text with a delimiter, whatever its encoding, delimiter, quotes and line ends: CSV, TSV and their kin."""

import io
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.core.formatting import pluralize
from geo.errors import IncidentsInvalid
from geo.ingest.import_result import Finding
from geo.ingest.options import ImportOptions
from geo.ingest.readers.code_pages import CODE_PAGES, decode_stray_bytes
from geo.ingest.readers.csv_records import Records, read_sample
from geo.ingest.readers.dialect_detection import detect_dialect
from geo.ingest.readers.dialects import UNIT_SEPARATOR, Dialect
from geo.ingest.readers.encodings import SAMPLE_BYTES, Encoding, decode_head, detect_encoding
from geo.ingest.readers.garbage_collection import pause_collection
from geo.ingest.readers.header_detection import Header, detect_header
from geo.ingest.readers.raw_table import RawTable
from geo.ingest.readers.raw_table_builder import RawTableBuilder, list_rows
from geo.ingest.readers.reader import Reader
from geo.ingest.readers.stray_quotes import has_stray_quotes

FIRST_RECORDS = 200  # among which the header is looked for, by judgement
MAX_RARE_SHARE = 0.05  # of rows beyond ASCII, by judgement: a text in another language has more
MISMATCHED = "Its quotation marks do not match; quote the whole cell and double the quotes within it."
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
        sample = decode_stray_bytes(decode_head(content, encoding), encoding.stray_codec)
        is_whole = len(content) - encoding.mark_length <= SAMPLE_BYTES
        dialect = detect_dialect(sample, is_whole, options)
        _check_separator(content, encoding, dialect)
        _check_beginning(content, sample, is_whole=is_whole)
        header = _read_header(sample, is_whole, dialect, options)
        builder = _build_table(content, encoding, dialect, header)
        unquoted = _dialect_without_quotes(dialect, builder)
        if unquoted:
            retry = _build_table(content, encoding, unquoted, header)
            dialect, builder = (dialect, builder) if retry.rejected else (unquoted, retry)
        cells = builder.cells()
        return RawTable(
            self.name,
            cells,
            header.row,
            builder.rejections(),
            notes=(*encoding.notes, *dialect.notes, *header.notes, *_damage_notes(content, encoding)),
            findings=(*builder.findings(), *_find_rare_letters(cells, encoding)),
            questions=encoding.questions,
        )


def _check_beginning(content: bytes, sample: str, *, is_whole: bool) -> None:
    """Raise IncidentsInvalid where no header can be in the sample, for its first line or blank lines go beyond it."""
    if is_whole or (len(sample.split("\n", 1)[0].split("\r", 1)[0]) < len(sample) and sample.strip()):
        return
    ends = (place for mark in (b"\n", b"\r") if (place := content.find(mark)) >= 0)
    length = min(ends, default=len(content))
    if length < len(content) and not sample.strip():
        raise IncidentsInvalid(f"begins with more than {SAMPLE_BYTES // 1000:,} kB of blank lines. Leave them out.")
    blank = "an empty line" if not sample.strip() else "a line"
    raise IncidentsInvalid(
        f"begins with {blank} of {length / 1e6:,.1f} MB, where a header with the column names is needed."
    )


def _check_separator(content: bytes, encoding: Encoding, dialect: Dialect) -> None:
    if dialect.is_multichar and UNIT_SEPARATOR.encode(encoding.name) in content:
        raise IncidentsInvalid(
            f"holds the control character 1F, so that its delimiter “{dialect.delimiter}” cannot be read. "
            "Save it with a delimiter of one character."
        )


def _read_header(sample: str, is_whole: bool, dialect: Dialect, options: ImportOptions) -> Header:
    records, n_failed = read_sample(sample, is_whole, dialect)
    if not records and n_failed:
        raise IncidentsInvalid("cannot be read as CSV: a quotation mark is opened and never closed.")
    return detect_header(records[:FIRST_RECORDS], options)


def _build_table(content: bytes, encoding: Encoding, dialect: Dialect, header: Header) -> RawTableBuilder:
    records = _open_records(content, encoding, dialect)
    # Apostrophes stand within words as well: only quotation marks show that a delimiter is lost.
    builder = RawTableBuilder(header, dialect.quote if dialect.quote == '"' else "", encoding.stray_codec)
    heading: list[str] | None = None
    first, width, add = header.first, len(header.names), builder.add  # looked up once: there may be millions of rows
    with pause_collection():
        for number, cells in records:
            if cells is not None and number >= first and len(cells) == width and cells != heading:
                add(number, cells)
            elif number == header.row:
                heading = cells
            elif reason := _rejection_reason(number, cells, header, records):
                builder.reject(number, records.raw, reason)
    suspects = set(builder.suspects())
    if suspects:  # only now is it worth reading the file once more
        _withdraw_straddled(builder, suspects, _open_records(content, encoding, dialect), dialect)
    return builder


def _open_records(content: bytes, encoding: Encoding, dialect: Dialect) -> Records:
    stream = io.BytesIO(content)
    stream.seek(encoding.mark_length)
    # Line ends stay as they are: within quotes they belong to the cell.
    return Records(io.TextIOWrapper(stream, encoding.name, encoding.errors, newline=""), dialect)


def _withdraw_straddled(builder: RawTableBuilder, suspects: set[int], records: Records, dialect: Dialect) -> None:
    """Reject the rows whose quotation marks stand around a delimiter without quoting a cell."""
    last = max(suspects)
    for number, _ in records:
        if number in suspects and has_stray_quotes(records.raw, dialect):
            builder.withdraw(number, records.raw, STRADDLED)
        if number == last:
            break


def _rejection_reason(number: int, cells: list[str] | None, header: Header, records: Records) -> str:
    """Why a record is no row of the table; "" where it is blank, or a title that the header's notes repeat."""
    if cells is None:
        return f"cannot be read: {records.failure}. {MISMATCHED}"
    if number < header.first:
        if not header.is_above(number):
            return ""
        if header.row:
            return f"stands above the header in row {header.row}, as another table."
    if len(cells) == len(header.names):
        return "repeats the header."
    if not any(map(str.strip, cells)):
        return ""
    fields, others = pluralize(len(cells), "field"), "the header has" if header.row else "most rows have"
    return f"has {fields} where {others} {len(header.names)}. Check its quotes and delimiters."


def _dialect_without_quotes(dialect: Dialect, builder: RawTableBuilder) -> Dialect | None:
    """The dialect to try next where quotes failed: in tab-separated text they often mean nothing."""
    failed = any(reason.endswith((MISMATCHED, STRADDLED)) for *_, reason in builder.rejected)
    return replace(dialect, quote="") if failed and dialect.delimiter == "\t" and dialect.quote else None


def _find_rare_letters(cells: pd.DataFrame, encoding: Encoding) -> tuple[Finding, ...]:
    """The rows with letters of an old code page where they are so few that these may be damage."""
    if encoding.name not in {page.codec for page in CODE_PAGES} or cells.empty:
        return ()
    has_letters = np.zeros(len(cells), dtype=bool)
    for name in cells:
        is_ascii = pc.string_is_ascii(pa.array(cells[name], pa.large_string(), from_pandas=True))
        has_letters |= pc.fill_null(pc.invert(is_ascii), False).to_numpy(zero_copy_only=False)
    rows = cells.index[has_letters]
    if not 0 < len(rows) <= MAX_RARE_SHARE * len(cells):
        return ()
    verb = "holds" if len(rows) == 1 else "hold"
    listed = f"{pluralize(len(rows), 'row')} ({list_rows([int(row) for row in rows])})"
    text = f"Only {listed} {verb} letters beyond ASCII, read as {encoding.name}: check their text."
    return (Finding(text, rows=rows),)


def _damage_notes(content: bytes, encoding: Encoding) -> tuple[str, ...]:
    """Signs that the file is damaged or cut off, in sentences."""
    n_nuls = 0 if encoding.name.startswith(("utf-16", "utf-32")) else content.count(b"\0")
    ends_with_line_end = content[-8:].decode(encoding.name, "ignore").endswith(("\n", "\r"))
    conditions = {
        f"It holds {pluralize(n_nuls, 'NUL character')}, kept in the cells: it may be damaged.": n_nuls > 0,
        "Its last line has no line end: if it should, the file is cut off.": not ends_with_line_end,
    }
    return tuple(sentence for sentence, is_true in conditions.items() if is_true)
