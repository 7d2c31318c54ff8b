"""A table beside the incidents as a CSV file in the notation of incidents.csv."""

from collections.abc import Iterable, Iterator

import pandas as pd

from geo.core.csv_table import to_csv_bytes
from geo.exports.cells import CellEncoder
from geo.exports.csv_file import CELL_FORMAT, encode_lines

BATCH_ROWS = 10_000  # as of the incidents


def iter_csv(head: pd.DataFrame, batches: Iterable[pd.DataFrame]) -> Iterator[bytes]:
    """Yield the file batch by batch: UTF-8 with a byte order mark, quoted, no cell a formula."""
    encoder = CellEncoder(head, CELL_FORMAT)
    yield to_csv_bytes([encoder.names])
    for rows in batches:
        if len(rows):
            yield encode_lines(encoder, rows)


def iter_batches(table: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The rows of a table some thousand at a time."""
    for start in range(0, len(table), BATCH_ROWS):
        yield table.iloc[start : start + BATCH_ROWS]
