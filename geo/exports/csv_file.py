"""CSV that Excel opens right, that runs no formula and that reads back without loss."""

from collections.abc import Iterator
from functools import partial

import geopandas as gpd
import pyarrow as pa
import pyarrow.compute as pc

from geo.core.csv_injection import escape_formula
from geo.core.csv_table import to_csv_bytes
from geo.exports.cells import TEXT, CellEncoder, CellFormat, join_rows, replace_where, wrap
from geo.exports.exporter import Exporter, ExportJob

HARMLESS = r"^[\p{L}0-9(]"  # a cell that begins so is no formula; the others are looked at one by one
COMMA, END = (pa.scalar(text, TEXT) for text in (",", "\r\n"))


class CSV(Exporter):
    """RFC 4180, UTF-8 with a byte order mark, every cell quoted, cells that start a formula armed."""

    label = "CSV"
    extension = "csv"
    media_type = "text/csv; charset=utf-8"

    def iter_chunks(self, extract: ExportJob) -> Iterator[bytes]:
        cells = CellEncoder(extract.table, CELL_FORMAT)
        yield to_csv_bytes([cells.names])
        yield from map(partial(_lines, cells), extract.batches())


def _lines(cells: CellEncoder, rows: gpd.GeoDataFrame) -> bytes:
    first, *others = cells.of(rows)
    return join_rows(first, *(part for column in others for part in (COMMA, column)), END)


def quote(texts: pa.Array) -> pa.Array:
    """Texts as `written` writes each of them; unknown stays so."""
    doubtful = pc.invert(pc.match_substring_regex(texts, HARMLESS))
    return wrap('"', '"')(pc.replace_substring(replace_where(texts, doubtful, escape_formula), '"', '""'))


CELL_FORMAT = CellFormat(text=quote, day=wrap('"', '"'), plain=wrap('"', '"'), unknown='""')
