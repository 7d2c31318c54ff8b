"""A table beside the incidents as a CSV file in the notation of incidents.csv."""

from collections.abc import Iterator

import pandas as pd

from geo.core.csv_table import to_csv_bytes
from geo.exports.cells import CellEncoder
from geo.exports.csv_file import CELL_FORMAT, encode_lines

BATCH_ROWS = 10_000  # as of the incidents


def iter_csv(table: pd.DataFrame) -> Iterator[bytes]:
    """Yield the file some thousand rows at a time: UTF-8 with a byte order mark, quoted, no cell a formula."""
    encoder = CellEncoder(table, CELL_FORMAT)
    yield to_csv_bytes([encoder.names])
    for start in range(0, len(table), BATCH_ROWS):
        yield encode_lines(encoder, table.iloc[start : start + BATCH_ROWS])
