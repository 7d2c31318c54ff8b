"""Rows with a line or an area instead of a point are known no closer than their shape is large."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

import pandas as pd
import shapely

from geo.core.schema import PLACE_NAMES, POINT_PRECISIONS
from geo.errors import CoordinateParseError
from geo.ingest.checks.cell_edits import is_blank, replace_cells
from geo.ingest.geometries import Footprint, place_geometry
from geo.ingest.provider import Crosswalk

# A precision that says less than the shape does gives way to it; “admin1” and its like stay as the file states them.
VAGUE_PRECISIONS = (*POINT_PRECISIONS, "unknown")
OVERWRITTEN = ("latitude", "longitude", "place_precision")


def apply_shapes(crosswalk: Crosswalk, shapes: pd.Series) -> Crosswalk:
    """Return the rows with the position, precision and radius of their shapes (WGS 84, by row number).

    A shape that is a province or country, by its name or nine tenths of its area, also names it where the row does not.
    """
    if shapes.empty:
        return crosswalk
    cells = crosswalk.cells
    shapes = shapes[shapes.index.isin(cells.index) & ~shapes.index.isin(crosswalk.rejected["row"])]
    if shapes.empty:
        return crosswalk
    footprints = _place_shapes(shapes, cells)
    if "place_precision" in cells:
        stated = cells.loc[footprints.index, "place_precision"].astype("str")
        is_vague = stated.isna() | stated.isin(VAGUE_PRECISIONS)
        footprints = footprints.assign(place_precision=footprints["place_precision"].where(is_vague, stated))
    filled = {
        name: _fill(cells, values) for name, values in footprints.items() if name in cells or values.notna().any()
    }
    return replace(crosswalk, cells=cells.assign(**filled))


def _place_shapes(shapes: pd.Series, cells: pd.DataFrame) -> pd.DataFrame:
    """Our columns of each shape, indexed by row."""
    names = [cells.loc[shapes.index, name].astype("str").fillna("") for name in PLACE_NAMES if name in cells]
    keys = zip(shapely.to_wkb(shapes.to_numpy()), *names, strict=True)
    return pd.DataFrame([_to_columns(_place(wkb, tuple(filter(None, words)))) for wkb, *words in keys], shapes.index)


@lru_cache(maxsize=4096)
def _place(wkb: bytes, names: Iterable[str]) -> Footprint | None:
    try:
        return place_geometry(shapely.from_wkb(wkb), names)
    except CoordinateParseError:
        return None


def _to_columns(footprint: Footprint | None) -> dict[str, object]:
    if footprint is None:
        return dict.fromkeys((*OVERWRITTEN, "radius_km", "country", "admin1"))
    return {
        "latitude": round(footprint.latitude, 6),
        "longitude": round(footprint.longitude, 6),
        "place_precision": footprint.precision,
        "radius_km": footprint.radius_km,
        "country": footprint.country,
        "admin1": footprint.admin1,
    }


def _fill(cells: pd.DataFrame, values: pd.Series) -> pd.Series:
    """A column with these values; what a row states of its own stays, but for its position."""
    name = str(values.name)
    column = cells.get(name, pd.Series(None, index=cells.index, dtype="str"))
    values = values[values.notna()]
    if name not in OVERWRITTEN:
        values = values[is_blank(column.loc[values.index])]
    if not pd.api.types.is_float_dtype(column.dtype):
        values = values.astype("str")
    return replace_cells(column, values.index, values.array)
