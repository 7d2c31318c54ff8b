"""Pages of the rows of a packed folder in order of a column: where few values tell the rows apart, they are counted
first, and only the rows of those that a page shows are sorted.
"""

from collections.abc import Callable
from dataclasses import dataclass

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from geo.core.schema import CATEGORY, DATE, TEXT
from geo.core.schema import COUNT as WHOLE_NUMBER
from geo.query.answers import Counts, Rows
from geo.query.filters.expressions import all_of
from geo.query.lazy.lazy_rows import LazyRows
from geo.query.lazy.pack_source import COUNT, Term, terms
from geo.query.lazy.row_order import MAX_READ_ROWS, slice_of, table_order, touched
from geo.query.lazy.row_test import ExpressionTest, RowTest, code_test
from geo.query.packed.columns import CODE_COLUMN, GROUP_COLUMN, ROW
from geo.query.packed.manifest import PackedColumn
from geo.query.sorting import DESCENDING, KILLED_COLUMN, rank_texts

Places = NDArray[np.int64]
BEST, NO_FIGURE = "_best", "_no_figure"


@dataclass(frozen=True, eq=False)
class ValueOrder:
    """An order by values that many rows share: how many rows stand at each place of it, and which these are.

    `columns` are read with the rows, `place_of` makes the place of each row of them.
    """

    counts: Counts
    columns: tuple[str, ...]
    place_of: Callable[[pa.Table], Places]
    test_of: Callable[[Places], RowTest]


def sorted_slice(rows: LazyRows, start: int, stop: int, sort: str) -> Rows:
    """The rows from one place up to another in order of a column, as geo/query/sorting.py has it."""
    name, descending = sort.removeprefix(DESCENDING), sort.startswith(DESCENDING)
    column = next(each for each in rows.source.folder.manifest.columns if each.name == name)
    order = _value_order(rows, column, descending)
    return (
        _sort_all(rows, start, stop, column, descending) if order is None else _slice_values(rows, start, stop, order)
    )


def _slice_values(rows: LazyRows, start: int, stop: int, order: ValueOrder) -> Rows:
    first, last, offset = touched(order.counts, start, stop)
    if first > last:
        return np.zeros(0, dtype=np.int64)
    size = min(stop, int(order.counts.sum())) - start
    if order.counts[first : last + 1].sum() <= MAX_READ_ROWS:
        table = rows.read([ROW, *order.columns], order.test_of(np.arange(first, last + 1)))
        numbers = table[ROW].to_numpy()
        ordered: Rows = numbers[np.lexsort((numbers, order.place_of(table)))]
        return ordered[offset : offset + size]
    slices = []
    for place in range(first, last + 1):
        stop_of_value = min(int(order.counts[place]), offset + size)
        of_value = rows.narrow(order.test_of(np.array([place])))
        slices.append(slice_of(of_value, offset, stop_of_value, table_order(rows.source.codebook)))
        size, offset = size - (stop_of_value - offset), 0
    return np.concatenate(slices)


def _value_order(rows: LazyRows, column: PackedColumn, descending: bool) -> ValueOrder | None:
    """The order of a column that few values fill; None where each row may have its own."""
    if column.name == KILLED_COLUMN:
        return _of_numbers(rows, (BEST, NO_FIGURE), _killed_known, descending)
    if column.dtype == CATEGORY:
        texts = pa.array(rows.source.codebook.categories(column.name), type=pa.string())
        return _of_codes(rows, CODE_COLUMN[column.name], np.append(rank_texts(texts), -1), descending)
    if column.name in ("date_start", "date_end"):
        days = rows.source.codebook.combinations("when")[column.name]
        ranks = pd.factorize(days, sort=True)[0]
        return _of_codes(rows, GROUP_COLUMN["when"], ranks, descending)
    if column.dtype in (WHOLE_NUMBER, DATE):
        return _of_numbers(rows, (column.stored,), _is_known, descending)
    return None


def _of_codes(rows: LazyRows, column: str, ranks: Places, descending: bool) -> ValueOrder:
    """By the rank of each code; those of rank -1 come last. In a column of categories, the last entry is that of -1."""
    has_missing = column not in GROUP_COLUMN.values()
    sums = rows.sums(terms(code=column), {COUNT: None})
    n_ranks = int(ranks.max(initial=-1)) + 1
    places = np.where(ranks < 0, n_ranks, n_ranks - 1 - ranks if descending else ranks).astype(np.int64)
    counts = np.zeros(n_ranks + 1, dtype=np.int64)
    np.add.at(counts, places[sums["code"].to_numpy(dtype=np.intp)], sums[COUNT].to_numpy(dtype=np.int64))
    return ValueOrder(
        counts,
        (column,),
        lambda table: places[table[column].to_numpy().astype(np.intp)],
        lambda some: code_test(column, np.isin(places, some), has_missing=has_missing),
    )


