"""Builds the columns of a raw table from rows, a batch at a time; rows that do not fit are rejected with a reason."""

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.ingest.readers.header_detection import Header
from geo.ingest.readers.raw_table import build_rejections
from geo.ingest.readers.stray_quotes import rows_with_stray_quotes

BATCH = 16_384  # rows that become columns at once, by judgement: few enough to stay small, enough to be fast
# Arrow's own pool keeps the slack of each small buffer, half of all memory in the end; the system's gives it back.
POOL = pa.system_memory_pool()
MAX_SHOWN = 1_000  # characters of a row that a rejection repeats
LAST_ROWS = 25  # rows in which totals and remarks below the table are looked for, by judgement
TOTALS = re.compile(
    r"\W*(?:(?:grand|sub)?[ -]?totals?|sum|source|note|footnote|somme|fuente|المجموع|الإجمالي|مجموع|جمع کل)s?\b.*",
    re.IGNORECASE | re.DOTALL,
)

Rejection = tuple[int, str, str, str]


class RawTableBuilder:
    """Columns that grow by rows of as many cells as the header names; `quote` may stand around a cell, "" for none."""

    def __init__(self, header: Header, quote: str = "") -> None:
        self.header = header
        self.rejected: list[Rejection] = []
        self._quote = quote
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
        """The added rows in columns of text, missing where a cell is empty, without totals below the table."""
        self._flush()
        numbers = np.concatenate([np.empty(0, dtype=np.int64), *self._numbers])
        columns = {
            name: pd.Series(pd.array(pa.chunked_array(batches, pa.large_string()), dtype="str"))
            for name, batches in zip(self.header.names, self._columns, strict=True)
        }
        frame = pd.DataFrame(columns, copy=False).set_axis(pd.Index(numbers, dtype="int64"), axis=0)
        return self._drop_totals(frame.drop(index=self._withdrawn) if self._withdrawn else frame)

    def rejections(self) -> pd.DataFrame:
        """The rejected rows, in order."""
        return build_rejections(sorted(self.rejected))

    def _flush(self) -> None:
        if not self._rows:
            return
        try:
            columns = [_to_text_array(column) for column in zip(*self._rows, strict=True)]
        except UnicodeEncodeError:
            self._reject_undecodable()
            self._flush()
            return
        for batches, column in zip(self._columns, columns, strict=True):
            batches.append(column)
        self._suspects += [self._row_numbers[position] for position in rows_with_stray_quotes(columns, self._quote)]
        self._numbers.append(np.array(self._row_numbers, dtype=np.int64))
        self._rows, self._row_numbers = [], []

    def _reject_undecodable(self) -> None:
        """Reject the rows of the batch with bytes that are no text."""
        rows = list(zip(self._row_numbers, self._rows, strict=True))
        self._rows, self._row_numbers = [], []
        for number, cells in rows:
            try:
                "".join(cells).encode()
            except UnicodeEncodeError:
                self.reject(
                    number, ",".join(cells), "holds bytes that are not valid UTF-8. Save the file as CSV UTF-8."
                )
            else:
                self._rows.append(cells)
                self._row_numbers.append(number)

    def _drop_totals(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The table without the totals and remarks in its last rows, which are rejected."""
        last = frame.iloc[-LAST_ROWS:].astype(object)
        totals = []
        for number, cells in zip(reversed(last.index), reversed(last.to_numpy().tolist()), strict=True):
            filled = [cell for cell in cells if isinstance(cell, str)]
            if filled and not (len(filled) < len(cells) and TOTALS.fullmatch(filled[0])):
                break
            if filled:
                totals.append(number)
                self.reject(
                    number, ",".join(map(str, filled)), "stands below the table: a total or a remark, not a data row."
                )
        return frame.drop(index=totals) if totals else frame


def _to_text_array(cells: Iterable[str]) -> pa.Array:
    texts = pa.array(cells, pa.large_string(), memory_pool=POOL)
    empty = pc.equal(texts, "")
    missing = pa.scalar(None, pa.large_string())
    return pc.if_else(empty, missing, texts, memory_pool=POOL) if pc.any(empty).as_py() else texts
