"""Countries and provinces (Natural Earth 5.1): their outlines, and which of them a point lies in.

Degrees, WGS 84, longitude before latitude. Natural Earth draws borders as they are held.
"""

import hashlib
import json
from functools import cache, lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.core.schema import CRS
from geo.errors import ValueRefused
from geo.settings import data_dir

OFFSHORE_DEGREES = 0.05  # about 5 km: simplified coasts leave some harbours in the sea
OUTLINE_DEGREES = 0.03  # what a browser needs of a province
DECIMALS = 3


@cache
def provinces() -> gpd.GeoDataFrame:
    """First-level divisions: province_id, name, country_code, country, other_names, region, label point, geometry."""
    return gpd.read_parquet(data_dir() / "provinces.parquet")


@cache
def countries() -> gpd.GeoDataFrame:
    """Countries: country_code, name, label point, rank (0 is the largest), geometry."""
    return gpd.read_parquet(data_dir() / "countries.parquet")


def locate_admin(longitude: pd.Series | np.ndarray, latitude: pd.Series | np.ndarray) -> pd.DataFrame:
    """The country, admin1 and province_id of each position, by point in polygon; missing at sea and where unplaced.

    A point up to about 5 km off the coast is given to the nearest province. Rows keep the order and index given.
    """
    x, y = (pd.to_numeric(pd.Series(given)).to_numpy(dtype=float, na_value=np.nan) for given in (longitude, latitude))
    placed = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    province = np.full(len(x), -1)
    province[placed] = _provinces_at(shapely.points(x[placed], y[placed]))
    named = provinces()[["country", "name", "province_id"]].rename(columns={"name": "admin1"})
    found = pd.DataFrame(named).reindex(province)
    return found.set_axis(pd.Series(longitude).index).astype("str")


def _provinces_at(points: np.ndarray) -> np.ndarray:
    """The row of the province that holds each point or lies nearest off the coast; -1 for none."""
    rows = np.full(len(points), -1)
    inside, province = provinces().sindex.query(points, predicate="intersects")
    rows[inside[::-1]] = province[::-1]  # on a shared border, the first
    afloat = np.flatnonzero(rows < 0)
    # `nearest` with a limit is six times slower than asking who lies within the limit.
    close, province = provinces().sindex.query(points[afloat], predicate="dwithin", distance=OFFSHORE_DEGREES)
    away = shapely.distance(points[afloat[close]], provinces().geometry.to_numpy()[province])
    farthest_first = np.argsort(-away, kind="stable")
    rows[afloat[close[farthest_first]]] = province[farthest_first]
    return rows


def country_shape(name: str) -> BaseGeometry | None:
    """The outline of the country of this name, or None."""
    shapes: dict[str, BaseGeometry] = dict(zip(countries()["name"], countries().geometry, strict=True))
    return shapes.get(name)


def province_shape(name: str, country: str) -> BaseGeometry | None:
    """The outline of a country's province of this name, or None."""
    table = provinces()
    found = table.geometry[(table["name"] == name) & (table["country"] == country)]
    return shapely.union_all(found.to_numpy()) if len(found) else None


@cache
def countries_geojson() -> bytes:
    """All countries as GeoJSON for a browser, coarse: code, name, label point, rank."""
    return (data_dir() / "basemap_countries.geojson").read_bytes()


@lru_cache(maxsize=300)
def provinces_geojson(country_code: str) -> bytes:
    """One country's provinces as GeoJSON for a browser: name, label point; first of all the country's own outline.

    Raises ValueRefused for an unknown code.
    """
    table = provinces()
    chosen = table[table["country_code"] == country_code]
    if chosen.empty:
        raise ValueRefused(country_code, accepted="a three-letter country code of Natural Earth")
    outlines = shapely.coverage_simplify(chosen.geometry.to_numpy(), OUTLINE_DEGREES)
    whole = {"name": "", "geometry": shapely.coverage_union_all(outlines)}
    slim = chosen[["name", "label_longitude", "label_latitude"]].set_geometry(outlines, crs=CRS)
    slim = pd.concat([gpd.GeoDataFrame([whole], crs=CRS), slim])
    text = json.dumps(json.loads(slim.to_json(drop_id=True), parse_float=_rounded), ensure_ascii=False)
    return text.encode()


@cache
def provinces_version() -> str:
    """The version of the provinces, for addresses that a browser may keep for ever."""
    return hashlib.sha256((data_dir() / "provinces.parquet").read_bytes()).hexdigest()[:12]


def _rounded(number: str) -> float:
    return round(float(number), DECIMALS)
