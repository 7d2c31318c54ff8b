"""Countries and provinces (Natural Earth 5.1): their outlines, and which of them a point lies in.

Degrees, WGS 84, longitude before latitude. Natural Earth draws borders as they are held.
"""

import hashlib
import json
from functools import cache, lru_cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import ValueRefused
from geo.schema import CRS

DATA = Path(__file__).parent.parent / "data"
OFFSHORE_DEGREES = 0.05  # about 5 km: simplified coasts leave some harbours in the sea
OUTLINE_DEGREES = 0.03  # what a browser needs of a province
DECIMALS = 3


@cache
def provinces() -> gpd.GeoDataFrame:
    """First-level divisions: province_id, name, country_code, country, other_names, region, label point, geometry."""
    return gpd.read_parquet(DATA / "provinces.parquet")


@cache
def countries() -> gpd.GeoDataFrame:
    """Countries: country_code, name, label point, rank (0 is the largest), geometry."""
    return gpd.read_parquet(DATA / "countries.parquet")


def assign(longitude: pd.Series, latitude: pd.Series) -> pd.DataFrame:
    """The country, admin1 and province_id of each position, by point in polygon; missing at sea and where unplaced.

    A point up to about 5 km off the coast is given to the nearest province.
    """
    points = gpd.GeoSeries(gpd.points_from_xy(longitude, latitude), index=longitude.index, crs=CRS)
    placed = points[longitude.notna() & latitude.notna()]
    position, province = provinces().sindex.query(placed, predicate="intersects")
    found = pd.Series(province, index=placed.index[position]).groupby(level=0).first()
    afloat = placed.drop(found.index)
    near, nearest = provinces().sindex.nearest(afloat, return_all=False, max_distance=OFFSHORE_DEGREES)[:, :]
    landed = pd.Series(nearest, index=afloat.index[near])
    chosen = pd.concat([found, landed]) if len(landed) else found
    named = provinces()[["country", "name", "province_id"]].rename(columns={"name": "admin1"})
    rows = named.iloc[chosen.to_numpy(dtype=np.int64)].set_axis(chosen.index)
    return pd.DataFrame(rows).reindex(longitude.index).astype("str")


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
    return (DATA / "basemap_countries.geojson").read_bytes()


@lru_cache(maxsize=300)
def provinces_geojson(country_code: str) -> bytes:
    """One country's provinces as GeoJSON for a browser: name, label point. Raises ValueRefused for an unknown code."""
    table = provinces()
    chosen = table[table["country_code"] == country_code]
    if chosen.empty:
        raise ValueRefused(country_code, accepted="a three-letter country code of Natural Earth")
    outlines = shapely.coverage_simplify(chosen.geometry.to_numpy(), OUTLINE_DEGREES)
    slim = chosen[["name", "label_longitude", "label_latitude"]].set_geometry(outlines, crs=CRS)
    text = json.dumps(json.loads(slim.to_json(drop_id=True), parse_float=_rounded), ensure_ascii=False)
    return text.encode()


@cache
def provinces_version() -> str:
    """The version of the provinces, for addresses that a browser may keep for ever."""
    return hashlib.sha256((DATA / "provinces.parquet").read_bytes()).hexdigest()[:12]


def _rounded(number: str) -> float:
    return round(float(number), DECIMALS)
