"""Rows of several tables with the columns and dtypes of one: a column that a table lacks is blank in its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.core.points import GEOMETRY, make_points
from geo.query.segments.joint_names import Codes, JointCategories


@dataclass(frozen=True, eq=False)
class JointColumns:
    """The columns of several tables: `heads` are the tables without rows, `categories` those of their categoricals."""

    heads: tuple[gpd.GeoDataFrame, ...]
    categories: dict[str, JointCategories]

    @cached_property
    def dtypes(self) -> dict[str, Any]:
        """Each column with its dtype; the geometry is the last."""
        dtypes: dict[str, Any] = {}
        for head in self.heads:
            dtypes |= {name: dtype for name, dtype in head.dtypes.items() if name not in dtypes and name != GEOMETRY}
        return dtypes | {name: self._categorical(name) for name in self.categories} | {GEOMETRY: "geometry"}

    @cached_property
    def head(self) -> gpd.GeoDataFrame:
        """All columns without rows."""
        columns = {name: pd.Series(dtype=dtype) for name, dtype in self.dtypes.items() if name != GEOMETRY}
        return gpd.GeoDataFrame(columns, geometry=make_points(*np.zeros((2, 0))))

    def conform(self, part: int, rows: pd.DataFrame, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Rows of one table with all columns or some, in their order; a GeoDataFrame where `geometry` is among them."""
        names = list(self.dtypes) if columns is None else list(columns)
        series = {name: self._conform_column(part, rows, name) for name in names}
        frame = pd.DataFrame(series, index=rows.index, copy=False)
        return gpd.GeoDataFrame(frame, copy=False) if GEOMETRY in names else frame

    def _conform_column(self, part: int, rows: pd.DataFrame, name: str) -> pd.Series:
        if name not in rows:
            return pd.Series(index=rows.index, dtype=self.dtypes[name])
        values = rows[name]
        if name == GEOMETRY or values.dtype == self.dtypes[name]:
            return values
        if name not in self.categories or not isinstance(values.dtype, pd.CategoricalDtype):
            return values.astype(self.dtypes[name])
        codes = self._joint_codes(part, name, values.cat.categories)
        numbers = np.append(codes, -1)[values.cat.codes.to_numpy()]
        joint = pd.Categorical.from_codes(numbers, dtype=self._categorical(name), validate=False)
        return pd.Series(joint, index=rows.index)

    def _joint_codes(self, part: int, name: str, texts: pd.Index) -> Codes:
        """The joint code of each of these categories, which are those of the table, or of some of its rows."""
        codes = self.categories[name].codes[part]
        if len(texts) == len(codes) - 1:  # as many as the table lists: they are the same
            return codes[:-1]
        numbers: Codes = self._categorical(name).categories.get_indexer(texts)
        return numbers

    def _categorical(self, name: str) -> pd.CategoricalDtype:
        if name not in self._categoricals:
            values, first = self.categories[name].values, self.heads[0].dtypes.get(name)
            is_first = isinstance(first, pd.CategoricalDtype) and len(first.categories) == len(values)
            # Where no other table adds any, those of the first are the joint ones, which saves hashing them.
            self._categoricals[name] = first if is_first else pd.CategoricalDtype(pd.Index(values, dtype="str"))
        return self._categoricals[name]

    @cached_property
    def _categoricals(self) -> dict[str, pd.CategoricalDtype]:
        return {}
