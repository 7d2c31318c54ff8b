"""Raw tables that were read before, on disk: answering a question about a file does not parse the file again.

A table is kept under what decides about it: the file and those options that change how a file is parsed. The tables
about a server's files lie in one folder that is removed when the server ends; the oldest give way to new ones.
"""

import contextlib
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pandas as pd
import pyarrow as pa
import shapely

from geo.ingest.import_result import ENCODING, SHEET, Finding, Question
from geo.ingest.options import ImportOptions
from geo.ingest.readers.raw_table import RawTable
from geo.ingest.serialization import from_arrow, to_arrow

MAX_TABLES, MAX_BYTES = 8, 2_000_000_000  # in one folder, by judgement: as many files as are being answered at a time
PARTS = (CELLS, REJECTED, SHAPES, META) = ("cells", "rejected", "shapes", "meta")
UNFINISHED = ".part"
# Topics of questions about columns, whose answers leave the parsed table as it is; answers to all others may change it.
_READING_TOPICS = (ENCODING, SHEET)


class _Finding(msgspec.Struct, frozen=True):
    """A finding with its rows as plain numbers."""

    text: str
    column: str
    rows: list[int]
    examples: tuple[str, ...]


class _Meta(msgspec.Struct, frozen=True):
    """The fields of a raw table that are no tables."""

    format: str
    header_row: int
    notes: tuple[str, ...]
    findings: tuple[_Finding, ...]
    questions: tuple[Question, ...]


def read_once(
    path: Path, options: ImportOptions, folder: Path, read: Callable[[bytes, ImportOptions], RawTable]
) -> RawTable:
    """Return the raw table of a file from the folder, or as `read` parses it, and lay it there for the next time."""
    key = cache_key(path, options)
    table = load_table(folder, key)
    if table is not None:
        return table
    table = read(path.read_bytes(), options)
    with contextlib.suppress(OSError, pa.ArrowException):  # it is parsed again then
        store_table(folder, key, table)
        trim_cache(folder)
    return table


def cache_key(path: Path, options: ImportOptions) -> str:
    """Return what names the raw table of a file, as it is on disk now, under these options."""
    status = path.stat()
    answers = [answer for answer in options.answers if answer[0] in _READING_TOPICS or not answer[1]]
    reading = [options.encoding, options.delimiter, options.header_row, options.sheet, sorted(answers)]
    identity = [str(path.resolve()), status.st_size, status.st_mtime_ns, reading]
    return hashlib.sha256(json.dumps(identity).encode()).hexdigest()


def load_table(folder: Path, key: str) -> RawTable | None:
    """Return the table that lies in the folder under the key; None where none does, or it cannot be read."""
    try:
        content = {part: (folder / key / part).read_bytes() for part in PARTS}
        meta = msgspec.json.decode(content[META], type=_Meta)
        tables = {part: from_arrow(content[part]) for part in (CELLS, REJECTED, SHAPES)}
        return RawTable(
            meta.format,
            tables[CELLS],
            meta.header_row,
            tables[REJECTED],
            meta.notes,
            tuple(Finding(**msgspec.structs.asdict(finding)) for finding in meta.findings),
            meta.questions,
            pd.Series(shapely.from_wkb(tables[SHAPES]["wkb"]), index=tables[SHAPES].index, dtype=object),
        )
    except (OSError, ValueError, KeyError, pa.ArrowException):
        return None


def store_table(folder: Path, key: str, table: RawTable) -> None:
    """Lay a table into the folder under the key, unless it takes more than MAX_BYTES; may raise OSError."""
    findings = tuple(
        _Finding(finding.text, finding.column, [int(row) for row in finding.rows], finding.examples)
        for finding in table.findings
    )
    meta = _Meta(table.format, table.header_row, table.notes, findings, table.questions)
    shapes = pd.DataFrame({"wkb": shapely.to_wkb(table.shapes.to_numpy())}, index=table.shapes.index)
    rejected = table.rejected.astype({"row": "int64", "column": "str", "value": "str", "reason": "str"})
    content = {CELLS: to_arrow(table.cells), REJECTED: to_arrow(rejected), SHAPES: to_arrow(shapes)}
    if sum(map(len, content.values())) > MAX_BYTES:
        return
    unfinished = folder / f"{key}{UNFINISHED}"
    unfinished.mkdir(exist_ok=True)
    for part, data in {**content, META: msgspec.json.encode(meta)}.items():
        (unfinished / part).write_bytes(data)
    unfinished.rename(folder / key)


def trim_cache(folder: Path) -> None:
    """Remove the tables that were least recently stored, so that at most MAX_TABLES and MAX_BYTES stay."""
    tables = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    size = 0
    for place, table in enumerate(tables):
        size += sum(part.stat().st_size for part in table.iterdir())
        if place >= MAX_TABLES or size > MAX_BYTES:
            _remove(table)


def _remove(table: Path) -> None:
    for part in table.iterdir():
        part.unlink(missing_ok=True)
    table.rmdir()
