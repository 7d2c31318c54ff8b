"""Merged cells of a workbook: the value of a range holds for each of its rows, unless it counts people."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.core.formatting import pluralize
from geo.ingest.generic.column_names import match_names
from geo.ingest.import_result import Finding
from geo.ingest.readers.header_detection import Header

MergedRange = tuple[tuple[int, int], tuple[int, int]]  # row and column of its first and last cell, counted from 0
_COUNTS = ("killed", "injured")


@dataclass(frozen=True, eq=False)
class FilledCells:
    """A sheet's cells after its merged ranges are filled, and what to say of it."""

    cells: pd.DataFrame
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def fill_merged_ranges(cells: pd.DataFrame, header: Header, ranges: Sequence[MergedRange]) -> FilledCells:
    """Return the cells with each range's value in all of its rows below the header.

    A number of people stays in the first row only: repeated, it would be counted several times.
    """
    rows_by_column: dict[int, list[tuple[int, int]]] = {}
    for (first, column), (last, _) in ranges:
        if last > first >= header.first - 1 and column < len(cells.columns):
            rows_by_column.setdefault(column, []).append((first + 1, last + 1))
    if not rows_by_column:
        return FilledCells(cells)
    filled: dict[str, pd.Series] = {}
    findings = []
    for column, all_spans in rows_by_column.items():
        spans = _drop_overlaps(all_spans)
        name = str(cells.columns[column])
        if any(match.target.startswith(_COUNTS) for match in match_names(name)):
            findings.append(_find_counts(cells, name, spans))
        else:
            filled[name] = _fill(cells[name], spans)
    n_ranges = sum(len(rows_by_column[column]) for column, name in enumerate(cells.columns) if name in filled)
    note = f"The value of a merged range holds for each of its rows: {pluralize(n_ranges, 'range')}."
    return FilledCells(cells.assign(**filled), (note,) if filled else (), tuple(findings))


def _drop_overlaps(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges in their order, without those that begin in another: no program writes them."""
    disjoint_spans: list[tuple[int, int]] = []
    for span in sorted(spans):
        if not disjoint_spans or span[0] > disjoint_spans[-1][1]:
            disjoint_spans.append(span)
    return disjoint_spans


def _fill(texts: pd.Series, spans: Sequence[tuple[int, int]]) -> pd.Series:
    values = texts.to_numpy(dtype=object, copy=True)
    for first, last in spans:
        start, stop = np.searchsorted(texts.index, (first, last + 1))
        if start < stop and texts.index[start] == first:
            values[start + 1 : stop] = values[start]
    return pd.Series(values, index=texts.index, dtype="str")


def _find_counts(cells: pd.DataFrame, name: str, spans: Sequence[tuple[int, int]]) -> Finding:
    rows = [
        row for first, last in spans for row in cells.index[slice(*np.searchsorted(cells.index, (first, last + 1)))]
    ]
    text = (
        "One number stands in a merged cell over several rows: it counts in the first of them only, and the others are "
        "unknown."
    )
    return Finding(text, name, rows)
