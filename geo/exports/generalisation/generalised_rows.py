"""Rows whose coordinates are made coarser on their way out."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.exports.areas import count_rows_by_area
from geo.exports.generalisation.generalisation import Generalisation
from geo.exports.rows import ExportRows
from geo.query.filters.geometry import BBox

TITLES = ("sub_event_type", "event_type")  # what stands for a title, the finer first
DIVISIONS = ("admin2", "admin1", "country")  # what stands for the name of a place
BATCH_ROWS = 10_000  # at a time, where all rows are asked for a sum


@dataclass(frozen=True, eq=False)
class GeneralisedRows:
    """The same rows in the same order, generalised. What is summed over them is asked of the generalised ones."""

    rows: ExportRows
    generalisation: Generalisation

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def head(self) -> gpd.GeoDataFrame:
        """The columns, without rows."""
        return self.generalisation.generalise(self.rows.head)

    @cached_property
    def bounds(self) -> BBox | None:
        """The box around the generalised points."""
        extremes = [
            [batch["longitude"].min(), batch["latitude"].min(), batch["longitude"].max(), batch["latitude"].max()]
            for batch in self.batches(BATCH_ROWS, BATCH_ROWS)
        ]
        corners = np.array(extremes, dtype=np.float64).reshape(-1, 4)
        finite = corners[np.isfinite(corners[:, 0])]
        if not len(finite):
            return None
        west, south, *_ = finite.min(axis=0)
        *_, east, north = finite.max(axis=0)
        return float(west), float(south), float(east), float(north)

    def blank_columns(self) -> list[str]:
        """None: what is beyond the dictionary has been left out."""
        return []

    def area_counts(self) -> pd.Series:
        """How many are known to each area."""
        counts = [count_rows_by_area(batch) for batch in self.batches(BATCH_ROWS, BATCH_ROWS)]
        return pd.concat(counts).groupby(level=0).sum() if counts else pd.Series(dtype="int64")

    def batches(self, first: int, size: int) -> Iterator[gpd.GeoDataFrame]:
        """All of them in order."""
        return map(self.generalisation.generalise, self.rows.batches(first, size))


def with_words(rows: pd.DataFrame) -> pd.DataFrame:
    """Generalised rows for a list that needs words: what kind of incident it is as title, its division as place."""
    return rows.assign(title=_first_known(rows, TITLES), place_name=_first_known(rows, DIVISIONS))


def _first_known(rows: pd.DataFrame, names: tuple[str, ...]) -> pd.Series:
    first, *others = (rows[name].astype("str") for name in names)
    for other in others:
        first = first.fillna(other)
    return first
