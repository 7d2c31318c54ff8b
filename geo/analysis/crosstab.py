"""One property of the incidents against another: counts, or the number killed as ranges.

Rows are added up by the sets of values that they have in both properties, of which there are far fewer than rows; each
set is then spread over its values.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from geo.analysis import casualties
from geo.analysis.casualties import sum_by
from geo.analysis.dimensions import DIMENSION, TOTAL, Codes, ValueSets, dimension_values
from geo.errors import AnswerTooLarge
from geo.query import cancellation
from geo.query.engine import Engine, ResultSet
from geo.query.limits import table_cells

# Pairs of values that are added up at once, of some 50 bytes each. By judgement: few enough for 150 MB, and so many
# that a table of a million incidents has one part or two.
PART_PAIRS = 3_000_000
MEASURES = {"incidents": "Incidents", "killed": "Killed, as ranges"}


def crosstab(results: ResultSet, *, rows: str, columns: str, measure: str = "incidents") -> pd.DataFrame:
    """Tabulate the selected incidents by two dimensions, with totals; cells are text to read or save.

    An incident with several actors counts in the row of each, so rows may add up to more than the total, which counts
    every incident once. Raises AnswerTooLarge, and KeyError for an unknown dimension or measure.
    """
    names, to_text = CELLS[measure]
    down, across = (_value_sets(results.engine, key) for key in (rows, columns))
    add_up = results.cell_counts if names == ("incidents",) else results.casualty_sums
    by_sets = add_up(down.grouping, across.grouping)
    (row_sets, column_sets), sums = (by_sets[axis].to_numpy() for axis in (0, 1)), by_sets[list(names)]
    cancellation.check("a cross-tab")
    by_row, by_column = sum_by_value(down, row_sets, sums), sum_by_value(across, column_sets, sums)
    _check_size(len(by_row), len(by_column))
    cells = _sum_by_pair(down, row_sets, across, column_sets, sums)
    texts = np.full((len(by_row) + 1, len(by_column) + 1), "", dtype=object)
    row, column = np.divmod(cells.index.to_numpy(), max(len(across.names), 1))
    texts[by_row.index.get_indexer(row), by_column.index.get_indexer(column)] = to_text(cells)
    texts[:-1, -1], texts[-1, :-1] = to_text(by_row), to_text(by_column)
    texts[-1, -1] = to_text(casualties.grand_total(sums))[0]
    headings = [*down.names[by_row.index], TOTAL], [*across.names[by_column.index], TOTAL]
    table = pd.DataFrame(texts, *headings, dtype=object)
    return table.rename_axis(index=DIMENSION[rows].label).reset_index()


def _check_size(n_rows: int, n_columns: int) -> None:
    """Raise AnswerTooLarge where the table would have more cells than the setting TABLE_CELLS allows."""
    if n_rows * n_columns > table_cells():
        raise AnswerTooLarge(f"{n_rows:,} by {n_columns:,} cells", limit=table_cells(), setting="TABLE_CELLS")


def sum_by_value(sets: ValueSets, set_of_row: Codes, sums: pd.DataFrame) -> pd.DataFrame:
    """The sums for every value that occurs, indexed by its code; an incident counts once for each of its values."""
    by_set = sum_by(sums, set_of_row, len(sets))
    present = np.flatnonzero(by_set["incidents"].to_numpy())
    position, value = sets.explode(present)
    by_value = sum_by(by_set.take(present[position]), value, len(sets.names))
    return by_value[by_value["incidents"] > 0]


def _value_sets(engine: Engine, key: str) -> ValueSets:
    dimension = DIMENSION[key]
    return ValueSets.from_values(engine, dimension.group, dimension_values(engine, dimension))


def _sum_by_pair(
    down: ValueSets, row_sets: Codes, across: ValueSets, column_sets: Codes, sums: pd.DataFrame
) -> pd.DataFrame:
    """The sums for every pair of values that occurs, indexed by row code * number of columns + column code.

    A row of lists of names has as many pairs as both lists multiplied, so that they are added up part by part.
    """
    n_pairs = down.lengths[row_sets] * across.lengths[column_sets]
    part_of_row = np.cumsum(n_pairs) // PART_PAIRS
    parts = np.split(np.arange(len(row_sets)), np.flatnonzero(np.diff(part_of_row)) + 1)
    cells = sums.iloc[:0].set_axis(np.empty(0, dtype=np.intp))
    for rows in parts:
        cancellation.check("a cross-tab")
        part = _sum_part(down, row_sets[rows], across, column_sets[rows], sums.take(rows))
        cells = part if cells.empty else _add(cells, part)
    return cells


def _sum_part(
    down: ValueSets, row_sets: Codes, across: ValueSets, column_sets: Codes, sums: pd.DataFrame
) -> pd.DataFrame:
    position, row_value = down.explode(row_sets)
    inner, column_value = across.explode(column_sets[position])
    cell, cells = pd.factorize(row_value[inner] * np.intp(len(across.names)) + column_value)
    return sum_by(sums.take(position[inner]), cell, len(cells)).set_axis(cells)


def _add(cells: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    both = pd.concat([cells, others])
    codes, values = pd.factorize(both.index.to_numpy())
    return sum_by(both, codes, len(values)).set_axis(values)


def _format_counts(sums: pd.DataFrame) -> list[str]:
    return list(map(str, sums["incidents"].tolist()))


# By measure: the sums that make up a cell, and what it says.
CELLS: dict[str, tuple[tuple[str, ...], Callable[[pd.DataFrame], list[str]]]] = {
    "incidents": (("incidents",), _format_counts),
    "killed": (casualties.RANGE_COLUMNS, casualties.format_ranges),
}
