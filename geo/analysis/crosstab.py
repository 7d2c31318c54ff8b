"""One property of the incidents against another: counts, or the number killed as ranges.

Rows are first grouped by the sets of values that they have in both properties, of which there are far fewer than rows;
each set is then spread over its values.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from geo.analysis import casualties
from geo.analysis.casualties import sum_by
from geo.analysis.dimensions import DIMENSION, TOTAL, ValueSets, dimension_values
from geo.query.result_set import ResultSet

MEASURES = {"incidents": "Incidents", "killed": "Killed, as ranges"}


def crosstab(results: ResultSet, *, rows: str, columns: str, measure: str = "incidents") -> pd.DataFrame:
    """Tabulate the selected incidents by two dimensions, with totals; cells are text to read or save.

    An incident with several actors counts in the row of each, so rows may add up to more than the total, which counts
    every incident once. Raises KeyError for an unknown dimension or measure.
    """
    summands, to_text = CELLS[measure]
    down, across = _value_sets(results, rows), _value_sets(results, columns)
    bounds = summands(results)
    cells, by_row, by_column = (
        _sum_by_pair(down, across, bounds),
        sum_by_value(down, bounds),
        sum_by_value(across, bounds),
    )
    texts = np.full((len(by_row) + 1, len(by_column) + 1), "", dtype=object)
    row, column = np.divmod(cells.index.to_numpy(), len(across.names))
    texts[by_row.index.get_indexer(row), by_column.index.get_indexer(column)] = to_text(cells)
    texts[:-1, -1], texts[-1, :-1] = to_text(by_row), to_text(by_column)
    texts[-1, -1] = to_text(casualties.grand_total(bounds))[0]
    headings = [*down.names[by_row.index], TOTAL], [*across.names[by_column.index], TOTAL]
    table = pd.DataFrame(texts, *headings, dtype=object)
    return table.rename_axis(index=DIMENSION[rows].label).reset_index()


def sum_by_value(sets: ValueSets, bounds: pd.DataFrame) -> pd.DataFrame:
    """The sums for every value that occurs, indexed by its code; an incident counts once for each of its values."""
    sums = sum_by(bounds, sets.of_row, len(sets))
    present = np.flatnonzero(sums["incidents"].to_numpy())
    position, value = sets.explode(present)
    by_value = sum_by(sums.take(present[position]), value, len(sets.names))
    return by_value[by_value["incidents"] > 0]


def _value_sets(results: ResultSet, key: str) -> ValueSets:
    dimension = DIMENSION[key]
    values = dimension_values(results.index.groups[dimension.group], dimension)
    return ValueSets.from_results(results, dimension.group, values)


def _sum_by_pair(down: ValueSets, across: ValueSets, bounds: pd.DataFrame) -> pd.DataFrame:
    """The sums for every pair of values that occurs, indexed by row code * number of columns + column code."""
    codes, pairs = pd.factorize(down.of_row * np.intp(len(across)) + across.of_row)
    sums = sum_by(bounds, codes, len(pairs))
    position, row_value = down.explode(pairs // len(across))
    inner, column_value = across.explode(pairs[position] % len(across))
    cell, cells = pd.factorize(row_value[inner] * np.intp(len(across.names)) + column_value)
    return sum_by(sums.take(position[inner]), cell, len(cells)).set_axis(cells)


def _one_per_incident(results: ResultSet) -> pd.DataFrame:
    return pd.DataFrame({"incidents": np.ones(len(results), dtype=np.int64)})


def _killed_bounds(results: ResultSet) -> pd.DataFrame:
    return casualties.casualty_bounds(results)[list(casualties.RANGE_COLUMNS)]


def _format_counts(sums: pd.DataFrame) -> list[str]:
    return list(map(str, sums["incidents"].tolist()))


# By measure: what each incident adds to a cell, and the sums as text.
CELLS: dict[str, tuple[Callable[[ResultSet], pd.DataFrame], Callable[[pd.DataFrame], list[str]]]] = {
    "incidents": (_one_per_incident, _format_counts),
    "killed": (_killed_bounds, casualties.format_ranges),
}
