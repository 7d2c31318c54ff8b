"""Rows that are no data: totals anywhere in a table, labelled or known by arithmetic, and remarks below it."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.formatting import pluralize
from geo.ingest.import_result import Finding
from geo.ingest.readers.raw_table import RawTable, build_rejections
from geo.ingest.readers.total_candidates import (
    LAST_ROWS,
    MIN_SUMMED,
    Candidate,
    find_candidates,
    find_number_columns,
    read_candidates,
    to_numbers,
)
from geo.ingest.readers.total_groups import GroupSums, are_exact_sums, has_year, is_area, is_period
from geo.ingest.readers.total_labels import MAX_SHOWN, is_closing
from geo.ingest.readers.total_sums import Floats, RunningSums, are_sums

BELOW_TABLE = "stands below the table: a total or a remark, not a data row."
BY_ARITHMETIC = "holds no date or place, only the sums of other rows: a total, not a data row."
# Each column adds two running sums over all rows, and 300 show a total as surely as the 2,000 of the widest files.
_MAX_SUMMED_COLUMNS = 300


def drop_total_rows(table: RawTable) -> RawTable:
    """The table with its totals, and the remarks below it, among the rejected rows."""
    cells, rejected = table.cells, []
    below = _rows_below_table(cells)
    rejected += [(row, BELOW_TABLE) for row in below]
    cells = cells.drop(index=below) if below else cells
    totals = list(_find_totals(cells))
    if not (below or totals):
        return table
    rejected += [(int(cells.index[candidate.position]), _explain(candidate)) for candidate in totals]
    rejections = build_rejections((row, "", _join(table.cells.loc[row]), reason) for row, reason in sorted(rejected))
    return replace(
        table,
        cells=cells.drop(index=cells.index[[candidate.position for candidate in totals]]),
        rejected=pd.concat([table.rejected, rejections], ignore_index=True) if len(table.rejected) else rejections,
        findings=(*table.findings, *_findings(cells, totals)),
    )


def _explain(candidate: Candidate) -> str:
    if candidate.label is None:
        text = candidate.only_text[1].strip() if candidate.only_text is not None else ""
        return f"holds only “{text}” and the sums of other rows: a total, not a data row." if text else BY_ARITHMETIC
    return f"is labelled “{candidate.label.strip()}”: a total, not a data row."


def _findings(cells: pd.DataFrame, totals: list[Candidate]) -> Iterator[Finding]:
    """What a person should look at: totals that nothing but arithmetic shows."""
    rows = cells.index[[candidate.position for candidate in totals if candidate.label is None]]
    if len(rows):
        verb = "holds" if len(rows) == 1 else "hold"
        text = f"{pluralize(len(rows), 'row')} without a label {verb} only sums of other rows, so no incident"
        yield Finding(text, rows=rows, examples=tuple(f"row {row:,}" for row in rows[:3]))


def _join(row: pd.Series) -> str:
    text = ",".join(str(cell) for cell in row if not pd.isna(cell))
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}… ({len(text):,} characters)"


def _rows_below_table(cells: pd.DataFrame) -> list[int]:
    """The numbers of the last rows that only hold a total or a remark, and not all cells."""
    last = cells.iloc[-LAST_ROWS:]
    rows = []
    for number, values in zip(reversed(last.index), reversed(last.to_numpy(dtype=object).tolist()), strict=True):
        filled = [value for value in values if isinstance(value, str)]
        if filled and not (len(filled) < len(values) and is_closing(filled[0])):
            break
        if filled:
            rows.append(int(number))
    return rows


def _find_totals(cells: pd.DataFrame) -> Iterator[Candidate]:
    """The rows that are totals, in order."""
    if len(cells) < MIN_SUMMED:
        return
    are_numbers = find_number_columns(cells)
    positions = find_candidates(cells, are_numbers)
    if not len(positions):
        return
    numbers = to_numbers(cells.iloc[:, np.flatnonzero(are_numbers)[:_MAX_SUMMED_COLUMNS]])
    is_counted = np.ones(len(cells), dtype=bool)
    is_counted[positions] = False
    totals = np.cumsum(np.where(is_counted[:, None], np.nan_to_num(numbers), 0.0), axis=0)
    n_counted = np.cumsum(is_counted)
    is_first = ~cells.duplicated().to_numpy()
    distinct = np.cumsum(np.where((is_counted & is_first)[:, None], np.nan_to_num(numbers), 0.0), axis=0)
    groups = GroupSums(cells, numbers, is_counted)
    yield from _walk(cells, positions, numbers, (totals, distinct), n_counted, groups)


def _walk(
    cells: pd.DataFrame,
    positions: NDArray[np.intp],
    numbers: Floats,
    running: tuple[Floats, ...],
    n_counted: NDArray[np.intp],
    groups: GroupSums,
) -> Iterator[Candidate]:
    """Go through the candidates in order; one that is no total counts as a row of its group."""
    width = numbers.shape[1]
    sums = [RunningSums(np.zeros(width), np.zeros(width)) for _ in running]
    before = -1
    last = len(cells) - 1
    for candidate in read_candidates(cells, positions, numbers):
        position = candidate.position
        for state, column_sums in zip(sums, running, strict=True):
            known = column_sums[before] if before >= 0 else np.zeros(width)
            n_known = int(n_counted[before]) if before >= 0 else 0
            state.add(column_sums[position] - known, int(n_counted[position]) - n_known)
        before = position
        is_edge = position in (0, last)
        below = [column_sums[last] - column_sums[position] for column_sums in running]
        n_below = int(n_counted[last] - n_counted[position])
        is_total = _is_total(candidate, sums, (below, n_below) if position == 0 else ([], 0), is_edge=is_edge)
        if is_total or _is_sum_of_group(candidate, cells, sums, groups):
            yield candidate
            for state in sums:
                state.close()
        else:
            for state in sums:
                state.add(np.nan_to_num(numbers[position]), 1)


def _is_total(candidate: Candidate, sums: list[RunningSums], below: tuple[list[Floats], int], *, is_edge: bool) -> bool:
    if candidate.label is not None and not candidate.has_other_texts:
        return True
    if candidate.has_other_texts and candidate.label is None:
        return False
    # One number alone may be a row's own: only at an end, or where others are totals, and with no text, it is a sum.
    is_expected = is_edge or any(state.has_total for state in sums)
    min_columns = 1 if candidate.label is not None or (is_expected and not candidate.has_text) else 2
    windows = [
        *((state.since, state.n_since) for state in sums),
        *((state.above, state.n_above) for state in sums),
        *((column_sums, below[1]) for column_sums in below[0]),
    ]
    return any(
        are_sums(candidate.numbers, window, min_columns)
        for window, n_rows in windows
        if n_rows >= MIN_SUMMED or (n_rows == 1 and any(state.has_total for state in sums))
    )


def _is_sum_of_group(candidate: Candidate, cells: pd.DataFrame, sums: list[RunningSums], groups: GroupSums) -> bool:
    """Whether a row has no text but a period or an area, and only the sums of its rows: those above, or of the area."""
    if candidate.only_text is None and candidate.has_text:
        return False
    windows = [(state.since, state.n_since) for state in sums] + [(state.above, state.n_above) for state in sums]
    are_above = any(n_rows >= MIN_SUMMED and are_exact_sums(candidate.numbers, window) for window, n_rows in windows)
    if candidate.only_text is None:
        return are_above and has_year(cells.iloc[candidate.position])
    column, text = candidate.only_text
    if are_above and (is_period(text) or (is_area(text) and cells.iloc[candidate.position - 1, column] == text)):
        return True
    of_area, n_rows = groups.find(column, text)
    return n_rows >= MIN_SUMMED and are_exact_sums(candidate.numbers, of_area) and is_area(text)
