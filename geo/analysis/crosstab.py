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
    cells = _sum_by_pair(down, row_sets, across, column_sets, sums)
    by_row, by_column = sum_by_value(down, row_sets, sums), sum_by_value(across, column_sets, sums)
    _check_size(len(by_row), len(by_column))
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
    """The sums for every pair of values that occurs, indexed by row code * number of columns + column code."""
    position, row_value = down.explode(row_sets)
    inner, column_value = across.explode(column_sets[position])
    cell, cells = pd.factorize(row_value[inner] * np.intp(len(across.names)) + column_value)
    return sum_by(sums.take(position[inner]), cell, len(cells)).set_axis(cells)


def _format_counts(sums: pd.DataFrame) -> list[str]:
    return list(map(str, sums["incidents"].tolist()))


# By measure: the sums that make up a cell, and what it says.
CELLS: dict[str, tuple[tuple[str, ...], Callable[[pd.DataFrame], list[str]]]] = {
    "incidents": (("incidents",), _format_counts),
    "killed": (casualties.RANGE_COLUMNS, casualties.format_ranges),
}
