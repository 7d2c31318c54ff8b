"""Rows that are no data: totals anywhere in a table, labelled or known by arithmetic, and remarks below it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.formatting import pluralize
from geo.ingest.import_result import Finding
from geo.ingest.readers.raw_table import RawTable, build_rejections
from geo.ingest.readers.total_labels import MAX_LABEL, MAX_SHOWN, find_labels, is_closing, is_total_label
from geo.ingest.readers.total_sums import Floats, RunningSums, are_sums

LAST_ROWS = 25  # rows in which totals and remarks below the table are looked for, by judgement
BELOW_TABLE = "stands below the table: a total or a remark, not a data row."
BY_ARITHMETIC = "holds no date or place, only the sums of other rows: a total, not a data row."
# A total says nothing of where and when: it leaves half of the columns of text blank that most rows fill. By judgement.
_FILLED_SHARE, _BLANK_SHARE = 0.5, 0.5
_SAMPLED_ROWS = 100  # by which columns of numbers are known, from either end
_NUMBERS_SHARE = 0.8  # of a column's sampled cells from which it is one of numbers, by judgement
# Beyond so many rows with little in them, or this share of all, they are no totals but a sparse table. By judgement.
_MAX_CANDIDATES, _MAX_CANDIDATE_SHARE = 5_000, 0.6
_MIN_SUMMED = 2  # rows: one row's number again is no sum
_LABEL_COLUMNS = 4  # of text, from the left, in which labels are looked for; by judgement
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:[ ',.]\d{3})+|\d+)(?:[.,]\d+)?")


@dataclass(frozen=True, eq=False)
class _Candidate:
    """A row that may be a total: its position, its cells as they stand, and what it holds beside numbers."""

    position: int
    texts: tuple[str | None, ...]
    label: str | None
    has_other_texts: bool
    has_text: bool
    numbers: Floats = field(repr=False)  # one a column of numbers, NaN where blank


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


def _explain(candidate: _Candidate) -> str:
    if candidate.label is None:
        return BY_ARITHMETIC
    return f"is labelled “{candidate.label.strip()}”: a total, not a data row."


def _findings(cells: pd.DataFrame, totals: list[_Candidate]) -> Iterator[Finding]:
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
    last = cells.iloc[-LAST_ROWS:].astype(object)
    rows = []
    for number, values in zip(reversed(last.index), reversed(last.to_numpy().tolist()), strict=True):
        filled = [value for value in values if isinstance(value, str)]
        if filled and not (len(filled) < len(values) and is_closing(filled[0])):
            break
        if filled:
            rows.append(int(number))
    return rows


def _find_totals(cells: pd.DataFrame) -> Iterator[_Candidate]:
    """The rows that are totals, in order."""
    are_numbers = [_holds_numbers(cells.iloc[:, position]) for position in range(cells.shape[1])]
    positions = _candidate_positions(cells, are_numbers)
    if not len(positions):
        return
    numbers = _to_numbers(cells.loc[:, are_numbers])
    is_counted = np.ones(len(cells), dtype=bool)
    is_counted[positions] = False
    totals = np.cumsum(np.where(is_counted[:, None], np.nan_to_num(numbers), 0.0), axis=0)
    n_counted = np.cumsum(is_counted)
    is_first = ~cells.duplicated().to_numpy()
    distinct = np.cumsum(np.where((is_counted & is_first)[:, None], np.nan_to_num(numbers), 0.0), axis=0)
    yield from _walk(cells, positions, numbers, (totals, distinct), n_counted)


def _walk(
    cells: pd.DataFrame,
    positions: NDArray[np.intp],
    numbers: Floats,
    running: tuple[Floats, ...],
    n_counted: NDArray[np.intp],
) -> Iterator[_Candidate]:
    """Go through the candidates in order; one that is no total counts as a row of its group."""
    width = numbers.shape[1]
    sums = [RunningSums(np.zeros(width), np.zeros(width)) for _ in running]
    before = -1
    last = len(cells) - 1
    for position in map(int, positions):
        candidate = _read_candidate(cells, position, numbers[position])
        for state, column_sums in zip(sums, running, strict=True):
            known = column_sums[before] if before >= 0 else np.zeros(width)
            n_known = int(n_counted[before]) if before >= 0 else 0
            state.add(column_sums[position] - known, int(n_counted[position]) - n_known)
        before = position
        is_edge = position in (0, last)
        below = [column_sums[last] - column_sums[position] for column_sums in running]
        n_below = int(n_counted[last] - n_counted[position])
        if _is_total(candidate, sums, (below, n_below) if position == 0 else ([], 0), is_edge=is_edge):
            yield candidate
            for state in sums:
                state.close()
        else:
            for state in sums:
                state.add(np.nan_to_num(numbers[position]), 1)


def _is_total(
    candidate: _Candidate, sums: list[RunningSums], below: tuple[list[Floats], int], *, is_edge: bool
) -> bool:
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
        if n_rows >= _MIN_SUMMED or (n_rows == 1 and any(state.has_total for state in sums))
    )


def _read_candidate(cells: pd.DataFrame, position: int, numbers: Floats) -> _Candidate:
    texts = tuple(None if pd.isna(cell) else str(cell) for cell in cells.iloc[position])
    above = cells.iloc[position - 1] if position else [None] * len(texts)
    label = next((text for text in texts if text is not None and is_total_label(text)), None)
    has_others = any(
        text is not None
        and text.strip() != ""
        and not is_total_label(text)
        and not _NUMBER.fullmatch(text[:MAX_LABEL].strip())
        and text != previous
        for text, previous in zip(texts, above, strict=True)
    )
    has_text = any(text is not None and not _NUMBER.fullmatch(text[:MAX_LABEL].strip()) for text in texts)
    is_numbered = _continues_numbering(cells, position)
    return _Candidate(position, texts, label, has_others or is_numbered, has_text, numbers)


def _continues_numbering(cells: pd.DataFrame, position: int) -> bool:
    """Whether the first column numbers the rows, and this row too."""
    numbers = pd.to_numeric(cells.iloc[max(position - 2, 0) : position + 1, 0].astype("str"), errors="coerce")
    return position >= 2 and bool((numbers.diff().iloc[1:] == 1).all())


def _candidate_positions(cells: pd.DataFrame, are_numbers: list[bool]) -> NDArray[np.intp]:
    """The positions of rows that leave much blank, and of those with the label of a total that leave anything blank."""
    if len(cells) < _MIN_SUMMED or not cells.shape[1]:
        return np.empty(0, dtype=np.intp)
    texts = [place for place, is_number in enumerate(are_numbers) if not is_number]
    is_blank = {place: cells.iloc[:, place].isna().to_numpy() for place in texts}
    usual = [place for place in texts if is_blank[place].mean() <= 1 - _FILLED_SHARE]
    n_blank = sum((is_blank[place].astype(np.int16) for place in usual), np.zeros(len(cells), dtype=np.int16))
    is_sparse = (n_blank >= max(1.0, _BLANK_SHARE * len(usual))) & (len(usual) > 0)
    n_filled = len(texts) - sum((mask.astype(np.int16) for mask in is_blank.values()), np.zeros(len(cells), np.int16))
    is_sparse &= n_filled <= 1  # the name of its group at most
    if is_sparse.sum() > min(_MAX_CANDIDATES, _MAX_CANDIDATE_SHARE * len(cells)):
        is_sparse[:-LAST_ROWS] = False
    for place in texts[:_LABEL_COLUMNS]:
        labelled = find_labels(cells.iloc[:, place].astype("str"))
        is_sparse[[position for position in labelled if n_blank[position] or len(usual) < 2]] = True
    return np.flatnonzero(is_sparse)


def _holds_numbers(column: pd.Series) -> bool:
    """Whether most of a column's cells are numbers, as a sample shows."""
    sampled = [*column.iloc[:_SAMPLED_ROWS].tolist(), *column.iloc[-_SAMPLED_ROWS:].tolist()]
    texts = [str(cell).strip() for cell in sampled if not pd.isna(cell)]
    n_numbers = sum(_NUMBER.fullmatch(text[:MAX_LABEL]) is not None for text in texts)
    return bool(texts) and n_numbers >= _NUMBERS_SHARE * len(texts)


def _to_numbers(columns: pd.DataFrame) -> Floats:
    """The numbers of columns as float64, NaN where a cell is none; a comma or blank parts thousands."""
    numbers = [_column_numbers(columns.iloc[:, place].astype("str")) for place in range(columns.shape[1])]
    return np.column_stack(numbers).astype(np.float64) if numbers else np.empty((len(columns), 0))


def _column_numbers(texts: pd.Series) -> pd.Series:
    return pd.to_numeric(texts.str.replace(r"[ ',](?=\d{3})", "", regex=True), errors="coerce")
