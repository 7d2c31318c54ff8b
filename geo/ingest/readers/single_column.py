"""Splits tables whose every line stands in one cell: a CSV pasted into a spreadsheet, or quoted line by line."""

import csv
from dataclasses import replace

import pandas as pd

from geo.core.formatting import pluralize
from geo.ingest.readers.header_detection import are_names, make_unique_names
from geo.ingest.readers.raw_table import RawTable, build_rejections

DELIMITERS = (",", ";", "\t", "|")  # those that spreadsheets and databases write, by judgement
MIN_NAMES = 3  # by judgement: a single column may be named “City, country” and hold such values
SAMPLE_ROWS = 200
MIN_SHARE = 0.9  # of the lines that must have the header's width: docs/decisions/0012
MAX_SHOWN = 1_000  # characters of a line that a rejection repeats


def split_single_column(table: RawTable) -> RawTable:
    """The table with each line's cells in columns of their own, where its one column holds such lines.

    A line of another width than the header is among the rejected.
    """
    if len(table.column_names) != 1 or table.cells.empty:
        return table
    texts = table.cells.iloc[:, 0].astype("str").fillna("")
    for delimiter in DELIMITERS:
        names = _parse_line(table.column_names[0], delimiter)
        if len(names) >= MIN_NAMES and are_names(names) and _lines_fit(texts.iloc[:SAMPLE_ROWS], delimiter, len(names)):
            return _split_lines(table, texts, delimiter, names)
    return table


def _lines_fit(texts: pd.Series, delimiter: str, width: int) -> bool:
    """Whether most lines have as many cells as the header."""
    return sum(len(_parse_line(text, delimiter)) == width for text in texts) >= MIN_SHARE * len(texts)


def _split_lines(table: RawTable, texts: pd.Series, delimiter: str, names: list[str]) -> RawTable:
    header, header_notes = make_unique_names(names)
    lines = {row: _parse_line(text, delimiter) for row, text in texts.items()}
    complete = {row: cells for row, cells in lines.items() if len(cells) == len(header)}
    frame = pd.DataFrame(list(complete.values()), columns=list(header), dtype="str")
    frame = frame.mask(frame == "").set_axis(pd.Index(list(complete), dtype="int64"), axis=0)
    misfits = build_rejections(
        (row, "", texts[row][:MAX_SHOWN], f"has {pluralize(len(cells), 'cell')} where the header has {len(header)}")
        for row, cells in lines.items()
        if row not in complete
    )
    parts = [part for part in (table.rejected, misfits) if len(part)]
    rejected = pd.concat(parts, ignore_index=True) if parts else misfits
    note = f"Each line stands in one cell; it was split at “{delimiter if delimiter.strip() else 'a tab'}”."
    return replace(table, cells=frame, rejected=rejected, notes=(*table.notes, note, *header_notes))


def _parse_line(line: str, delimiter: str) -> list[str]:
    """The cells of one line; none where its quotes are broken."""
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return []
