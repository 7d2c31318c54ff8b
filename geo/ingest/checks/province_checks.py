"""Positions in another province than the row names, and positions that only look like any: findings, no changes.

A province contradicts a position that lies more than 25 km outside of it. Where most rows of a province lie outside,
its borders have changed or the name means another one: that is our outline, not their error.
"""

from collections.abc import Iterable
from functools import cache, lru_cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo import places
from geo.core import boundaries
from geo.core.coercion import PLAIN_DECIMAL
from geo.core.formatting import pluralize
from geo.core.prepared_shape import PreparedShape
from geo.ingest.checks.cell_edits import is_blank
from geo.ingest.checks.country_checks import NEAR_KM, Degrees, is_within_near_km
from geo.ingest.import_result import Finding
from geo.ingest.provider import Crosswalk
from geo.places.province_changes import holds_others, prepared_province

MIN_ROWS_OF_PROVINCE = 4  # from which a majority outside speaks against the outline; by judgement
MAX_OUTSIDE = 0.5  # of a province's rows, up to which those outside are in doubt
MAX_NAME_LENGTH = 120  # characters of a province's name that are looked up
MAX_PROVINCES = 500  # of different names that are compared, the commonest first: some milliseconds each
CELL_DEGREES = 0.02  # about 2 km: positions in one cell are compared once
MAX_CELLS = 20_000  # compared, those with the most rows first: 200,000 rows of ACLED are at fewer places
N_EXAMPLES = 3


def find_other_provinces(crosswalk: Crosswalk, doubted_rows: Iterable[int] = ()) -> tuple[Finding, ...]:
    """Return one finding on the rows whose position lies far outside of the province that they name, if any do.

    `doubted_rows` are the numbers of rows whose position is in doubt already.
    """
    cells = crosswalk.cells
    if not {"latitude", "longitude", "admin1", "country"} <= set(cells.columns):
        return ()
    rows = _placed_rows(crosswalk)
    if rows.empty:
        return ()
    index = rows.index[_are_outside(rows)]
    index = index[~index.isin(list(doubted_rows))]
    if not len(index):
        return ()
    verb = "lies" if len(index) == 1 else "lie"
    text = (
        f"{pluralize(len(index), 'row')} {verb} more than {NEAR_KM:.0f} km outside of the province beside the position."
    )
    example_rows = rows.loc[index[:N_EXAMPLES]]
    examples = tuple(f"{row.latitude:.6g}, {row.longitude:.6g}: {row.admin1}" for row in example_rows.itertuples())
    return (Finding(text, crosswalk.origin.get("admin1", "admin1"), index, examples),)


def find_equal_coordinates(crosswalk: Crosswalk) -> tuple[Finding, ...]:
    """Return one finding on the rows with one number as latitude and as longitude, which a copied cell gives."""
    cells = crosswalk.cells
    if not {"latitude", "longitude"} <= set(cells.columns):
        return ()
    is_equal = (cells["latitude"] == cells["longitude"]).fillna(False).to_numpy(dtype=bool)
    texts = cells.loc[is_equal, "latitude"].astype("str")
    texts = texts[texts.str.contains(r"\.\d{2}", regex=True) & ~texts.index.isin(crosswalk.rejected["row"])]
    index = texts.index
    if not len(index):
        return ()
    verb = "has" if len(index) == 1 else "have"
    text = f"{pluralize(len(index), 'row')} {verb} the same number as latitude and longitude: rather a copied cell."
    column = crosswalk.origin.get("latitude", "latitude")
    return (Finding(text, column, index, tuple(texts.unique()[:N_EXAMPLES])),)


def _placed_rows(crosswalk: Crosswalk) -> pd.DataFrame:
    """latitude, longitude (float64), admin1 and country (str) of the rows that have all four and are not refused.

    Where no row names both, the table without rows, of whatever columns.
    """
    cells = crosswalk.cells
    is_known = ~(is_blank(cells["admin1"]) | is_blank(cells["country"]))
    if not is_known.any():
        return cells.iloc[:0]
    is_known &= ~cells.index.isin(crosswalk.rejected["row"])
    if "place_precision" in cells:
        is_known &= ~(cells["place_precision"] == "sea_air").fillna(False).to_numpy(dtype=bool)
    degrees = cells.loc[is_known, ["latitude", "longitude"]].apply(to_degrees)
    return degrees.assign(**{name: cells.loc[is_known, name].astype("str") for name in ("admin1", "country")}).dropna()


