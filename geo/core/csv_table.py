"""Rows of text as a CSV file that Excel opens right and that runs no formula."""

import csv
import io

from geo.core.csv_injection import escape_formula

BOM = "\ufeff"  # without it Excel takes UTF-8 for the machine's old code page


def to_csv_bytes(rows: list[list[str]]) -> bytes:
    """Rows of text as one CSV file; also for tables other than incidents."""
    file = io.StringIO(newline="")
    # QUOTE_ALL: a lone carriage return in a cell reads back as two rows otherwise.
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([escape_formula(cell) for cell in row] for row in rows)
    return (BOM + file.getvalue()).encode("utf-8", errors="replace")
