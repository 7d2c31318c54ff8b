"""Parquet tables read within a budget of memory."""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from geo.core.formatting import pluralize
from geo.errors import IncidentsInvalid
from geo.ingest.readers.table_limits import MAX_COLUMNS, check_names

MAX_ROWS = 50_000_000  # by judgement: beyond what fits into memory as text
# A file of 1 MB can hold 10 GB: a dictionary of one long text. Real tables unpack to some ten times their size.
FREE_BYTES, MAX_RATIO = 100_000_000, 40
# Rows of the batch that shows how large a row is, and rows and bytes of one after it, by judgement.
FIRST_BATCH, BATCH, BATCH_BYTES = 256, 65_536, 64_000_000


def read_within_budget(content: bytes) -> pa.Table:
    """The table of a Parquet file, its bytes counted while it is unpacked.

    Raises IncidentsInvalid where they are too many, or its own count of rows is wrong.
    """
    file = pq.ParquetFile(pa.BufferReader(content), page_checksum_verification=True)
    rows, columns = file.metadata.num_rows, file.metadata.num_columns
    if rows > MAX_ROWS or columns > MAX_COLUMNS:
        raise IncidentsInvalid(
            f"has {pluralize(rows, 'row')} and {pluralize(columns, 'column')}; "
            f"{MAX_ROWS:,} and {MAX_COLUMNS:,} are read at most."
        )
    check_names(file.schema_arrow.names)
    limit = max(FREE_BYTES, len(content) * MAX_RATIO)
    batches, size = [], 0
    for batch in _iter_batches(file):
        size += batch.nbytes
        if size > limit:
            raise IncidentsInvalid(f"unpacks to more than {limit / 1e6:,.0f} MB. Split it into smaller files.")
        batches.append(batch)
    table = pa.Table.from_batches(batches, file.schema_arrow)
    row_counts = {rows, sum(file.metadata.row_group(group).num_rows for group in range(file.num_row_groups))}
    if row_counts != {table.num_rows}:
        raise IncidentsInvalid(f"declares {pluralize(rows, 'row')} but holds {table.num_rows:,}: it is damaged.")
    return table


def _iter_batches(file: pq.ParquetFile) -> Iterator[pa.RecordBatch]:
    """All batches, each small enough that a bomb shows before it goes off."""
    probe = next(file.iter_batches(FIRST_BATCH), None)
    row_bytes = probe.nbytes / max(probe.num_rows, 1) if probe is not None else 1
    yield from file.iter_batches(int(min(BATCH, max(FIRST_BATCH, BATCH_BYTES / max(row_bytes, 1)))))
