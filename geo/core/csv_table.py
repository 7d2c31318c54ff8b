"""Rows of text as a CSV file that Excel opens correctly and that runs no formula."""

import csv
import io

from geo.core.csv_injection import escape_formula

BOM = "\ufeff"  # without it, Excel reads UTF-8 as the machine's legacy code page


def to_csv_bytes(rows: list[list[str]]) -> bytes:
    """Write rows of text, the header first, as one CSV file in UTF-8."""
    file = io.StringIO(newline="")
    # QUOTE_ALL: otherwise a lone carriage return in a cell reads back as two rows.
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([escape_formula(cell) for cell in row] for row in rows)
    return (BOM + file.getvalue()).encode("utf-8", errors="replace")
