"""dBase tables (.dbf), alone or beside the shapes of a shapefile.

Read here and not with pyshp, which drops numbers that it cannot read and cuts decimals off where a column declares
none, without a word (docs/decisions/0023).
"""

import codecs
import re
import struct
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.core.formatting import pluralize
from geo.errors import IncidentsInvalid
from geo.ingest.import_result import Finding
from geo.ingest.options import ImportOptions
from geo.ingest.readers.encodings import detect_encoding
from geo.ingest.readers.header_detection import make_unique_names
from geo.ingest.readers.raw_table import RawTable, build_rejections
from geo.ingest.readers.reader import Reader

VERSIONS = frozenset(b"\x02\x03\x04\x05\x30\x31\x32\x43\x63\x83\x8b\x8c\xcb\xf5\xfb")  # of dBase, FoxPro, Visual FoxPro
HEADER, FIELD = struct.Struct("<BBBBIHH17xBxx"), struct.Struct("<11sc4xBB14x")
END_OF_FIELDS = 0x0D
DELETED = b"*"
MIN_RECORD = 2  # bytes: the mark of deletion and one of a column
TYPES = b"CNFDLMGPBITY@+OVQW0"  # of columns in any dBase; those not in READ_TYPES are left out
READ_TYPES = b"CNFDL"
MAX_SAMPLE = 4_000_000  # bytes of text on which the encoding is told
# The language drivers of dBase that name a code page: https://desktop.arcgis.com (“Code page” of shapefiles) and the
# dBase documentation. Others are told by the text.
CODE_PAGES = {
    0x01: "cp437", 0x02: "cp850", 0x03: "cp1252", 0x57: "cp1252", 0x58: "cp1252", 0x64: "cp852", 0x65: "cp866",
    0x66: "cp865", 0x6B: "cp857", 0x7D: "cp1255", 0x7E: "cp1256", 0x87: "cp852", 0x8A: "cp1250", 0xC8: "cp1250",
    0xC9: "cp1251", 0xCA: "cp1254", 0xCB: "cp1253", 0xCC: "cp1257",
}  # fmt: skip
_CPG_NUMBER = re.compile(r"(?:ansi|oem|cp|windows|ibm|x)?[ _-]?(\d{3,5})", re.IGNORECASE)
_ISO = re.compile(r"(?:iso[ _-]?)?8859[ _-]?(\d{1,2})", re.IGNORECASE)


@dataclass(frozen=True)
class _Column:
    name: bytes
    kind: bytes
    start: int  # bytes from the beginning of a record, whose first byte marks deleted ones
    length: int


@dataclass(frozen=True)
class _Layout:
    """Where the records of a table lie: the byte of the first, bytes of each, how many, and their columns."""

    first: int
    length: int
    n_records: int
    columns: tuple[_Column, ...]
    language: int


class DbaseReader(Reader):
    """Records as rows, numbered as they stand; those marked as deleted are rejected."""

    name = "dBase"
    extensions = (".dbf",)

    def matches(self, content: bytes) -> bool:
        if len(content) < HEADER.size + 1 or content[0] not in VERSIONS:
            return False
        _, _, month, day, _, first, _, _ = HEADER.unpack_from(content)
        is_dated = month <= 12 and day <= 31
        return is_dated and first > HEADER.size and content[HEADER.size + 11 : HEADER.size + 12] in TYPES

    def read(self, content: bytes, options: ImportOptions) -> RawTable:
        return read_dbase(content, options)


def read_dbase(content: bytes, options: ImportOptions, code_page: str = "") -> RawTable:
    """A table as text; `code_page` is what a .cpg file beside it says. Raises IncidentsInvalid for damaged ones."""
    layout = _parse_layout(content)
    records = np.frombuffer(content, dtype=f"V{layout.length}", count=layout.n_records, offset=layout.first)
    texts = np.ndarray((layout.n_records, layout.length), dtype="u1", buffer=records.tobytes())
    encoding, encoding_notes = _find_encoding(texts, layout, options, code_page)
    names, name_notes = make_unique_names(
        [_decode(column.name.partition(b"\x00")[0], encoding) for column in layout.columns]
    )
    index = pd.RangeIndex(1, layout.n_records + 1)
    read = {
        name: pd.Series(_read_column(texts, column, encoding), index=index, dtype="str")
        for name, column in zip(names, layout.columns, strict=True)
        if column.kind in READ_TYPES
    }
    cells = pd.DataFrame(read, index=index)
    is_deleted = texts[:, 0] == ord(DELETED)
    rejected = build_rejections((int(row), "", "", "is marked as deleted in the file") for row in index[is_deleted])
    left_out = [name for name in names if name not in read]
    return RawTable(
        DbaseReader.name,
        cells[~is_deleted],
        1,
        rejected,
        (*encoding_notes, *name_notes),
        _find_losses(left_out, content, layout),
    )


