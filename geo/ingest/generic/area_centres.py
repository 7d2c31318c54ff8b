"""Points that are the usual centre of a country or a province, which tables give where they know no more.

Usual centres are Natural Earth's label points, GeoNames' points, the centroids of the outlines and the middles of their
bounding boxes, as map services give them.
"""

from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.core import boundaries
from geo.settings import data_dir

# How far from a centre a point is that centre, in degrees. Tables round them to two decimals. The outlines of two maps
# differ more for a country; few incidents lie so close to its centre, and then they name a place. By judgement.
TOLERANCES = {"admin1": 0.011, "country": 0.05}
MIN_AREA_KM2 = 300.0  # of an area whose centre is coarser than a town: a circle of 10 km; by judgement


def find_area_centres(points: pd.DataFrame) -> pd.Series:
    """Return the precision ("admin1" or "country", else missing) of the area that each point is the centre of.

    `points` has columns latitude and longitude (degrees, none missing).
    """
    result = pd.Series(None, index=points.index, dtype="str")
    geometries = shapely.points(points["longitude"].to_numpy(), points["latitude"].to_numpy())
    for precision, tolerance in TOLERANCES.items():
        rows, _ = _tree(precision).query(geometries, predicate="dwithin", distance=tolerance)
        result.iloc[np.unique(rows)] = precision
    return result


@cache
def _tree(precision: str) -> shapely.STRtree:
    """The usual centres of all countries, or of all provinces."""
    if precision == "country":
        return shapely.STRtree(_centres(boundaries.countries(), "ne0:" + boundaries.countries()["country_code"]))
    return shapely.STRtree(_centres(boundaries.provinces(), "ne1:" + boundaries.provinces()["province_id"]))


def _centres(areas: gpd.GeoDataFrame, place_ids: pd.Series) -> np.ndarray:
    is_large = (areas["area_km2"] >= MIN_AREA_KM2).to_numpy()
    areas, place_ids = areas[is_large], place_ids[is_large]
    labels = shapely.points(areas["label_longitude"].to_numpy(), areas["label_latitude"].to_numpy())
    west, south, east, north = areas.geometry.bounds.to_numpy().T
    middles = shapely.points((west + east) / 2, (south + north) / 2)
    geonames = pd.read_csv(data_dir() / "geonames_points.csv", index_col="place_id").reindex(place_ids).dropna()
    at_geonames = shapely.points(geonames["longitude"].to_numpy(), geonames["latitude"].to_numpy())
    return np.concatenate([labels, middles, shapely.centroid(areas.geometry.to_numpy()), at_geonames])