def to_degrees(column: pd.Series) -> pd.Series:
    """Return the plain decimal numbers of a column (float64), missing for everything else."""
    if pd.api.types.is_numeric_dtype(column.dtype):
        return column.astype("float64")
    texts = pa.array(column.astype("str").str.strip(), pa.large_string(), from_pandas=True)
    plain = pc.if_else(pc.match_substring_regex(texts, f"^(?:{PLAIN_DECIMAL})$"), texts, None)
    return pd.Series(plain.cast(pa.float64()).to_numpy(zero_copy_only=False), index=column.index)


def _are_outside(rows: pd.DataFrame) -> NDArray[np.bool_]:
    """Whether each row lies outside of its province; none of a province where it is our outline that is wrong."""
    provinces, names = _factorize_provinces(rows)
    north, east = (
        np.round(rows[name].to_numpy() / CELL_DEGREES).astype(np.int64) for name in ("latitude", "longitude")
    )
    # One number for province and cell: there are 9,001 cells from pole to pole and 18,001 round the equator.
    codes, distinct = pd.factorize((provinces * 9_001 + north + 4_500) * 18_001 + east + 9_000)
    first = np.empty(len(distinct), dtype=np.intp)
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    is_outside = np.zeros(len(distinct), dtype=bool)
    commonest = np.argsort(-np.bincount(codes), kind="stable")[:MAX_CELLS]
    is_compared = np.zeros(len(distinct), dtype=bool)
    is_compared[commonest] = True
    at = rows[["latitude", "longitude"]].to_numpy()[first]
    province_of_cell = np.where(is_compared, provinces[first], -1)
    for province in np.argsort(-np.bincount(provinces, minlength=1), kind="stable")[:MAX_PROVINCES]:
        own = np.flatnonzero(province_of_cell == province)
        is_outside[own] = _lie_outside(names[province], at[own, 0], at[own, 1])
    result: NDArray[np.bool_] = is_outside[codes]
    n_rows = np.bincount(provinces, minlength=1)
    n_outside = np.bincount(provinces, weights=result, minlength=1)
    is_ours = (n_rows >= MIN_ROWS_OF_PROVINCE) & (n_outside > MAX_OUTSIDE * n_rows)
    return result & ~is_ours[provinces]


def _factorize_provinces(rows: pd.DataFrame) -> tuple[NDArray[np.int64], list[tuple[str, str]]]:
    """The code of each row's province, and name and country by code."""
    (names, distinct_names), (countries, distinct_countries) = (
        pd.factorize(rows[name]) for name in ("admin1", "country")
    )
    codes, distinct = pd.factorize(names.astype(np.int64) * max(len(distinct_countries), 1) + countries)
    pairs = [divmod(int(code), len(distinct_countries)) for code in distinct]
    return codes.astype(np.int64), [
        (str(distinct_names[name]), str(distinct_countries[country])) for name, country in pairs
    ]


def _lie_outside(province: tuple[str, str], latitude: Degrees, longitude: Degrees) -> NDArray[np.bool_]:
    shape = _province_shape(*(name[:MAX_NAME_LENGTH] for name in province))
    if shape is None:
        return np.zeros(len(latitude), dtype=bool)
    return ~is_within_near_km(shape.for_thread(), latitude, longitude)


@lru_cache(maxsize=4096)
def _province_shape(name: str, country: str) -> PreparedShape | None:
    """The outline of the province that a name surely means in a country, with the provinces that it holds."""
    if holds_others(name, country):
        return prepared_province(name, country)
    if (shape := _outlines().get((name, country))) is not None:
        return PreparedShape(shape)
    place = places.resolve_or_none(name, places.Hints(country=country))
    if place is None or place.precision != "admin1" or place.agreement < 1 or place.country != country:
        return None
    if place.admin1 and holds_others(place.admin1, country):
        return prepared_province(place.admin1, country)
    return PreparedShape(place.shape) if place.shape is not None else None


@cache
def _outlines() -> dict[tuple[str, str], BaseGeometry]:
    """Name and country of each province → its outline; a name that two provinces share has none here."""
    table = boundaries.provinces()
    single = table[~table.duplicated(["name", "country"], keep=False)]
    return dict(zip(zip(single["name"], single["country"], strict=True), single.geometry, strict=True))
