"""Countries and provinces (Natural Earth 5.1): their outlines, and which of them a point lies in.

Degrees, WGS 84, longitude before latitude. Natural Earth draws borders de facto: by who holds the land, not by claim.
"""

import hashlib
import json
from functools import cache, lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.core import outline_levels
from geo.core.data_files import open_data_file, read_data_file
from geo.core.schema import CRS
from geo.errors import ValueRefused

OFFSHORE_DEGREES = 0.05  # about 5 km: simplified coastlines leave some harbours in the sea
PROVINCES_DETAIL = 2  # the level of detail of provinces in colour: that of zooms 6 and 7, where most are looked at
DECIMALS = 3  # of a degree, about 100 m: a tenth of a pixel at those zooms


@cache
def provinces() -> gpd.GeoDataFrame:
    """First-level divisions: province_id, name, country_code, country, other_names, region, label point, geometry."""
    return gpd.read_parquet(open_data_file("provinces.parquet"))


@cache
def countries() -> gpd.GeoDataFrame:
    """Countries: country_code, name, label point, rank (0 is the largest), geometry."""
    return gpd.read_parquet(open_data_file("countries.parquet"))


def locate_admin(longitude: pd.Series | np.ndarray, latitude: pd.Series | np.ndarray) -> pd.DataFrame:
    """The country, admin1 and province_id of each position, by point in polygon; in the order and index of the input.

    A point up to about 5 km off the coast belongs to the nearest province. The values are missing farther out at sea
    and where a coordinate is missing.
    """
    x, y = (_to_floats(coordinates) for coordinates in (longitude, latitude))
    located = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    province_rows = np.full(len(x), -1)
    province_rows[located] = _province_rows(shapely.points(x[located], y[located]))
    names = provinces()[["country", "name", "province_id"]].rename(columns={"name": "admin1"})
    admin = pd.DataFrame(names).reindex(province_rows)
    return admin.set_axis(pd.Series(longitude).index).astype("str")


def _to_floats(coordinates: pd.Series | np.ndarray) -> NDArray[np.float64]:
    numbers: NDArray[np.float64] = pd.to_numeric(pd.Series(coordinates)).to_numpy(dtype=float, na_value=np.nan)
    return numbers


def _province_rows(points: np.ndarray) -> np.ndarray:
    """The row of the province that contains each point, or is nearest if it lies offshore; -1 for none."""
    rows = np.full(len(points), -1)
    inside, province = provinces().sindex.query(points, predicate="intersects")
    rows[inside[::-1]] = province[::-1]  # on a shared border, the first match wins
    offshore = np.flatnonzero(rows < 0)
    # `nearest` with a limit is six times slower than to query all provinces within the limit.
    near, province = provinces().sindex.query(points[offshore], predicate="dwithin", distance=OFFSHORE_DEGREES)
    distances = shapely.distance(points[offshore[near]], provinces().geometry.to_numpy()[province])
    farthest_first = np.argsort(-distances, kind="stable")
    rows[offshore[near[farthest_first]]] = province[farthest_first]
    return rows


def country_shape(name: str) -> BaseGeometry | None:
    """The outline of the country of this name, or None."""
    return _shapes_by_name().get(name)


@cache
def _shapes_by_name() -> dict[str, BaseGeometry]:
    return dict(zip(countries()["name"], countries().geometry, strict=True))


def province_shape(name: str, country: str) -> BaseGeometry | None:
    """The outline of a country's province of this name, or None."""
    table = provinces()
    outlines = table.geometry[(table["name"] == name) & (table["country"] == country)]
    return shapely.union_all(outlines.to_numpy()) if len(outlines) else None


@cache
def countries_geojson() -> bytes:
    """All countries as simplified GeoJSON for a browser: code, name, label point, rank."""
    return read_data_file("basemap_countries.geojson")


@lru_cache(maxsize=300)
def provinces_geojson(country_code: str) -> bytes:
    """One country's provinces as simplified GeoJSON for a browser: name and label point.

    The first feature, with an empty name, is the country's own outline. Raises ValueRefused for an unknown code.
    """
    table = provinces()
    selected = table[table["country_code"] == country_code]
    if selected.empty:
        raise ValueRefused(country_code, accepted="a three-letter country code of Natural Earth")
    outlines = [outline_levels.province_outline(unit, PROVINCES_DETAIL) for unit in selected["province_id"]]
    country = {"name": "", "geometry": shapely.union_all(outlines)}
    features = selected[["name", "label_longitude", "label_latitude"]].set_geometry(outlines, crs=CRS)
    features = pd.concat([gpd.GeoDataFrame([country], crs=CRS), features])
    content = json.loads(features.to_json(drop_id=True), parse_float=_round_coordinate)
    return json.dumps(content, ensure_ascii=False).encode()


@cache
def province_ids_by_country() -> dict[str, tuple[str, ...]]:
    """The identifiers of each country's provinces, by the country's code."""
    return {code: tuple(ids) for code, ids in provinces().groupby("country_code")["province_id"]}


@cache
def provinces_version() -> str:
    """The version of the provinces, for addresses that a browser may cache for ever."""
    digest = hashlib.sha256()
    for name in ("provinces", "basemap_arcs", "basemap_rings"):
        digest.update(read_data_file(f"{name}.parquet"))
    return digest.hexdigest()[:12]


def _round_coordinate(number: str) -> float:
    return round(float(number), DECIMALS)
