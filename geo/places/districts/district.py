"""A district by its identifier, and its outline; both are read from the files when first asked for."""

from dataclasses import dataclass
from functools import cache

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import shapely
from shapely.geometry.base import BaseGeometry

from geo.core.data_files import open_data_file
from geo.places.districts.layers import DISTRICT_FILES, DistrictLayer, district_layers

PREFIX = "gb:"  # of identifiers: then geoBoundaries' own


@dataclass(frozen=True)
class District:
    """A unit of a layer; `name` as the layer writes it, `country` and `admin1` as our outlines have them.

    `has_own_name`: no town or other place is called so, and the name alone means the district.
    """

    place_id: str
    name: str
    country: str
    admin1: str
    area_km2: float
    longitude: float
    latitude: float
    has_own_name: bool
    layer: DistrictLayer

    @property
    def title(self) -> str:
        """The name with what the unit is: “Khanaqin District”."""
        is_complete = self.name.casefold().endswith(self.layer.unit)
        return self.name if is_complete else self.layer.title.format(self.name)


@cache
def districts() -> dict[str, District]:
    """All districts by identifier, without their outlines."""
    columns = [name for name in District.__annotations__ if name != "layer"]
    tables = [
        pq.read_table(open_data_file(path.name), columns=[*columns, "layer"]).to_pandas()
        for path in DISTRICT_FILES.values()
    ]
    layers = district_layers()
    rows = pd.concat(tables).to_dict("records")
    return {row["place_id"]: District(**{**row, "layer": layers[row["layer"]]}) for row in rows}


def district_by_id(place_id: str) -> District | None:
    """The district of an identifier, or None."""
    return districts().get(place_id) if place_id.startswith(PREFIX) else None


def district_outline(place_id: str) -> BaseGeometry:
    """The outline of a known district, in degrees (WGS 84)."""
    return shapely.from_wkb(_outlines()[place_id])


@cache
def _outlines() -> dict[str, bytes]:
    """The outlines as WKB, a fourth of the memory of geometries, by identifier."""
    tables = [
        gpd.read_parquet(open_data_file(path.name), columns=["place_id", "geometry"])
        for path in DISTRICT_FILES.values()
    ]
    return {
        place_id: outline
        for table in tables
        for place_id, outline in zip(table["place_id"], table.geometry.to_wkb(), strict=True)
    }
