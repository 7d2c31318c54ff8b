"""The columns of a bundle's tables: as the dictionary for readers, and as the schema of a data package."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geo.bundle import markdown
from geo.bundle.corrections import COLUMNS as CORRECTION_COLUMNS
from geo.core.csv_injection import escape_formula
from geo.core.schema import (
    COLUMN,
    COMPANION_TABLES,
    DATE_PRECISIONS,
    EXPORT_COLUMNS,
    PLACE_PRECISIONS,
    RELATIONS,
    STANCES,
    TEXT,
    Column,
)

OWN_MEANING = "A column of the provider or of the person who added the rows, as it was."
VOCABULARIES: Mapping[str, Mapping[str, str]] = {
    "date_precision": DATE_PRECISIONS,
    "place_precision": PLACE_PRECISIONS,
    "stance": STANCES,
    "relation": RELATIONS,
}
TABLES: Mapping[str, tuple[Column, ...]] = {**COMPANION_TABLES, "corrections": CORRECTION_COLUMNS}
HEADER = ("file", "column", "title", "type", "meaning", "unit", "values", "warning")
INTRODUCTION = """# The columns of these files

Dates are written 2024-01-16, numbers with a point, yes and no as true and false. A blank cell is unknown, never zero.
A cell that begins with an apostrophe before =, +, - or @ had none: it keeps spreadsheets from running the cell."""


@dataclass(frozen=True)
class TableColumn:
    """A column of a file: its name there, its type in a table schema, and what it means as far as that is known."""

    file: str
    name: str
    type: str
    column: Column

    @property
    def cells(self) -> tuple[str, ...]:
        """A line of the dictionary, by HEADER."""
        values = "; ".join(self.column.allowed)
        column = self.column
        return self.file, self.name, column.title, self.type, column.meaning, column.unit, values, column.warning


def describe_columns(file: str, table: pd.DataFrame) -> tuple[TableColumn, ...]:
    """The columns of a table, which need have no rows, in the order of its file; without the geometry."""
    columns = _columns_of(file)
    return tuple(
        TableColumn(file, str(name), _type_of(table[name]), columns.get(str(name)) or _own_column(str(name)))
        for name in table.columns
        if name != "geometry"
    )


def write_dictionary(columns: tuple[TableColumn, ...]) -> list[list[str]]:
    """The lines of dictionary.csv, the header first."""
    return [list(HEADER), *(list(column.cells) for column in columns)]


def write_dictionary_page(columns: tuple[TableColumn, ...]) -> str:
    """The same as a page for readers, in Markdown, with what the words of its vocabularies mean."""
    parts = [INTRODUCTION]
    for file in dict.fromkeys(column.file for column in columns):
        rows = [column.cells[1:] for column in columns if column.file == file]
        parts += [f"## {file}", markdown.table(HEADER[1:], rows)]
    names = {column.name for column in columns}
    for name, words in VOCABULARIES.items():
        if name in names:
            parts += [f"## The words of {name}", "\n".join(f"- **{word}**: {text}" for word, text in words.items())]
    return "\n\n".join(parts) + "\n"


def table_schema(columns: tuple[TableColumn, ...]) -> dict[str, Any]:
    """The columns of one file as a Table Schema (specs.frictionlessdata.io/table-schema), whose names are the header's.

    The header is escaped as every cell is.
    """
    return {"fields": [_field(column) for column in columns], "missingValues": [""]}


def _field(column: TableColumn) -> dict[str, Any]:
    field: dict[str, Any] = {"name": escape_formula(column.name), "type": column.type}
    field |= {"title": column.column.title, "description": column.column.tooltip}
    if column.type == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    return field


def _columns_of(file: str) -> Mapping[str, Column]:
    columns = TABLES.get(file.removesuffix(".csv"), (*COLUMN.values(), *EXPORT_COLUMNS))
    return {column.name: column for column in columns}


def _own_column(name: str) -> Column:
    return Column(name, name, TEXT, OWN_MEANING)


def _type_of(values: pd.Series) -> str:
    """The type of a column's cells by the names of Table Schema."""
    kinds = pd.api.types
    if kinds.is_bool_dtype(values.dtype):
        return "boolean"
    if kinds.is_float_dtype(values.dtype):
        return "number"
    if kinds.is_integer_dtype(values.dtype):
        return "integer"
    return "date" if kinds.is_datetime64_any_dtype(values.dtype) else "string"
