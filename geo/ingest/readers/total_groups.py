"""Rows that are labelled by no more than a period or an area, and hold the sums of its rows: “January 2022,,,18,9”."""

import re
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.ingest.parsers.cell_normalization import normalize
from geo.ingest.parsers.date_words import normalize_date_words
from geo.ingest.readers.total_labels import MAX_LABEL
from geo.ingest.readers.total_sums import Floats
from geo.places.disambiguation import country_by_name
from geo.places.geocoder import provinces_of_name

_YEAR = r"(?:19|20)\d\d"
_YEAR_CELL = re.compile(rf"\s*{_YEAR}(?:\.0)?\s*")
_MONTH = rf"@[gpi]\d\d\.?(?:[ ,/'-]{{1,3}}(?:{_YEAR}|\d\d))?|{_YEAR}[ ,/-]{{1,3}}@[gpi]\d\d"
_PERIOD = re.compile(rf"(?:{_MONTH}|{_YEAR}|{_YEAR}[-/](?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])[-/]{_YEAR}):?")


@lru_cache(maxsize=4096)  # a table repeats its few labels
def is_period(text: str) -> bool:
    """Return whether a cell is a month or a year and nothing else: “January 2022”, “2022-01”, “يناير”."""
    if len(text) > MAX_LABEL:
        return False
    return bool(_PERIOD.fullmatch(normalize_date_words(normalize(text))[0].strip()))


@lru_cache(maxsize=4096)
def is_area(text: str) -> bool:
    """Return whether a cell names a country or a province and nothing else."""
    name = text.strip(" \t:")
    return 2 < len(name) <= MAX_LABEL and bool(country_by_name(name) or provinces_of_name(name))


def has_year(row: pd.Series) -> bool:
    """Return whether one cell of a row is a year."""
    return sum(bool(_YEAR_CELL.fullmatch(str(cell)[:MAX_LABEL])) for cell in row if not pd.isna(cell)) == 1


def are_exact_sums(numbers: Floats, sums: Floats) -> bool:
    """Return whether all of a row's numbers are the sums, and not all of them are 0."""
    is_filled = ~np.isnan(numbers)
    return bool(is_filled.any() and (numbers[is_filled] == sums[is_filled]).all() and sums[is_filled].any())


class GroupSums:
    """The sums of the rows that have one text in one column, counted when asked for."""

    def __init__(self, cells: pd.DataFrame, numbers: Floats, is_counted: NDArray[np.bool_]) -> None:
        self._cells, self._numbers, self._is_counted = cells, numbers, is_counted
        self._groups: dict[int, tuple[pd.DataFrame, pd.Series]] = {}

    def find(self, column: int, text: str) -> tuple[Floats, int]:
        """Return the sums of the rows of a group, without those that may be totals, and how many they are."""
        if column not in self._groups:
            keys = self._cells.iloc[:, column].astype("str").str.strip().to_numpy()[self._is_counted]
            groups = pd.DataFrame(np.nan_to_num(self._numbers[self._is_counted])).groupby(keys)
            self._groups[column] = (groups.sum(), groups.size())
        sums, sizes = self._groups[column]
        name = text.strip(" \t:")
        if name not in sizes.index:
            return np.zeros(self._numbers.shape[1]), 0
        return sums.loc[name].to_numpy(dtype=np.float64), int(sizes[name])
