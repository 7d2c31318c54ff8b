"""Towns at borders belong to the country and the province that GeoNames counts them to, for outlines are coarse."""

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.core import boundaries

BORDER_DEGREES = 0.05  # about 5 km: outlines are simplified to 0.02°, and towns stand on borders
# Of towns of a pair of countries that lie deeper in the one and are counted to the other: from here the two differ on
# where the border is, and a town near it is either's. Six pairs have 10 to 522 such towns (Israel and Palestine, Cyprus
# and its north …) and no other has more than 2.
MIN_DISPUTED = 5


def settle_countries(table: pd.DataFrame) -> pd.DataFrame:
    """The places with GeoNames' country before that of the outlines, where its outline is as near as outlines are sure.

    `claimed` is GeoNames' country where it is not `country`. El Paso lies 1 km inside Mexico by outlines that were
    simplified to 0.02°, and is no place of Mexico.
    """
    provinces = boundaries.provinces()
    towns = table.astype({name: "str" for name in ("country", "admin1", "claimed")})
    distances = _distances_to_claimed(towns)
    disputed = _disputed_pairs(towns, distances)
    for row in towns[(towns["claimed"] != "") & (distances <= BORDER_DEGREES)].itertuples():
        own = provinces[provinces["country"] == row.claimed]
        nearest = shapely.distance(own.geometry.to_numpy(), shapely.Point(row.longitude, row.latitude)).argmin()
        outlines = row.country if frozenset((row.country, row.claimed)) in disputed else ""
        names = (row.claimed, own["name"].iloc[int(nearest)], outlines)
        towns.loc[row.Index, ["country", "admin1", "claimed"]] = names
    return towns


def settle_provinces(table: pd.DataFrame, codes: pd.Series) -> pd.DataFrame:
    """The places with the province of GeoNames' code before that of the outlines, where its outline is as near as that.

    `codes` are GeoNames' own codes of countries and provinces in one text, empty for none. A code means the one
    province in which it is commoner than others; one of several provinces, older or newer than ours, means none.
    """
    places = table.assign(code=codes.to_numpy())
    places_with_code = places[(places["code"] != "") & (places["admin1"] != "")]
    means = _provinces_of_codes(places_with_code)
    with_means = places_with_code[["country", "admin1", "longitude", "latitude", "code"]].join(means, on="code")
    differs = with_means[with_means["means"].notna() & (with_means["means"] != with_means["admin1"])]
    differs = differs[differs["country"] == differs["country_of_code"]]
    shapes = [boundaries.province_shape(name, country) for name, country in differs[["means", "country"]].to_numpy()]
    points = shapely.points(differs["longitude"], differs["latitude"])
    near = differs[shapely.distance(np.array(shapes, dtype=object), points) <= BORDER_DEGREES]
    towns = places.astype({"admin1": "str"})
    towns.loc[near.index, "admin1"] = near["means"]
    return towns.drop(columns="code")


def _distances_to_claimed(table: pd.DataFrame) -> NDArray[np.float64]:
    """How far each place lies from another country that GeoNames counts it to, in degrees; infinite without one."""
    shapes = dict(zip(boundaries.countries()["name"], boundaries.countries().geometry, strict=True))
    distances = np.full(len(table), np.inf)
    rows = np.flatnonzero((table["claimed"] != "") & table["claimed"].isin(list(shapes)))
    own = np.array([shapes[name] for name in table["claimed"].iloc[rows]], dtype=object)
    position = table[["longitude", "latitude"]].iloc[rows].to_numpy(dtype=np.float64)
    distances[rows] = shapely.distance(own, shapely.points(position)) if len(rows) else []
    return distances


def _disputed_pairs(table: pd.DataFrame, distances: NDArray[np.float64]) -> frozenset[frozenset[str]]:
    """The pairs of countries of which many towns lie deep in the one and are counted to the other."""
    deep = table[(table["claimed"] != "") & (distances > BORDER_DEGREES)]
    pairs = pd.Series([frozenset(pair) for pair in deep[["country", "claimed"]].to_numpy()], dtype=object)
    counts = pairs.value_counts()
    return frozenset(counts[counts >= MIN_DISPUTED].index)


def _provinces_of_codes(places_with_code: pd.DataFrame) -> pd.DataFrame:
    """`country_of_code` and `means` of each code: the one province of which it is the commonest code."""
    counts = places_with_code.groupby(["country", "admin1", "code"]).size().rename("n_towns").reset_index()
    commonest = counts.sort_values(["n_towns", "code"], ascending=[False, True]).drop_duplicates(["country", "admin1"])
    only = commonest[~commonest["code"].duplicated(keep=False)]
    provinces_of_codes = only.rename(columns={"country": "country_of_code", "admin1": "means"})
    return provinces_of_codes.set_index("code")[["country_of_code", "means"]]
