"""Read a small table of ours: a CSV file whose columns are known and whose every cell is filled."""

import csv
from collections.abc import Sequence
from pathlib import Path

from geo.errors import PlacesInvalid


def read_rows(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """The rows below the header; raises PlacesInvalid for other columns, an empty cell, or a file that is no CSV."""
    accepted = f"a CSV file in UTF-8 with the columns {', '.join(columns)} in this order"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = list(csv.reader(file, strict=True)) or [[]]
    except (OSError, UnicodeError, csv.Error) as error:
        raise PlacesInvalid(path.name, f"it cannot be read: {error}", accepted=accepted) from error
    if header != list(columns):
        raise PlacesInvalid(path.name, f"its first row is {','.join(header)[:80]!r}", accepted=accepted)
    for line, row in enumerate(rows, start=2):
        if len(row) != len(columns) or not all(cell.strip() for cell in row):
            raise PlacesInvalid(path.name, f"a cell is missing in line {line}", accepted=accepted)
    return [dict(zip(columns, row, strict=True)) for row in rows]
