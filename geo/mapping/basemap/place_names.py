"""The names on the basemap: which place is named from which zoom on, so that a view has a readable number of them."""

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
from numpy.typing import NDArray

from geo.core import boundaries
from geo.core.data_files import open_data_file
from geo.mapping.basemap import mercator
from geo.places import province_changes
from geo.places.gazetteer import curated
from geo.places.gazetteer.name_normalization import normalize_name
from geo.query.point_index import Tile, key_ranges, morton_keys

COUNTRY, PROVINCE, TOWN, SEA, LANDSCAPE, CROSSING = range(6)  # the codes in a tile
KINDS = {
    "town": TOWN,
    "sea": SEA,
    "strait": SEA,
    "mountains": LANDSCAPE,
    "desert": LANDSCAPE,
    "crossing": CROSSING,
    "pass": CROSSING,
}
# The best place of each cell this wide and high is named, in pixels; chosen by eye.
CELL_PX = (112, 72)
# The least weight (log10 of inhabitants) of a town at zooms 0, 1, 2 …; from zoom 9 on any. Chosen by eye.
MIN_WEIGHTS = (9.0, 9.0, 6.9, 6.5, 6.0, 5.2, 4.6, 4.0, 3.4)
ALL_FROM_ZOOM = 12  # every place is in the tiles; the map's script still leaves out what would overlap
# What reports on the region speak of is named like a place ten times as large.
CURATED_BONUS = 1.0
CURATED_MIN_WEIGHT = 4.5
SAME_PLACE_DEGREES = 0.15  # two gazetteers place a town's centre up to some 15 km apart
# A tile holds a country of rank r (0: the largest) from this zoom on. After Natural Earth's LABELRANK; chosen by eye.
COUNTRY_MIN_ZOOMS = (2, 2, 3, 3, 4, 4, 5, 5, 6)
COUNTRY_MAX_ZOOM, PROVINCE_MAX_ZOOM, SEA_MAX_ZOOM = 7, 7, 9  # chosen by eye; farther in: area_names.py
PROVINCE_PX = 90  # the width of a province whose name fits in; chosen by eye
# Where nobody lives for good, bases, and what several states claim: no country's name stands there.
UNLABELLED_COUNTRIES = frozenset(
    {
        *("KAS", "PGA", "KAB", "USG", "ESB", "WSB"),  # Siachen, Spratly, Baikonur, Guantanamo, Dhekelia, Akrotiri
        *("ATC", "CSI", "CLP", "HMD", "UMI", "IOA"),  # reefs and islands without a town
    }
)
NOT_SHOWN = 99
WEIGHT_STEPS = 10  # a tile has ten times the weight as a whole number
BRACKETS = re.compile(r"\s*\([^()]*\)")


@dataclass(frozen=True, eq=False)
class PlaceNames:
    """Names in the order of their places' keys: kind, weight, and the first and last zoom of the map that has them."""

    keys: NDArray[np.uint64]
    xy: NDArray[np.float64]
    kinds: NDArray[np.int8]
    weights: NDArray[np.float32]
    min_zooms: NDArray[np.int8]
    max_zooms: NDArray[np.int8]
    names: NDArray[np.object_]

    def in_tile(self, tile: Tile, zoom: int) -> NDArray[np.intp]:
        """The rows of the names that a tile has at a zoom of the map, the weightiest of each kind first."""
        starts, stops = key_ranges(self.keys, np.array([tile.prefix], dtype=np.uint64), tile.zoom)
        rows = np.arange(int(starts[0]), int(stops[0]))
        rows = rows[(self.min_zooms[rows] <= zoom) & (self.max_zooms[rows] >= zoom)]
        order: NDArray[np.intp] = rows[np.lexsort((-self.weights[rows], self.kinds[rows]))]
        return order


@cache
def place_names() -> PlaceNames:
    """All names of the basemap."""
    table = pd.concat([_countries(), _provinces(), _curated(), _towns()], ignore_index=True)
    longitude, latitude = (table[axis].to_numpy(dtype=float) for axis in ("longitude", "latitude"))
    keys = morton_keys(longitude, latitude)
    order = np.argsort(keys, kind="stable")
    return PlaceNames(
        keys[order],
        mercator.project(longitude, latitude)[order],
        table["kind"].to_numpy(np.int8)[order],
        table["weight"].to_numpy(np.float32)[order],
        table["min_zoom"].to_numpy(np.int8)[order],
        table["max_zoom"].to_numpy(np.int8)[order],
        table["name"].to_numpy(object)[order],
    )


def _countries() -> pd.DataFrame:
    table = boundaries.countries()
    table = table[~table["country_code"].isin(UNLABELLED_COUNTRIES)]
    return pd.DataFrame(
        {
            "name": table["name"],
            "kind": COUNTRY,
            "longitude": table["label_longitude"],
            "latitude": table["label_latitude"],
            "weight": np.log10(table["area_km2"].clip(lower=1)),
            "min_zoom": table["rank"].map(dict(enumerate(COUNTRY_MIN_ZOOMS))),
            "max_zoom": COUNTRY_MAX_ZOOM,
        }
    )


