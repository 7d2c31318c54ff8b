"""One property of the incidents against another: counts, or killed as ranges.

Rows are first brought together by the sets of values that they have in both properties, of which there are far fewer;
an incident with several actors is then told under each.
"""

import numpy as np
import pandas as pd

from geo.analysis import casualties
from geo.analysis.casualties import sum_by
from geo.analysis.dimensions import DIMENSION, TOTAL, ValueSets, dimension_values
from geo.query.index import ResultSet

MEASURES = {"incidents": "Incidents", "killed": "Killed, as ranges"}


def crosstab(chosen: ResultSet, *, rows: str, columns: str, measure: str = "incidents") -> pd.DataFrame:
    """Tabulate the chosen incidents by two dimensions, with totals; cells are texts ready to read or save.

    An incident with several actors stands in the row of each, so that rows may add up to more than the total,
    which counts every incident once. Raises KeyError for an unknown dimension or measure.
    """
    sums, told = {"incidents": (_counts, _count_told), "killed": (_tolls, casualties.format_ranges)}[measure]
    down, across = _sets(chosen, rows), _sets(chosen, columns)
    amounts = sums(chosen)
    cells, by_row, by_column = (
        _crossed(down, across, amounts),
        sum_by_value(down, amounts),
        sum_by_value(across, amounts),
    )
    texts = np.full((len(by_row) + 1, len(by_column) + 1), "", dtype=object)
    row, column = np.divmod(cells.index.to_numpy(), len(across.names))
    texts[by_row.index.get_indexer(row), by_column.index.get_indexer(column)] = told(cells)
    texts[:-1, -1], texts[-1, :-1], texts[-1, -1] = (
        told(by_row),
        told(by_column),
        told(casualties.grand_total(amounts))[0],
    )
    headings = [*down.names[by_row.index], TOTAL], [*across.names[by_column.index], TOTAL]
    table = pd.DataFrame(texts, *headings, dtype=object)
    return table.rename_axis(index=DIMENSION[rows].label).reset_index()


def sum_by_value(sets: ValueSets, amounts: pd.DataFrame) -> pd.DataFrame:
    """The sums of every value that occurs, each incident once, by the number of the value."""
    sums = sum_by(amounts, sets.of_row, len(sets))
    held = np.flatnonzero(sums["incidents"].to_numpy())
    place, value = sets.explode(held)
    found = sum_by(sums.take(held[place]), value, len(sets.names))
    return found[found["incidents"] > 0]


def _sets(chosen: ResultSet, key: str) -> ValueSets:
    dimension = DIMENSION[key]
    return ValueSets.from_results(
        chosen, dimension.group, dimension_values(chosen.index.groups[dimension.group], dimension)
    )


def _crossed(down: ValueSets, across: ValueSets, amounts: pd.DataFrame) -> pd.DataFrame:
    """The sums of every pair of values that occurs, by row value times the number of columns plus column value."""
    together, met = pd.factorize(down.of_row * np.intp(len(across)) + across.of_row)
    sums = sum_by(amounts, together, len(met))
    place, row_value = down.explode(met // len(across))
    further, column_value = across.explode(met[place] % len(across))
    cell, kinds = pd.factorize(row_value[further] * np.intp(len(across.names)) + column_value)
    return sum_by(sums.take(place[further]), cell, len(kinds)).set_axis(kinds)


def _counts(chosen: ResultSet) -> pd.DataFrame:
    return pd.DataFrame({"incidents": np.ones(len(chosen), dtype=np.int64)})


def _tolls(chosen: ResultSet) -> pd.DataFrame:
    return casualties.casualty_bounds(chosen)[list(casualties.RANGE_COLUMNS)]


def _count_told(sums: pd.DataFrame) -> list[str]:
    return list(map(str, sums["incidents"].tolist()))
