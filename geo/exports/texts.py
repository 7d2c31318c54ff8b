"""The cells of the incident table as text: exact, ISO and blank where unknown."""

import geopandas as gpd
import pandas as pd

GEOMETRY = "geometry"  # written as latitude and longitude


def as_texts(rows: gpd.GeoDataFrame) -> pd.DataFrame:
    """Every column but the geometry as text that reads back to the same value; unknown is blank."""
    columns = {name: _texts(rows[name]) for name in rows.columns if name != GEOMETRY}
    return pd.DataFrame(columns, index=rows.index)


def _texts(values: pd.Series) -> pd.Series:
    known = values.notna()
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        texts = values.dt.strftime("%Y-%m-%d")
    elif pd.api.types.is_bool_dtype(values.dtype):
        texts = values.map({True: "true", False: "false"})
    elif pd.api.types.is_float_dtype(values.dtype):
        texts = values.map(repr)
    else:
        texts = values.astype("str")
    return texts.astype("object").where(known, "")
