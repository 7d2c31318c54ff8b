"""Rows below the header that describe the columns: units, types, numbers, descriptions, names in another language."""

import re
from dataclasses import replace

import pandas as pd

from geo.ingest.parsers.cell_normalization import truncate
from geo.ingest.parsers.counts import parse_counts
from geo.ingest.parsers.dates import parse_dates
from geo.ingest.parsers.missing_words import is_missing_word
from geo.ingest.readers.header_detection import VALUE
from geo.ingest.readers.raw_table import RawTable, build_rejections

MAX_ROWS = 3  # below the header, by judgement
SAMPLE_ROWS, MIN_ROWS = 200, 3  # by which columns of values are known, and which must be left
VALUE_SHARE = 0.8  # of a column's cells from which it is one of values: numbers or dates; by judgement
REASON = "describes the columns (units, types or names), and is no data row: nothing is lost."
MAX_SHOWN = 1_000  # characters of a row that a rejection repeats
_BRACKETS = re.compile(r"\s*[(\[].{0,80}[)\]]\s*")
_UNITS = re.compile(
    r"\W*(?:km|m|metres?|kilomet(?:re|er)s?|people|persons?|number|numbers|count|no|usd|eur|degrees?|decimal degrees|%|"
    r"date|text|string|integer|int|float|double|boolean|category|yyyy[-/]mm[-/]dd|dd[-/]mm[-/]yyyy|mm[-/]dd[-/]yyyy)\W*",
    re.IGNORECASE,
)


def drop_label_rows(table: RawTable) -> RawTable:
    """Return the table with the rows right below its header that only describe the columns among the rejected."""
    if not table.header_row or len(table.cells) < MIN_ROWS + 1:
        return table
    sample = table.cells.iloc[: MAX_ROWS + SAMPLE_ROWS].astype("str")
    labels = []
    for place in range(min(MAX_ROWS, len(sample) - MIN_ROWS)):
        if not _is_label_row(sample.iloc[place], sample.iloc[place + 1 :]):
            break
        labels.append(place)
    if not labels:
        return table
    rows = sample.iloc[labels]
    texts = ((int(str(row)), "", "; ".join(cells.dropna())[:MAX_SHOWN], REASON) for row, cells in rows.iterrows())
    parts = [part for part in (table.rejected, build_rejections(texts)) if len(part)]
    return replace(table, cells=table.cells.iloc[len(labels) :], rejected=pd.concat(parts, ignore_index=True))


def _is_label_row(cells: pd.Series, below: pd.DataFrame) -> bool:
    filled = cells.dropna().map(truncate)
    if list(filled) == [str(number) for number in range(1, len(cells) + 1)]:
        return True
    if len(filled) < 2 or is_missing_word(filled).any() or filled.map(VALUE.fullmatch).notna().any():
        return False
    misfits = filled[[_is_value_column(below[name]) for name in filled.index]]
    if misfits.empty or _are_readable(misfits):
        return False
    if any((below[name] == cells[name]).any() for name in filled.index):
        return False  # a label stands in its column once
    are_units = all(_BRACKETS.fullmatch(text) or _UNITS.fullmatch(text) for text in filled)
    return are_units or len(misfits) > 1 or len(filled) == len(cells)


def _is_value_column(texts: pd.Series) -> bool:
    filled = texts.dropna().map(truncate)
    return len(filled) >= MIN_ROWS and filled.map(VALUE.fullmatch).notna().mean() >= VALUE_SHARE


def _are_readable(texts: pd.Series) -> bool:
    """Whether any of the texts is a date or a number in words."""
    return bool(parse_counts(texts).reasons.isna().any() or parse_dates(texts).reasons.isna().any())