def _parse_layout(content: bytes) -> _Layout:
    if len(content) < HEADER.size:
        raise IncidentsInvalid("cannot be read as dBase: it ends within its header. It is cut off.")
    *_, n_records, first, length, language = HEADER.unpack_from(content)
    columns, start = [], 1
    for offset in range(HEADER.size, min(first, len(content)) - FIELD.size + 1, FIELD.size):
        if content[offset] == END_OF_FIELDS:
            break
        name, kind, size, decimals = FIELD.unpack_from(content, offset)
        size += 256 * decimals if kind == b"C" else 0  # how FoxPro writes texts of more than 255 bytes
        columns.append(_Column(name, kind, start, size))
        start += size
    if not columns or start > length or length < MIN_RECORD:
        raise IncidentsInvalid("cannot be read as dBase: its columns do not fit its records. It is damaged.")
    if first + n_records * length > len(content):
        n_whole = max(len(content) - first, 0) // length
        raise IncidentsInvalid(
            f"declares {pluralize(n_records, 'record')} but holds {n_whole:,}: it is cut off or damaged."
        )
    return _Layout(first, length, n_records, tuple(columns), language)


def _find_losses(left_out: list[str], content: bytes, layout: _Layout) -> tuple[Finding, ...]:
    """What a person should know of columns and records that are not read."""
    findings = []
    if left_out:
        text = f"Columns of a kind that is not read (memos, pictures, binary numbers): {', '.join(left_out)}."
        findings.append(Finding(text, column=left_out[0]))
    n_more = (len(content) - layout.first) // layout.length - layout.n_records
    if n_more > 0:
        text = (
            f"The file declares {pluralize(layout.n_records, 'record')}, but {n_more:,} more stand behind them, unread."
        )
        findings.append(Finding(text))
    return tuple(findings)


def _find_encoding(
    texts: np.ndarray, layout: _Layout, options: ImportOptions, code_page: str
) -> tuple[str, tuple[str, ...]]:
    """The encoding that a person, the .cpg file or the table names, if the text is of it, else a detected one."""
    places = [range(column.start, column.start + column.length) for column in layout.columns if column.kind == b"C"]
    letters = texts[: MAX_SAMPLE // layout.length + 1, [place for places_ in places for place in places_]]
    lines = np.column_stack([letters, np.full(len(letters), ord("\n"), dtype="u1")]).tobytes().replace(b"\x00", b" ")
    lines = b"\n".join([*(column.name.partition(b"\x00")[0] for column in layout.columns), lines])
    stated = options.encoding or _codec_name(code_page) or CODE_PAGES.get(layout.language, "")
    if stated and _is_text(lines, stated):
        return stated, ()
    detected = detect_encoding(lines, options)
    contradiction = (f"The file says that its text is {stated}, which it is not; it is read as {detected.name}.",)
    return detected.name, (*detected.notes, *(contradiction if stated else ()))


def _codec_name(code_page: str) -> str:
    """The codec that the text of a .cpg file means, such as “1256”, “ANSI 1252”, “UTF-8”, “88591”; empty for none."""
    text = code_page.strip()[:40]
    if match := _ISO.fullmatch(text):
        name = f"iso8859-{match[1]}"
    elif match := _CPG_NUMBER.fullmatch(text):
        name = "utf-8" if match[1] == "65001" else f"cp{match[1]}"
    else:
        name = text
    try:
        return codecs.lookup(name).name if name else ""
    except (LookupError, ValueError):
        return ""


def _is_text(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except (UnicodeError, LookupError):
        return False
    return True


def _decode(text: bytes, encoding: str) -> str:
    return text.decode(encoding, "replace").strip()


def _read_column(texts: np.ndarray, column: _Column, encoding: str) -> list[str | None]:
    """The cells of a column as text, None where they are blank."""
    part = np.ascontiguousarray(texts[:, column.start : column.start + column.length])
    cells = part.view(f"S{column.length}").ravel() if column.length else np.full(len(texts), b"", dtype="S1")
    codes, distinct = pd.factorize(cells)
    convert = _CONVERTERS.get(column.kind, str)
    # A text ends at its first NUL; blanks before it are meant, those behind it fill the record.
    words = [
        convert(bytes(cell).partition(b"\x00")[0].decode(encoding, "replace").rstrip()) or None for cell in distinct
    ]
    return [words[code] for code in codes]


def _convert_number(text: str) -> str:
    """A number without the zeros that fill its column; what is none stays as it is, and stars are QGIS's blanks."""
    text = text.strip()
    if not text.strip("*"):
        return ""
    if re.fullmatch(r"[+-]?\d{0,30}\.?\d{0,30}e[+-]?\d{1,3}", text, re.IGNORECASE | re.ASCII):
        return np.format_float_positional(float(text), trim="-")
    return text.rstrip("0").rstrip(".") if re.fullmatch(r"[+-]?\d{1,30}\.\d{1,250}", text, re.ASCII) else text


def _convert_date(text: str) -> str:
    digits = text.strip()
    if not digits.strip("0"):
        return ""
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if re.fullmatch(r"\d{8}", digits, re.ASCII) else digits


def _convert_flag(text: str) -> str:
    return {"t": "true", "y": "true", "f": "false", "n": "false", "?": ""}.get(text.strip().casefold(), text.strip())


_CONVERTERS = {b"N": _convert_number, b"F": _convert_number, b"D": _convert_date, b"L": _convert_flag}
