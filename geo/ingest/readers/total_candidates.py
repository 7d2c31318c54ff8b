"""The rows of a table that may be totals: they leave much blank, or have the label of one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.ingest.readers.total_labels import MAX_LABEL, find_labels, is_total_label
from geo.ingest.readers.total_sums import Floats

LAST_ROWS = 25  # rows in which totals and remarks below the table are looked for, by judgement
MIN_SUMMED = 2  # rows: one row's number again is no sum
# A total says nothing of where and when: it leaves half of the columns of text blank that most rows fill. By judgement.
_FILLED_SHARE, _BLANK_SHARE = 0.5, 0.5
_SAMPLED_ROWS = 100  # by which columns of numbers are known, from either end
_NUMBERS_SHARE = 0.8  # of a column's sampled cells from which it is one of numbers, by judgement
# Beyond so many rows with little in them, or this share of all, they are no totals but a sparse table. By judgement.
_MAX_CANDIDATES, _MAX_CANDIDATE_SHARE = 5_000, 0.6
_LABEL_COLUMNS = 4  # of text, from the left, in which labels are looked for; by judgement
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:[ ',.]\d{3})+|\d+)(?:[.,]\d+)?")
_WHOLE_NUMBER = rf"^(?:{_NUMBER.pattern})$"  # for whole columns at once; its digits are ASCII's only

Mask = NDArray[np.bool_]
Positions = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Candidate:
    """A row that may be a total: its position, its label, and what it holds beside numbers.

    `only_text` is its only text with the place of its column, None where it has none or several.
    """

    position: int
    label: str | None
    has_other_texts: bool
    has_text: bool
    only_text: tuple[int, str] | None
    numbers: Floats = field(repr=False)  # one a column of numbers, NaN where blank


def find_number_columns(cells: pd.DataFrame) -> Mask:
    """Return of each column whether most of its cells are numbers, and not all years, as a sample shows."""
    ends = [cells.iloc[:_SAMPLED_ROWS], cells.iloc[-_SAMPLED_ROWS:]]
    sampled = np.concatenate([rows.to_numpy(dtype=object) for rows in ends])
    return np.array([_are_numbers(sampled[:, place]) for place in range(cells.shape[1])], dtype=bool)


def _are_numbers(sampled: NDArray[np.object_]) -> bool:
    texts = [str(cell) for cell in sampled[~pd.isna(sampled)]]
    are_years = all(_YEAR.fullmatch(text[:MAX_LABEL].strip()) for text in texts)  # nobody adds up
    return bool(texts) and not are_years and sum(map(_is_number, texts)) >= _NUMBERS_SHARE * len(texts)


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text[:MAX_LABEL].strip()) is not None


def find_candidates(cells: pd.DataFrame, are_numbers: Mask) -> Positions:
    """Return the positions of rows that leave much blank, or that have a total's label and leave anything blank."""
    if len(cells) < MIN_SUMMED or not cells.shape[1]:
        return np.empty(0, dtype=np.intp)
    texts = np.flatnonzero(~are_numbers)
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


def read_candidates(cells: pd.DataFrame, positions: Positions, numbers: Floats) -> Iterator[Candidate]:
    """Yield the rows at these positions, in order, with their `numbers`, which has a row for each of the table."""
    is_numbered = _continue_numbering(cells, positions)
    rows = zip(positions.tolist(), _read_texts(cells, positions), is_numbered, strict=True)
    for position, texts, has_number in rows:
        label = next((text for _, text, _ in texts if is_total_label(text)), None)
        has_others = any(text.strip() != "" and text != above and not is_total_label(text) for _, text, above in texts)
        only_text = texts[0][:2] if len(texts) == 1 and not has_number else None
        yield Candidate(position, label, has_others or bool(has_number), bool(texts), only_text, numbers[position])


def _read_texts(cells: pd.DataFrame, positions: Positions) -> list[list[tuple[int, str, str | None]]]:
    """The cells of each row that are no numbers, from the left, each with its column's place and the cell above it."""
    texts: list[list[tuple[int, str, str | None]]] = [[] for _ in positions]
    for column in range(cells.shape[1]):
        own = _take(cells, column, positions)
        is_number = pc.fill_null(pc.match_substring_regex(own, _WHOLE_NUMBER), True)
        places = pc.indices_nonzero(pc.invert(is_number)).to_numpy()
        if len(places):
            above = _take(cells, column, np.maximum(positions[places] - 1, 0)).to_pylist()
            for place, text, previous in zip(places.tolist(), own.take(places).to_pylist(), above, strict=True):
                if not _is_number(text):
                    texts[place].append((column, text, previous if positions[place] else None))
    return texts


def _take(cells: pd.DataFrame, column: int, positions: Positions) -> pa.Array:
    values = cells.iloc[:, column].array
    if not isinstance(values.dtype, pd.StringDtype):
        values = pd.array(values.take(positions), dtype="str")
        positions = np.arange(len(positions))
    return pa.array(values, pa.large_string(), from_pandas=True).take(pa.array(positions))


def _continue_numbering(cells: pd.DataFrame, positions: Positions) -> Mask:
    """Whether the first column numbers the two rows above each, and the row too."""
    own, above, second = (
        to_numbers(cells.iloc[np.maximum(positions - back, 0), :1], has_thousands=False)[:, 0] for back in range(3)
    )
    is_numbered: Mask = (positions >= 2) & (own - above == 1) & (above - second == 1)
    return is_numbered


def to_numbers(columns: pd.DataFrame, *, has_thousands: bool = True) -> Floats:
    """Return the numbers of columns as float64, NaN where a cell is none; a comma or blank parts thousands."""
    texts = [columns.iloc[:, place].astype("str") for place in range(columns.shape[1])]
    if has_thousands:
        texts = [column.str.replace(r"[ ',](?=\d{3})", "", regex=True) for column in texts]
    numbers = [pd.to_numeric(column, errors="coerce") for column in texts]
    return np.column_stack(numbers).astype(np.float64) if numbers else np.empty((len(columns), 0))
