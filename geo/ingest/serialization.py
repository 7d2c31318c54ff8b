"""An import as bytes: its tables as Arrow, everything else as JSON; for the workspace and between processes."""

import io
from collections.abc import Mapping

import msgspec
import pandas as pd
import pyarrow as pa

from geo.core.schema import COMPANION_TABLES
from geo.ingest.import_result import Concern, Guess, Import, Question

# Field of Import → name of its part in workspaces, as since version 0.4.
TABLES = {"accepted": "accepted", "rejected": "rejected", "duplicates": "duplicates", "warnings": "doubts"}
META = "told"  # the part with everything that is no table
PARTS = (*TABLES.values(), META)
COMPANIONS = tuple(COMPANION_TABLES)  # since version 0.10; an import that has no row of one has no part of its name
ROWS = "accepted"  # the table of incidents; the others are about rows
# Columns of the tables about rows that are not text.
DTYPES = {"row": "int64", "sure": "bool"}
# Column in memory → column on disk, as since version 0.4.
COLUMNS_ON_DISK = {"kind": "doubt"}


class ImportMeta(msgspec.Struct, frozen=True):
    """The fields of Import that are no tables, under their names on disk."""

    provider: str
    header_row: int
    questions: tuple[Question, ...]
    notes: tuple[str, ...] = msgspec.field(name="told")
    names: tuple[str, ...]
    guesses: tuple[Guess, ...]
    concerns: tuple[Concern, ...] = ()


def serialize(imported: Import) -> dict[str, bytes]:
    """Return the parts of an import by name (PARTS, and of COMPANIONS those with rows), as the bytes of files.

    Equal imports give equal bytes.
    """
    tables = {part: getattr(imported, field) for field, part in TABLES.items()}
    meta = ImportMeta(**{field: getattr(imported, field) for field in ImportMeta.__struct_fields__})
    parts = {part: to_arrow(table if part == ROWS else _typed(table)) for part, table in tables.items()}
    companions = {kind: getattr(imported, kind) for kind in COMPANIONS}
    parts |= {kind: to_arrow(table) for kind, table in companions.items() if len(table)}
    return parts | {META: msgspec.json.encode(meta)}


def deserialize(parts: Mapping[str, bytes]) -> Import:
    """Return the import that `serialize` took apart; raises ValueError, KeyError or pa.ArrowException if damaged."""
    meta = msgspec.json.decode(parts[META], type=ImportMeta)
    tables = {field: from_arrow(parts[part]) for field, part in TABLES.items()}
    tables["warnings"] = tables["warnings"].rename(columns={name: column for column, name in COLUMNS_ON_DISK.items()})
    tables |= {kind: read_companion(kind, parts[kind]) for kind in COMPANIONS if kind in parts}
    return Import(**msgspec.structs.asdict(meta), **tables)


def read_companion(kind: str, content: bytes) -> pd.DataFrame:
    """Return a companion table that `serialize` wrote, in this release or an earlier one: with the columns of today."""
    stored, columns = from_arrow(content), COMPANION_TABLES[kind]
    blank = pd.Series(None, index=stored.index, dtype="object")
    return pd.DataFrame({column.name: stored.get(column.name, blank).astype(column.dtype) for column in columns})


def _typed(rows: pd.DataFrame) -> pd.DataFrame:
    """A table about rows with one dtype a column, which an empty or mixed one may lack, under its names on disk."""
    typed = rows.astype({name: DTYPES.get(str(name), "str") for name in rows.columns})
    return typed.rename(columns=COLUMNS_ON_DISK)


def to_arrow(table: pd.DataFrame) -> bytes:
    """Return a table with its index as an Arrow file."""
    arrow = pa.Table.from_pandas(table, preserve_index=True)
    content = io.BytesIO()
    with pa.ipc.new_file(content, arrow.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(arrow)
    return content.getvalue()


def from_arrow(content: bytes) -> pd.DataFrame:
    """Return the table that `to_arrow` wrote."""
    return pa.ipc.open_file(pa.BufferReader(content)).read_all().to_pandas()
