"""Read a table of words: a CSV file with the word, its kind and the source of the row."""

import csv
from collections import Counter
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from geo.errors import PlacesInvalid

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

WordLists = TypeVar("WordLists", bound="DataclassInstance")
COLUMNS = ("word", "kind", "source")
ACCEPTED = f"a CSV file with the columns {', '.join(COLUMNS)} in this order"


def load_words(path: Path, lists: type[WordLists]) -> WordLists:
    """Read a table of words into a dataclass that has one field, a frozenset of words, for each kind.

    Raises PlacesInvalid if a column or a cell is missing, a kind is unknown or has no words, or a row is repeated.
    """
    rows = _read_rows(path)
    kinds = [field.name for field in fields(lists)]
    counts = Counter(kind for _, kind, _ in rows)
    problems = [
        *(f"{kind!r} is not a kind; the kinds are {', '.join(kinds)}" for kind in counts if kind not in kinds),
        *(f"the kind {kind!r} has no words" for kind in kinds if kind not in counts),
    ]
    if problems:
        raise PlacesInvalid(path.name, problems[0], accepted=ACCEPTED)
    return lists(**{kind: frozenset(word for word, kind_, _ in rows if kind_ == kind) for kind in kinds})


def _read_rows(path: Path) -> list[tuple[str, str, str]]:
    """The rows under the header as (word, kind, source), every cell filled and no word twice under one kind."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file)) or [[]]
    if tuple(header) != COLUMNS:
        raise PlacesInvalid(path.name, f"its first row is {','.join(header)!r}", accepted=ACCEPTED)
    first_lines: dict[tuple[str, ...], int] = {}
    for line, row in enumerate(rows, start=2):
        if len(row) != len(COLUMNS) or not all(cell.strip() for cell in row):
            raise PlacesInvalid(path.name, f"a cell is missing in line {line}", accepted=ACCEPTED)
        first = first_lines.setdefault(tuple(row[:2]), line)
        if first != line:
            raise PlacesInvalid(path.name, f"line {line} repeats line {first}", accepted=ACCEPTED)
    return [(word, kind, source) for word, kind, source in rows]
