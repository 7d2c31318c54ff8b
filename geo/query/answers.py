"""What an engine answers with, beside numbers and tables: plain data, whatever the engine is."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
# Numbers by which an engine knows its rows. They say nothing of the order of the rows, and nothing to another engine.
Rows = NDArray[np.int64]
NO_ROW = -1
Groups = NDArray[np.intp]  # the number of the group of each of some things


@dataclass(frozen=True, eq=False)
class Grouping:
    """By what rows are counted: a group of COLUMN_GROUPS by its combinations, or a categorical column by its values.

    `classes`: the class of each combination, or of each value and, last, of a missing one; below `n_classes`. Rows of
    class -1 are not counted.
    """

    name: str
    classes: NDArray[np.intp]
    n_classes: int


@dataclass(frozen=True, eq=False)
class RowPage:
    """A part of a list: `rows` in the order of the list, and the `count` of the whole list."""

    count: int
    rows: Rows


@dataclass(frozen=True, eq=False)
class NearestRows:
    """The nearest rows with their distances in km, and the `count` of all within the radius."""

    count: int
    rows: Rows
    distances_km: NDArray[np.float64]


@dataclass(frozen=True)
class SpotCounts:
    """How many rows are drawn how, and how many are `without_coordinates`.

    `exact` and `near` points, `vague` spots (a district, or nobody knows how precisely) and `areas` with an outline.
    """

    exact: int
    near: int
    vague: int
    areas: int
    without_coordinates: int
