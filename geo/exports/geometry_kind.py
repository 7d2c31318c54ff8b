"""What the point of each exported row is: the place itself, or one point that represents an area."""

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.core.schema import AREA_ID, GENERALISED_TO, GEOMETRY_IS
from geo.places.areas import AREA_COLUMNS, area_of
from geo.query.combinations import Combinations

POINT, REPRESENTATIVE_POINT, NONE = "point", "representative_point", "none"
REPRESENTED = ("admin2", "admin1", "region", "country")  # precisions of places that a point only stands for


def with_geometry_kind(rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The rows with the columns EXPORT_COLUMNS.

    Unchanged where the data have a column of such a name of their own, or lack those that say how a place is known.
    """
    columns = set(rows.columns)
    if columns & {GEOMETRY_IS, AREA_ID} or not columns >= {"longitude", *AREA_COLUMNS}:
        return rows
    return rows.assign(**{GEOMETRY_IS: _geometry_kinds(rows), AREA_ID: area_ids(rows)})


def area_ids(rows: pd.DataFrame) -> pd.Series:
    """The identifier of the area that each row is known to; missing for points and where no outline is known."""
    combinations = Combinations.from_table(rows, AREA_COLUMNS)
    texts = combinations.values.astype("str").fillna("").itertuples(index=False)
    areas = [area_of(*map(str, row)) for row in texts]
    ids = pd.Series([area.area_id if area else None for area in areas], dtype="str")
    return ids.iloc[combinations.codes].set_axis(rows.index)


def _geometry_kinds(rows: pd.DataFrame) -> pd.Series:
    is_represented = rows["place_precision"].isin(REPRESENTED)
    if GENERALISED_TO in rows.columns:
        is_represented |= rows[GENERALISED_TO].notna()
    kinds = np.where(rows["longitude"].isna(), NONE, np.where(is_represented, REPRESENTATIVE_POINT, POINT))
    return pd.Series(kinds, index=rows.index, dtype="str")
