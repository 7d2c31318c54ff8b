"""Tables whose every line stands in one cell: a CSV that was pasted into a spreadsheet, or quoted line by line."""

import csv
from dataclasses import replace

import pandas as pd

from geo.ingest.readers.header_detection import are_names, make_unique_names
from geo.ingest.readers.raw_table import RawTable, build_rejections

DELIMITERS = (",", ";", "\t", "|")
MIN_NAMES = 3  # a name of a column may hold a comma, and its values too
SAMPLE_ROWS = 200
MAX_SHOWN = 1_000  # characters of a line that a rejection repeats


def split_single_column(sheet: RawTable) -> RawTable:
    """The sheet with each line's cells in columns of their own, where its one column holds lines of the header's width.

    A line of another width is among the rejected.
    """
    if len(sheet.column_names) != 1 or sheet.cells.empty:
        return sheet
    texts = sheet.cells.iloc[:, 0].astype("str").fillna("")
    for delimiter in DELIMITERS:
        names = _parse_line(sheet.column_names[0], delimiter)
        if len(names) >= MIN_NAMES and are_names(names) and _lines_fit(texts.iloc[:SAMPLE_ROWS], delimiter, len(names)):
            return _split_lines(sheet, texts, delimiter, names)
    return sheet


def _lines_fit(texts: pd.Series, delimiter: str, width: int) -> bool:
    """Whether nine lines of ten have as many cells as the header."""
    return sum(len(_parse_line(text, delimiter)) == width for text in texts) >= 0.9 * len(texts)


def _split_lines(sheet: RawTable, texts: pd.Series, delimiter: str, names: list[str]) -> RawTable:
    header, header_notes = make_unique_names(names)
    lines = {row: _parse_line(text, delimiter) for row, text in texts.items()}
    whole = {row: cells for row, cells in lines.items() if len(cells) == len(header)}
    cells = pd.DataFrame(list(whole.values()), columns=list(header), dtype="str")
    cells = cells.mask(cells == "").set_axis(pd.Index(list(whole), dtype="int64"), axis=0)
    refused = build_rejections(
        (row, "", texts[row][:MAX_SHOWN], f"has {len(each)} cells where the header has {len(header)}")
        for row, each in lines.items()
        if row not in whole
    )
    parts = [each for each in (sheet.rejected, refused) if len(each)]
    rejected = pd.concat(parts, ignore_index=True) if parts else refused
    note = f"Each line stands in one cell; it was taken apart at “{delimiter if delimiter.strip() else 'a tab'}”."
    return replace(sheet, cells=cells, rejected=rejected, notes=(*sheet.notes, note, *header_notes))


def _parse_line(line: str, delimiter: str) -> list[str]:
    """The cells of one line; none where its quotes are broken."""
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return []
