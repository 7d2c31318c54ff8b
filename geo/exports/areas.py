"""The areas that incidents of a selection are known to, each once: a layer beside the incidents, joined by area_id."""

import io
from collections.abc import Callable, Mapping
from types import MappingProxyType

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.core.schema import AREA_ID, CRS, OUTLINE_SOURCE
from geo.exports.geometry_kind import area_ids
from geo.places.area_credits import credit_of
from geo.places.areas import AREA_PRECISIONS, area_from_id
from geo.query.engine import ResultSet

GEOJSON, PARQUET = "geojson", "parquet"
MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {GEOJSON: "application/geo+json", PARQUET: "application/vnd.apache.parquet"}
)


def areas_table(results: ResultSet) -> gpd.GeoDataFrame:
    """One row an area: area_id, name, incidents (how many of the selection are known to it), outline_source, outline.

    `outline_source` says whose the outline is and under which licence.
    """
    return describe_areas(count_by_area(results))


def describe_areas(counts: pd.Series) -> gpd.GeoDataFrame:
    """The same, given the number of incidents by area_id."""
    areas = [area_from_id(str(area_id)) for area_id in counts.index]
    sources = pd.Series([credit_of(area.area_id) for area in areas], dtype="str")
    columns = {AREA_ID: [area.area_id for area in areas], "name": [area.name for area in areas]}
    return gpd.GeoDataFrame(
        columns | {"incidents": counts.to_numpy(), OUTLINE_SOURCE: sources},
        geometry=[area.outline for area in areas],
        crs=CRS,
    )


def count_by_area(results: ResultSet) -> pd.Series:
    """How many of the selected incidents are known to each area, by area_id, in order.

    Also those without coordinates, which no map draws.
    """
    other = len(AREA_PRECISIONS)
    numbers = {precision: number for number, precision in enumerate(AREA_PRECISIONS)}
    precisions = (*results.engine.categories("place_precision"), "")
    classes = np.array([numbers.get(precision, other) for precision in precisions], dtype=np.intp)
    counts = results.cross_counts("where", "place_precision", classes, other + 1)[:, :other]
    where, precision = np.nonzero(counts)
    places = results.engine.combinations("where").take(where).reset_index(drop=True)
    ids = area_ids(places.assign(place_precision=np.array(AREA_PRECISIONS, dtype=object)[precision]))
    return pd.Series(counts[where, precision], dtype="int64").groupby(ids.to_numpy()).sum()


def count_rows_by_area(rows: pd.DataFrame) -> pd.Series:
    """How many rows of a table are known to each area, by area_id, in order."""
    return area_ids(rows[rows["place_precision"].isin(AREA_PRECISIONS)]).value_counts().sort_index()


def areas_file(results: ResultSet, extension: str) -> bytes:
    """The areas as GeoJSON or GeoParquet."""
    return WRITERS[extension](areas_table(results))


def _to_geojson(areas: gpd.GeoDataFrame) -> bytes:
    return str(areas.to_json(drop_id=True, ensure_ascii=False)).encode()


def _to_parquet(areas: gpd.GeoDataFrame) -> bytes:
    file = io.BytesIO()
    areas.to_parquet(file, index=False, compression="zstd", write_page_checksum=True)
    return file.getvalue()


WRITERS: Mapping[str, Callable[[gpd.GeoDataFrame], bytes]] = MappingProxyType(
    {GEOJSON: _to_geojson, PARQUET: _to_parquet}
)
