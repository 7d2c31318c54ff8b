"""Builds the columns of a raw table from rows, a batch at a time; rows that do not fit are rejected with a reason."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.core.formatting import pluralize
from geo.ingest.import_result import Finding
from geo.ingest.readers.code_pages import decode_stray_bytes
from geo.ingest.readers.header_detection import Header
from geo.ingest.readers.raw_table import build_rejections
from geo.ingest.readers.stray_quotes import rows_with_stray_quotes

BATCH = 16_384  # rows that become columns at once, by judgement: few enough to stay small, enough to be fast
# Arrow's own pool keeps the slack of each small buffer, half of all memory in the end; the system's gives it back.
POOL = pa.system_memory_pool()
MAX_SHOWN = 1_000  # characters of a row that a rejection repeats
MAX_EXAMPLE, N_EXAMPLES = 60, 3  # characters of a cell that a finding shows, and how many cells
REPLACEMENT = "�"  # for a byte that is lost

MAX_ROWS_LISTED = 5
Rejection = tuple[int, str, str, str]


class RawTableBuilder:
    """Columns that grow by rows of as many cells as the header names; `quote` may stand around a cell, "" for none.

    `stray_codec` is the code page of bytes that are not of the file's encoding and stand in cells as surrogates.
    """

    def __init__(self, header: Header, quote: str = "", stray_codec: str = "") -> None:
        self.header = header
        self.rejected: list[Rejection] = []
        self._quote, self._stray_codec = quote, stray_codec
        self._stray_rows: dict[int, str] = {}
        self._suspects: list[int] = []
        self._withdrawn: list[int] = []
        self._columns: list[list[pa.Array]] = [[] for _ in header.names]
        self._numbers: list[np.ndarray] = []
        self._rows: list[list[str]] = []
        self._row_numbers: list[int] = []

    def add(self, number: int, cells: list[str]) -> None:
        """Add a row, of as many cells as the header names."""
        self._rows.append(cells)
        self._row_numbers.append(number)
        if len(self._rows) == BATCH:
            self._flush()

    def reject(self, number: int, raw: str, reason: str) -> None:
        """Reject a row that was not added; `raw` is its text."""
        # Half characters and bytes that are no text are shown as such.
        text = raw[:MAX_SHOWN].encode("utf-8", "backslashreplace").decode()
        more = f"… ({len(raw):,} characters)" if len(raw) > MAX_SHOWN else ""
        self.rejected.append((number, "", text + more, reason))

    def suspects(self) -> list[int]:
        """The numbers of added rows whose quotation marks may stand around a delimiter without quoting a cell."""
        self._flush()
        return self._suspects

    def withdraw(self, number: int, raw: str, reason: str) -> None:
        """Reject a row that was added."""
        self._withdrawn.append(number)
        self.reject(number, raw, reason)

    def cells(self) -> pd.DataFrame:
        """The added rows in columns of text, missing where a cell is empty."""
        self._flush()
        numbers = np.concatenate([np.empty(0, dtype=np.int64), *self._numbers])
        columns = {
            name: pd.Series(pd.array(pa.chunked_array(batches, pa.large_string()), dtype="str"))
            for name, batches in zip(self.header.names, self._columns, strict=True)
        }
        frame = pd.DataFrame(columns, copy=False).set_axis(pd.Index(numbers, dtype="int64"), axis=0)
        return frame.drop(index=self._withdrawn) if self._withdrawn else frame

    def rejections(self) -> pd.DataFrame:
        """The rejected rows, in order."""
        return build_rejections(sorted(self.rejected))

    def findings(self) -> tuple[Finding, ...]:
        """What a person should look at in the added rows: bytes that are not of the file's encoding."""
        self._flush()
        n_rows = len(self._stray_rows)
        if not n_rows:
            return ()
        verb = "holds" if n_rows == 1 else "hold"
        reading = f"they are read as {self._stray_codec}" if self._stray_codec else f"each is shown as {REPLACEMENT}"
        rows = list_rows(list(self._stray_rows))
        text = f"{pluralize(n_rows, 'row')} ({rows}) {verb} bytes that are not of the file's encoding; {reading}."
        examples = tuple(text[:MAX_EXAMPLE] for text in list(self._stray_rows.values())[:N_EXAMPLES])
        return (Finding(text, rows=tuple(self._stray_rows), examples=examples),)

    def _flush(self) -> None:
        if not self._rows:
            return
        try:
            columns = [_to_text_array(column) for column in zip(*self._rows, strict=True)]
        except UnicodeEncodeError:
            self._read_stray_bytes()
            columns = [_to_text_array(column) for column in zip(*self._rows, strict=True)]
        for batches, column in zip(self._columns, columns, strict=True):
            batches.append(column)
        self._suspects += [self._row_numbers[position] for position in rows_with_stray_quotes(columns, self._quote)]
        self._numbers.append(np.array(self._row_numbers, dtype=np.int64))
        self._rows, self._row_numbers = [], []

    def _read_stray_bytes(self) -> None:
        """Put characters for the bytes in the batch that are not of the file's encoding, and note their rows."""
        for number, cells in zip(self._row_numbers, self._rows, strict=True):
            for position, cell in enumerate(cells):
                text = decode_stray_bytes(cell, self._stray_codec) if not cell.isascii() else cell
                if text != cell:
                    cells[position] = text
                    self._stray_rows[number] = text


def _to_text_array(cells: Iterable[str]) -> pa.Array:
    texts = pa.array(cells, pa.large_string(), memory_pool=POOL)
    empty = pc.equal(texts, "")
    missing = pa.scalar(None, pa.large_string())
    return pc.if_else(empty, missing, texts, memory_pool=POOL) if pc.any(empty).as_py() else texts


def list_rows(rows: Sequence[int]) -> str:
    """The first numbers of rows in words: “2, 5 and 9”, “2, 3, 4, 5, 6 and 12 more”."""
    numbers = [f"{row:,}" for row in rows[:MAX_ROWS_LISTED]]
    more = [f"{len(rows) - MAX_ROWS_LISTED:,} more"] if len(rows) > MAX_ROWS_LISTED else []
    listed = [*numbers, *more]
    return " and ".join(filter(None, (", ".join(listed[:-1]), listed[-1])))
