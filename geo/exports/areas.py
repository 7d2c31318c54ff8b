"""The areas that incidents of a selection are known to, each once: a layer beside the incidents, joined by area_id."""

import io
from collections.abc import Callable, Mapping
from types import MappingProxyType

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geo.core.schema import AREA_ID, CRS
from geo.exports.geometry_kind import area_ids
from geo.places.areas import AREA_PRECISIONS, area_from_id
from geo.query.result_set import ResultSet

GEOJSON, PARQUET = "geojson", "parquet"
MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {GEOJSON: "application/geo+json", PARQUET: "application/vnd.apache.parquet"}
)


def areas_table(results: ResultSet) -> gpd.GeoDataFrame:
    """One row an area: area_id, name, incidents (how many of the selection are known to it) and its outline."""
    return areas_at(results.index.table, None if results.mask is None else results.positions())


def areas_at(table: gpd.GeoDataFrame, positions: NDArray[np.intp] | None) -> gpd.GeoDataFrame:
    """The same of the rows with these numbers; None for the whole table."""
    is_coarse = table["place_precision"].isin(AREA_PRECISIONS).to_numpy()
    coarse = np.flatnonzero(is_coarse) if positions is None else positions[is_coarse[positions]]
    counts = area_ids(table.iloc[coarse]).value_counts().sort_index()
    areas = [area_from_id(str(area_id)) for area_id in counts.index]
    columns = {AREA_ID: [area.area_id for area in areas], "name": [area.name for area in areas]}
    return gpd.GeoDataFrame(
        columns | {"incidents": counts.to_numpy()}, geometry=[area.outline for area in areas], crs=CRS
    )


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
