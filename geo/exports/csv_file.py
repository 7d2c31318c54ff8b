"""CSV that Excel opens right, that runs no formula and that reads back without loss."""

from collections.abc import Iterator
from functools import partial

import geopandas as gpd
import pyarrow as pa
import pyarrow.compute as pc

from geo.core.csv_injection import armed
from geo.core.csv_table import written
from geo.exports.cells import TEXT, Cells, Notation, between, joined, replaced
from geo.exports.exporter import Exporter, Extract

HARMLESS = r"^[\p{L}0-9(]"  # a cell that begins so is no formula; the others are looked at one by one
COMMA, END = (pa.scalar(text, TEXT) for text in (",", "\r\n"))


class CSV(Exporter):
    """RFC 4180, UTF-8 with a byte order mark, every cell quoted, cells that start a formula armed."""

    label = "CSV"
    extension = "csv"
    media_type = "text/csv; charset=utf-8"

    def pieces(self, extract: Extract) -> Iterator[bytes]:
        cells = Cells(extract.table, NOTATION)
        yield written([cells.names])
        yield from map(partial(_lines, cells), extract.batches())


def _lines(cells: Cells, rows: gpd.GeoDataFrame) -> bytes:
    first, *others = cells.of(rows)
    return joined(first, *(part for column in others for part in (COMMA, column)), END)


def quoted(texts: pa.Array) -> pa.Array:
    """Texts as `written` writes each of them; unknown stays so."""
    doubtful = pc.invert(pc.match_substring_regex(texts, HARMLESS))
    return between('"', '"')(pc.replace_substring(replaced(texts, doubtful, armed), '"', '""'))


NOTATION = Notation(text=quoted, day=between('"', '"'), plain=between('"', '"'), unknown='""')
