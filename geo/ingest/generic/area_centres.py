"""Points that are the usual centre of a country or a province, which tables give where they know no more.

Usual centres are Natural Earth's label points, GeoNames' points, the centroids of the outlines and the middles of their
bounding boxes, as map services give them.
"""

from dataclasses import dataclass
from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.core import boundaries, geodesy
from geo.ingest.checks.country_checks import CLAIMED
from geo.settings import data_dir

# How far from a centre a point is that centre, as a share of the area's own size (the root of its area). Measured on
# the centres that map services give for nine countries: they are within 2.1 % of the middle of our bounding box. Tables
# take those of provinces from the same outlines as we, and round them; by judgement.
TOLERANCES = {"country": 0.025, "admin1": 0.01}
MIN_AREA_KM2 = 300.0  # of an area whose centre is coarser than a town: a circle of 10 km; by judgement


def find_area_centres(points: pd.DataFrame) -> pd.Series:
    """Return the precision ("admin1" or "country", else missing) of the area that each point is the centre of.

    `points` has columns latitude and longitude (degrees, none missing).
    """
    result = pd.Series(None, index=points.index, dtype="str")
    geometries = shapely.points(points["longitude"].to_numpy(), points["latitude"].to_numpy())
    for precision in reversed(TOLERANCES):
        centres = _centres(precision)
        rows, centre_numbers = centres.tree.query(geometries, predicate="dwithin", distance=centres.tolerances.max())
        distances = shapely.distance(geometries[rows], centres.tree.geometries[centre_numbers])
        result.iloc[np.unique(rows[distances <= centres.tolerances[centre_numbers]])] = precision
    return result


@dataclass(frozen=True, eq=False)
class _Centres:
    """The usual centres of all areas of a kind, and how far from each a point is still it, in degrees."""

    tree: shapely.STRtree
    tolerances: NDArray[np.float64]


@cache
def _centres(precision: str) -> _Centres:
    if precision == "country":
        areas, ids = boundaries.countries(), "ne0:" + boundaries.countries()["country_code"]
        points, areas_km2 = _find_centres(areas, ids)
        more, more_km2 = _middles_with_claims(areas)
        points, areas_km2 = np.concatenate([points, more]), np.concatenate([areas_km2, more_km2])
    else:
        points, areas_km2 = _find_centres(boundaries.provinces(), "ne1:" + boundaries.provinces()["province_id"])
    return _Centres(shapely.STRtree(points), TOLERANCES[precision] * np.sqrt(areas_km2) / geodesy.KM_PER_DEGREE)


def _find_centres(areas: gpd.GeoDataFrame, place_ids: pd.Series) -> tuple[NDArray[np.object_], NDArray[np.float64]]:
    """The usual centres of the areas that are large enough, and the area that each is the centre of (km²)."""
    is_large = (areas["area_km2"] >= MIN_AREA_KM2).to_numpy()
    areas, place_ids = areas[is_large], place_ids[is_large]
    labels = shapely.points(areas["label_longitude"].to_numpy(), areas["label_latitude"].to_numpy())
    geonames = pd.read_csv(data_dir() / "geonames_points.csv", index_col="place_id").reindex(place_ids)
    at_geonames = shapely.points(geonames["longitude"].to_numpy(), geonames["latitude"].to_numpy())
    middles, centroids = _middles(areas.geometry.bounds.to_numpy()), shapely.centroid(areas.geometry.to_numpy())
    points = np.concatenate([labels, middles, centroids, at_geonames])
    areas_km2 = np.tile(areas["area_km2"].to_numpy(dtype=float), 4)
    is_known = np.isfinite(shapely.get_x(points))
    return points[is_known], areas_km2[is_known]


def _middles_with_claims(areas: gpd.GeoDataFrame) -> tuple[NDArray[np.object_], NDArray[np.float64]]:
    """The middles of the bounding boxes of countries together with a territory that maps may count to them."""
    names = dict(zip(areas["name"], areas["area_km2"], strict=True))
    provinces = boundaries.provinces().set_index("name").geometry
    boxes, areas_km2 = [], []
    for territory, claimants in CLAIMED.items():
        outline = boundaries.country_shape(territory)
        outline = provinces.get(territory) if outline is None else outline
        for country in claimants if outline is not None else ():
            own = boundaries.country_shape(country)
            assert own is not None
            boxes.append(shapely.total_bounds([own, outline]))
            areas_km2.append(float(names[country]))
    return _middles(np.array(boxes)), np.array(areas_km2)


def _middles(boxes: NDArray[np.float64]) -> NDArray[np.object_]:
    west, south, east, north = boxes.T
    middles: NDArray[np.object_] = shapely.points((west + east) / 2, (south + north) / 2)
    return middles
