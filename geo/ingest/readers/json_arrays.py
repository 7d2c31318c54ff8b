"""Rows as arrays under a list of names, as pandas, Socrata and spreadsheets write them in JSON."""

from collections import Counter
from itertools import zip_longest
from typing import Any

from geo.ingest.readers.table_limits import check_names


def find_arrays(value: Any) -> tuple[list[str], list[list[Any]]] | None:
    """The names and rows of a table of arrays; None where a value is none."""
    if isinstance(value, list):
        are_arrays = len(value) > 1 and all(isinstance(row, list) for row in value)
        return (_to_names(value[0]), value[1:]) if are_arrays and _are_names(value[0]) else None
    rows = value.get("data") if isinstance(value, dict) else None
    if not isinstance(rows, list) or not rows or not all(isinstance(row, list) for row in rows):
        return None
    meta = value.get("meta")
    view = meta.get("view") if isinstance(meta, dict) else None
    columns = value.get("columns") or (view.get("columns") if isinstance(view, dict) else None)
    names = [column.get("name") if isinstance(column, dict) else column for column in columns or ()]
    return (_to_names(list(map(str, names))), rows) if _are_names(names) else None


def _are_names(values: list[Any]) -> bool:
    return bool(values) and all(isinstance(value, str) and value for value in values)


def _to_names(values: list[str]) -> list[str]:
    """Names of which each is different; raises IncidentsInvalid where there are too many, or one is too long."""
    check_names(values)
    names: dict[str, None] = {}
    numbers: Counter[str] = Counter()  # the last number of each repeated name
    for value in values:
        name = value
        while name in names:
            numbers[value] = max(numbers[value], 1) + 1
            name = f"{value} ({numbers[value]})"
        names[name] = None
    return list(names)


def to_object(names: list[str], row: list[Any]) -> Any:
    """A row of as many values as there are names as an object; another stays as it is, to be rejected."""
    return dict(zip_longest(names, row)) if len(row) <= len(names) else row
