"""Rows of text cells, from any format, as a raw table: the header is looked for as in a sheet."""

from collections.abc import Sequence

from geo.ingest.options import ImportOptions
from geo.ingest.readers.csv_records import Record
from geo.ingest.readers.header_detection import Header, detect_header, make_unique_names
from geo.ingest.readers.raw_table import RawTable
from geo.ingest.readers.raw_table_builder import RawTableBuilder

FIRST_RECORDS = 200  # among which the header is looked for, as in a sheet


def build_grid_table(name: str, records: Sequence[Record], options: ImportOptions, notes: tuple[str, ...]) -> RawTable:
    """The rows that hold anything, with their numbers, as a table of the format `name`.

    Raises IncidentsInvalid where there are none.
    """
    filled = [record for record in records if any(cell.strip() for cell in record[1])]
    width = max((_width_of(cells) for _, cells in filled), default=0)
    header = _widen(
        detect_header([(number, cells[:width]) for number, cells in filled[:FIRST_RECORDS]], options), width
    )
    builder = RawTableBuilder(header)
    heading = next((cells for number, cells in filled if number == header.row), None)
    for number, cells in filled:
        if number >= header.first and cells == heading:
            builder.reject(number, "; ".join(cells), "repeats the header.")
        elif number >= header.first:
            builder.add(number, [*cells, *[""] * width][:width])
        elif header.is_above(number):
            reason = f"stands above the header in row {header.row}, as another table."
            builder.reject(number, "; ".join(filter(None, cells)), reason)
    return RawTable(name, builder.cells(), header.row, builder.rejections(), (*notes, *header.notes))


def _widen(header: Header, width: int) -> Header:
    """The header with names for all columns that hold anything."""
    if len(header.names) == width:
        return header
    names, notes = make_unique_names([*header.names, *[""] * (width - len(header.names))])
    return Header(header.row, names, header.first, (*header.notes, *notes), header.above)


def _width_of(cells: Sequence[str]) -> int:
    return max((position for position, cell in enumerate(cells, start=1) if cell.strip()), default=0)