def _of_numbers(
    rows: LazyRows, columns: tuple[str, ...], is_known: Callable[[tuple[str, ...]], nw.Expr], descending: bool
) -> ValueOrder:
    """By the numbers or days of the first of some columns that say whether they are known."""
    value, known = nw.col(columns[0]), is_known(columns)
    sums = rows.sums({"value": Term(value, columns), "known": Term(known, columns)}, {COUNT: None})
    is_number = sums["known"].to_numpy(dtype=bool)
    values = np.unique(_to_numbers(sums["value"][is_number]))
    n_values = len(values)

    def place_of_values(numbers: Places, are_known: NDArray[np.bool_]) -> Places:
        places = values.searchsorted(numbers)
        ordered = n_values - 1 - places if descending else places
        return np.where(are_known, ordered, n_values).astype(np.int64)

    counts = np.zeros(n_values + 1, dtype=np.int64)
    by_row = place_of_values(_to_numbers(sums["value"].where(sums["known"].astype(bool))), is_number)
    np.add.at(counts, by_row, sums[COUNT].to_numpy(dtype=np.int64))

    def test_of(some: Places) -> RowTest:
        chosen = values[(n_values - 1 - some if descending else some)[some < n_values]]
        tests = [known & _is_one_of(value, chosen, sums["value"].dtype)] if len(chosen) else []
        tests += [~known] if n_values in some else []
        return ExpressionTest(tests[0] if len(tests) == 1 else tests[0] | tests[1], frozenset(columns))

    def place_of(table: pa.Table) -> Places:
        frame = table.select(list(columns)).to_pandas(date_as_object=False)
        are_known = _known_in_memory(frame, columns)
        return place_of_values(_to_numbers(frame[columns[0]].where(are_known)), are_known.to_numpy())

    return ValueOrder(counts, columns, place_of, test_of)


def _sort_all(rows: LazyRows, start: int, stop: int, column: PackedColumn, descending: bool) -> Rows:
    """The engine sorts: its work grows with `stop`."""
    frame, key = rows.source.rows(rows.test, (ROW, column.stored)), nw.col(column.stored)
    if frame is None:
        return np.zeros(0, dtype=np.int64)
    text = key.cast(nw.String).str.to_lowercase() if column.dtype == TEXT else key
    keyed = frame.select(nw.col(ROW), _key=text)
    ordered = keyed.sort("_key", ROW, descending=[descending, False], nulls_last=True).head(stop)
    numbers: Rows = rows.source.frames.collect(ordered)[ROW].to_numpy()
    return numbers[start:stop]


def _killed_known(_columns: tuple[str, ...]) -> nw.Expr:
    return nw.col(NO_FIGURE) == 0


def _is_known(columns: tuple[str, ...]) -> nw.Expr:
    return ~nw.col(columns[0]).is_null()


def _known_in_memory(frame: pd.DataFrame, columns: tuple[str, ...]) -> pd.Series:
    return frame[NO_FIGURE] == 0 if NO_FIGURE in columns else frame[columns[0]].notna()


def _to_numbers(values: pd.Series) -> Places:
    """Numbers or days as whole numbers; 0 where there is none."""
    if pd.api.types.is_datetime64_any_dtype(values):
        days = values.to_numpy().astype("datetime64[D]").astype(np.int64)
        known: Places = np.where(values.isna().to_numpy(), 0, days)
        return known
    numbers: Places = values.fillna(0).to_numpy(dtype=np.int64)
    return numbers


def _is_one_of(value: nw.Expr, chosen: Places, dtype: object) -> nw.Expr:
    """Whether a number is one of these, which follow each other among those that occur."""
    first, last = int(chosen.min()), int(chosen.max())
    if isinstance(dtype, np.dtype) and dtype.kind in "if":
        return all_of([value >= first, value <= last])
    days = [np.datetime64(day, "D").astype("datetime64[us]").item() for day in (first, last)]
    return all_of([value >= days[0], value <= days[1]])
