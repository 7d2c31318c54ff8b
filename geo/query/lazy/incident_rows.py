"""Rows of a packed folder as the incident table has them, found by number or by identifier."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.core.points import make_points
from geo.core.schema import CATEGORY, DATE
from geo.query.answers import NO_ROW, Rows
from geo.query.lazy.pack_source import PackSource
from geo.query.lazy.row_test import number_test
from geo.query.packed.columns import GEOMETRY, ROW
from geo.query.packed.manifest import PackedColumn

COORDINATES = ("longitude", "latitude")


@dataclass(frozen=True, eq=False)
class IncidentRows:
    """The rows of a packed folder with the columns and dtypes of the incident table."""

    source: PackSource

    @cached_property
    def head(self) -> gpd.GeoDataFrame:
        """The columns without rows."""
        return self.to_frame(self.source.folder.schema.empty_table(), None)

    def find(self, incident_ids: Sequence[str]) -> Rows:
        """The row of each identifier, NO_ROW where there is none."""
        parts = self.source.folder.manifest.identifiers
        firsts = [part.first for part in parts]
        by_part: dict[int, set[str]] = {}
        for incident_id in incident_ids:
            by_part.setdefault(bisect_right(firsts, incident_id) - 1, set()).add(incident_id)
        numbers: dict[str, int] = {}
        for part, names in by_part.items():
            if part >= 0:
                numbers |= self._find_in(parts[part].path, names)
        return np.array([numbers.get(incident_id, NO_ROW) for incident_id in incident_ids], dtype=np.int64)

    def _find_in(self, path: str, incident_ids: set[str]) -> dict[str, int]:
        table = self.source.folder.read(path)
        asked = pa.array(sorted(incident_ids), pa.string())
        positions = pc.index_in(asked, value_set=table["incident_id"].combine_chunks())
        known = [position for position in positions.to_pylist() if position is not None]
        rows = table.take(pa.array(known, pa.int64()))
        return dict(zip(rows["incident_id"].to_pylist(), rows[ROW].to_pylist(), strict=True))

    def take(self, rows: Rows, columns: Sequence[str] | None = None) -> gpd.GeoDataFrame | pd.DataFrame:
        """Rows in the order asked for, with all columns or some."""
        if not len(rows):
            return self.to_frame(self.source.folder.schema.empty_table(), columns)
        table = self.source.read(number_test(rows), (ROW, *self.stored_columns(columns)))
        numbers = table[ROW].to_numpy()
        order = np.argsort(numbers, kind="stable")
        positions = order[np.searchsorted(numbers, rows, sorter=order)]
        return self.to_frame(table.take(pa.array(positions)), columns)

    def stored_columns(self, columns: Sequence[str] | None) -> list[str]:
        """The names in the files of some columns, with the coordinates where the geometry is wanted."""
        stored = [column.stored for column in self._columns if columns is None or column.name in columns]
        is_spatial = columns is None or GEOMETRY in columns
        return list(dict.fromkeys([*stored, *(COORDINATES if is_spatial else ())]))

    def to_frame(self, table: pa.Table, columns: Sequence[str] | None) -> gpd.GeoDataFrame | pd.DataFrame:
        """Columns of the files as columns of the incident table."""
        wanted = [column for column in self._columns if columns is None or column.name in columns]
        series = {column.name: self._to_series(table[column.stored], column) for column in wanted}
        if columns is not None and GEOMETRY not in columns:
            return pd.DataFrame({name: series[name] for name in columns}, index=range(len(table)))
        longitude, latitude = (table[name].to_pandas().to_numpy(dtype=np.float64) for name in COORDINATES)
        frame = gpd.GeoDataFrame(series, geometry=make_points(longitude, latitude), index=range(len(table)))
        return frame if columns is None else gpd.GeoDataFrame(frame[list(columns)])

    def _to_series(self, values: pa.ChunkedArray, column: PackedColumn) -> pd.Series:
        if column.dtype == CATEGORY:
            return pd.Series(pd.Categorical(values.to_pandas(), dtype=self._category_dtype(column.name)))
        if column.dtype == DATE:
            return values.cast(pa.timestamp("us")).to_pandas().astype(DATE)
        return values.to_pandas(types_mapper=_NULLABLE.get).astype(column.dtype)

    def _category_dtype(self, name: str) -> pd.CategoricalDtype:
        return pd.CategoricalDtype(pd.Index(self.source.codebook.categories(name), dtype="str"))

    @property
    def _columns(self) -> tuple[PackedColumn, ...]:
        return self.source.folder.manifest.columns


_NULLABLE = {pa.int32(): pd.Int32Dtype(), pa.bool_(): pd.BooleanDtype()}