def _provinces() -> pd.DataFrame:
    table = boundaries.provinces()
    # A state of one province bears its name already.
    is_part = table["country_code"].duplicated(keep=False) & (table["name"] != table["country"])
    dissolved = pd.Series(list(zip(table["country"], table["name"], strict=True))).isin(province_changes.dissolved())
    table = table[is_part & ~dissolved & ~table["country_code"].isin(UNLABELLED_COUNTRIES)]
    km_a_pixel = mercator.EARTH_KM * np.cos(np.radians(table["label_latitude"])) / 256
    zooms = np.ceil(np.log2(PROVINCE_PX * km_a_pixel / np.sqrt(table["area_km2"].clip(lower=1))))
    return pd.DataFrame(
        {
            "name": table["name"],
            "kind": PROVINCE,
            "longitude": table["label_longitude"],
            "latitude": table["label_latitude"],
            "weight": np.log10(table["area_km2"].clip(lower=1)),
            "min_zoom": zooms.clip(5, NOT_SHOWN),
            "max_zoom": PROVINCE_MAX_ZOOM,
        }
    )


def _curated() -> pd.DataFrame:
    """Seas, ranges, deserts and crossings of data/places.csv; its towns are weighed among all."""
    rows = [entry for entry in curated.entries() if KINDS.get(entry.kind, TOWN) != TOWN and entry.longitude]
    table = pd.DataFrame({"name": [BRACKETS.sub("", entry.name) for entry in rows]})
    table["kind"] = [KINDS[entry.kind] for entry in rows]
    table["longitude"], table["latitude"] = [row.longitude for row in rows], [row.latitude for row in rows]
    table["weight"] = CURATED_MIN_WEIGHT
    table["min_zoom"] = table["kind"].map({SEA: 4, LANDSCAPE: 6, CROSSING: 8})
    table["max_zoom"] = table["kind"].map({SEA: SEA_MAX_ZOOM, LANDSCAPE: SEA_MAX_ZOOM, CROSSING: NOT_SHOWN})
    return table


def _towns() -> pd.DataFrame:
    columns = ["name", "kind", "longitude", "latitude", "weight"]
    table = pq.read_table(open_data_file("gazetteer.parquet"), columns=columns).to_pandas()
    table = _with_curated_towns(table[table["kind"] == "town"].drop(columns="kind"))
    table = table.sort_values("weight", ascending=False, kind="stable").reset_index(drop=True)
    table["kind"], table["max_zoom"] = TOWN, NOT_SHOWN
    table["min_zoom"] = town_min_zooms(*(table[name].to_numpy(float) for name in ("longitude", "latitude", "weight")))
    return table


def _with_curated_towns(towns: pd.DataFrame) -> pd.DataFrame:
    """The towns with those of data/places.csv among them, under the name and with the weight that they have there."""
    extra = []
    names, weights = towns["name"].to_numpy(object).copy(), towns["weight"].to_numpy(float).copy()
    longitude, latitude = (towns[axis].to_numpy(float) for axis in ("longitude", "latitude"))
    from_west = np.argsort(longitude)
    for entry in (entry for entry in curated.entries() if entry.kind == "town"):
        band = from_west[
            longitude.searchsorted(entry.longitude - SAME_PLACE_DEGREES, sorter=from_west) : longitude.searchsorted(
                entry.longitude + SAME_PLACE_DEGREES, sorter=from_west
            )
        ]
        near = np.sort(band[np.abs(latitude[band] - entry.latitude) < SAME_PLACE_DEGREES])
        forms = curated_forms(entry.place_id)
        same = [row for row in near if normalize_name(names[row]) in forms]
        weight = max([CURATED_MIN_WEIGHT, *(weights[row] for row in same)]) + CURATED_BONUS
        if same:
            names[same[0]], weights[same[0]] = entry.name, weight
        else:
            extra.append((entry.name, entry.longitude, entry.latitude, weight))
    rows_of_towns = towns.assign(name=names, weight=weights)
    return pd.concat([rows_of_towns, pd.DataFrame(extra, columns=list(rows_of_towns.columns))], ignore_index=True)


def curated_forms(place_id: str) -> frozenset[str]:
    """The normalized names of a place of data/places.csv."""
    row = curated.rows()[place_id.removeprefix(curated.PREFIX)]
    return frozenset(normalize_name(name) for name in (row["name"], *row["aliases"].split(curated.SEPARATOR)))


def town_min_zooms(
    longitude: NDArray[np.float64], latitude: NDArray[np.float64], weight: NDArray[np.float64]
) -> NDArray[np.int8]:
    """The first zoom at which each town is named; the towns in descending order of weight.

    At each zoom it is the weightiest town of each cell of CELL_PX that weighs enough, and those named before.
    """
    xy = mercator.project(longitude, latitude)
    zooms = np.full(len(weight), ALL_FROM_ZOOM, dtype=np.int8)
    for zoom in reversed(range(ALL_FROM_ZOOM)):
        world_px = 256 * 2.0**zoom
        cells = np.floor(xy * world_px / CELL_PX).astype(np.int64)
        heavy = np.flatnonzero(weight >= (MIN_WEIGHTS[zoom] if zoom < len(MIN_WEIGHTS) else 0))
        packed = cells[heavy, 0] * 2**32 + cells[heavy, 1]
        zooms[heavy[np.unique(packed, return_index=True)[1]]] = zoom
    return zooms
