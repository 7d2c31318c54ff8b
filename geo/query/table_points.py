"""The points of a table in memory: part of the GeoDataFrame, and of a large one made of the rows that are taken.

A point of shapely takes some 200 bytes beside the coordinates, which the table has anyway (docs/decisions/0056).
"""

from collections.abc import Sequence

import geopandas as gpd
import pandas as pd

from geo.core.points import GEOMETRY, make_points

MAX_ROWS = 200_000  # with points: 46 MB of them; by judgement, more than what most people open
COORDINATES = ("longitude", "latitude")


def add_points(rows: pd.DataFrame) -> gpd.GeoDataFrame:
    """The same rows with a point each, as the last column."""
    points = make_points(*(rows[name].to_numpy() for name in COORDINATES))
    return gpd.GeoDataFrame(rows.assign(geometry=points), copy=False)


def leave_out_points(table: pd.DataFrame) -> pd.DataFrame:
    """The same rows without points, where they have any."""
    return pd.DataFrame(table.drop(columns=GEOMETRY, errors="ignore"))


def hold_table(table: pd.DataFrame) -> gpd.GeoDataFrame | pd.DataFrame:
    """The table as it stays in memory: a GeoDataFrame, and a large one without points."""
    if len(table) > MAX_ROWS:
        return leave_out_points(table)
    if GEOMETRY not in table.columns:
        return add_points(table)
    return table[[*(name for name in table.columns if name != GEOMETRY), GEOMETRY]]


def select_columns(table: pd.DataFrame, columns: Sequence[str] | None) -> pd.DataFrame:
    """The columns of a table that an answer with `columns` is made of; all where that is None."""
    if columns is None:
        return table
    if GEOMETRY in columns and GEOMETRY not in table.columns:
        return table[[name for name in dict.fromkeys((*columns, *COORDINATES)) if name != GEOMETRY]]
    return table[list(columns)]


def complete_rows(rows: pd.DataFrame, columns: Sequence[str] | None) -> gpd.GeoDataFrame | pd.DataFrame:
    """Rows of `select_columns` with points, where they are asked for and missing."""
    if GEOMETRY in rows.columns or (columns is not None and GEOMETRY not in columns):
        return rows
    whole = add_points(rows)
    return whole if columns is None else whole[list(columns)]
