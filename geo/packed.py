"""An import as bytes: its tables as Arrow, all else as JSON; for the store, and for the way out of a child process."""

import io
import json
from collections.abc import Mapping
from dataclasses import asdict

import pandas as pd
import pyarrow as pa

from geo.sources.base import Guess, Import, Question

TABLES = ("accepted", "rejected", "duplicates", "doubts")
TOLD = "told"
PARTS = (*TABLES, TOLD)
NUMBERS = {"row": "int64", "sure": "bool"}  # of the tables about rows; their other columns are text


def pack(imported: Import) -> dict[str, bytes]:
    """The parts of an import, each as the bytes of a file; equal imports give equal bytes."""
    told = {
        "provider": imported.provider,
        "header_row": imported.header_row,
        "questions": [asdict(each) for each in imported.questions],
        "guesses": [asdict(each) for each in imported.guesses],
        "told": imported.told,
        "names": imported.names,
    }
    tables = {"accepted": imported.accepted} | {name: _plain(getattr(imported, name)) for name in TABLES[1:]}
    return {name: _bytes(table) for name, table in tables.items()} | {TOLD: json.dumps(told).encode()}


def unpack(parts: Mapping[str, bytes]) -> Import:
    """The import that `pack` took apart; raises ValueError, TypeError, KeyError or pa.ArrowException if damaged."""
    told = json.loads(parts[TOLD])
    questions = tuple(Question(**each | {"examples": tuple(each["examples"])}) for each in told["questions"])
    guesses = tuple(Guess(**each | {"examples": tuple(each["examples"])}) for each in told["guesses"])
    return Import(
        told["provider"],
        told["header_row"],
        **{name: _table(parts[name]) for name in TABLES},
        questions=questions,
        told=tuple(told["told"]),
        names=tuple(told["names"]),
        guesses=guesses,
    )


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
