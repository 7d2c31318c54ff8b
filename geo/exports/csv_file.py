"""CSV that Excel opens correctly, that runs no formula and that reads back without loss."""

from collections.abc import Iterator
from functools import partial

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.core.csv_injection import escape_formula
from geo.core.csv_table import to_csv_bytes
from geo.exports.cells import TEXT, CellEncoder, CellFormat, join_rows, replace_where, wrap
from geo.exports.exporter import Exporter, ExportJob

SAFE_START = r"^[\p{L}0-9(]"  # no formula starts like this; every other cell is examined by escape_formula
COMMA, LINE_END = (pa.scalar(text, TEXT) for text in (",", "\r\n"))


class CSV(Exporter):
    """RFC 4180, UTF-8 with a byte order mark; every cell is quoted, and cells that start a formula are escaped."""

    label = "CSV"
    extension = "csv"
    media_type = "text/csv; charset=utf-8"
    purpose = "For every program, and to bring rows back into Faultline."

    def iter_chunks(self, job: ExportJob) -> Iterator[bytes]:
        encoder = CellEncoder(job.head, CELL_FORMAT)
        yield to_csv_bytes([encoder.names])
        yield from map(partial(encode_lines, encoder), job.batches())


def encode_lines(encoder: CellEncoder, rows: pd.DataFrame) -> bytes:
    """Some rows as lines of the file."""
    first, *others = encoder.encode(rows)
    return join_rows(first, *(part for column in others for part in (COMMA, column)), LINE_END)


def quote(texts: pa.Array) -> pa.Array:
    """Quote and escape texts as `to_csv_bytes` does; nulls stay null."""
    suspicious = pc.invert(pc.match_substring_regex(texts, SAFE_START))
    return wrap('"', '"')(pc.replace_substring(replace_where(texts, suspicious, escape_formula), '"', '""'))


CELL_FORMAT = CellFormat(text=quote, day=wrap('"', '"'), plain=wrap('"', '"'), unknown='""')
