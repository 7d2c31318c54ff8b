"""An import as bytes: its tables as Arrow, all else as JSON; for the store, and for the way out of a child process."""

import io
import json
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from typing import Any, get_args, get_origin, get_type_hints

import pandas as pd
import pyarrow as pa

from geo.ingest.import_result import Import

KINDS = get_type_hints(Import)
TABLES = tuple(name for name, kind in KINDS.items() if kind is pd.DataFrame)
TOLD = "told"
PARTS = (*TABLES, TOLD)
ROWS = "accepted"  # the table of rows; the others are about rows
NUMBERS = {"row": "int64", "sure": "bool"}  # of the tables about rows; their other columns are text


def serialize(imported: Import) -> dict[str, bytes]:
    """The parts of an import, each as the bytes of a file; equal imports give equal bytes."""
    told = {name: getattr(imported, name) for name in KINDS if name not in TABLES}
    tables = {name: getattr(imported, name) for name in TABLES}
    packed = {name: _bytes(table if name == ROWS else _plain(table)) for name, table in tables.items()}
    return packed | {TOLD: json.dumps(told, default=asdict).encode()}


def deserialize(parts: Mapping[str, bytes]) -> Import:
    """The import that `pack` took apart; raises ValueError, TypeError, KeyError or pa.ArrowException if damaged."""
    told = {name: _restored(value, KINDS[name]) for name, value in json.loads(parts[TOLD]).items()}
    return Import(**told, **{name: _table(parts[name]) for name in TABLES})


def _restored(value: Any, kind: Any) -> Any:
    """A value as its kind has it, of which JSON knows only lists and mappings."""
    if get_origin(kind) is tuple:
        return tuple(_restored(each, get_args(kind)[0]) for each in value)
    if is_dataclass(kind):
        kinds = get_type_hints(kind)
        return kind(**{name: _restored(each, kinds[name]) for name, each in value.items()})  # type: ignore[operator]
    return value


def _plain(rows: pd.DataFrame) -> pd.DataFrame:
    """A table about rows with columns of one type each, which an empty or mixed one may lack."""
    return rows.astype({name: NUMBERS.get(str(name), "str") for name in rows.columns})


def _bytes(table: pd.DataFrame) -> bytes:
    held = pa.Table.from_pandas(table, preserve_index=True)
    content = io.BytesIO()
    with pa.ipc.new_file(content, held.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(held)
    return content.getvalue()


def _table(content: bytes) -> pd.DataFrame:
    return pa.ipc.open_file(pa.BufferReader(content)).read_all().to_pandas()
