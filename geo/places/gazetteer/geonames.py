"""Read the user's own GeoNames files: a country's XX.txt from geonames.org, in the folder of the setting GAZETTEER.

Columns and feature codes: https://download.geonames.org/export/dump/readme.txt.
"""

import contextlib
import csv
from math import log10
from pathlib import Path

import pandas as pd

from geo.core import boundaries
from geo.errors import PlacesInvalid
from geo.places.gazetteer.place_table import SEPARATOR, PlaceTable

COLUMNS = (
    *("geonameid", "name", "asciiname", "alternatenames", "latitude", "longitude", "feature_class", "feature_code"),
    *("country_code", "cc2", "admin1_code", "admin2_code", "admin3_code", "admin4_code", "population", "elevation"),
    *("dem", "timezone", "modification_date"),
)
USED = (*COLUMNS[:8], "population")
# GeoNames' feature codes and classes to our kinds; the others (roads, vegetation, countries, provinces) are left out.
KINDS = {
    **{"P": "town", "T": "mountain", "H": "river", "L": "area", "S": "site", "U": "area"},
    **{"ADM2": "district", "ADM3": "district", "ADM4": "district", "ADM2H": "district", "ADMD": "district"},
}
# See Entry.weight; GeoNames gives no population for these. Chosen by judgement: each less than a village of a
# thousand people.
WEIGHTS = {"district": 2.5, "mountain": 1.5, "river": 1.5, "area": 1.5, "site": 1.0}
MIN_POPULATION = 10  # added, since many villages have 0
CACHE_LEVEL = 3  # of zstd: of 500,000 places written in 2 s instead of 20, and a sixth larger
README = "readme.txt"  # beside the country's file in each of GeoNames' archives


def user_tables(folder: Path) -> list[PlaceTable]:
    """A table for each file in the folder, cached beside it until the file changes.

    Raises PlacesInvalid for a file that is not one of GeoNames'.
    """
    paths = sorted(folder.glob("*.txt")) if folder.is_dir() else []
    return [_load_table(path) for path in paths if path.name.casefold() != README]


def _load_table(path: Path) -> PlaceTable:
    status = path.stat()
    stem = path.with_name(f".{path.stem}.{status.st_size:x}-{status.st_mtime_ns:x}")
    if path.with_name(f"{stem.name}.parquet").exists():
        return PlaceTable.load(stem)
    table = PlaceTable.from_rows(read_geonames(path))
    _write_cache(table, stem, path)
    return table


def read_geonames(path: Path) -> pd.DataFrame:
    """Read the rows of a GeoNames file that name a place: PlaceTable's columns, and other_names (texts with commas).

    Cells beyond GeoNames' 19 columns are ignored. Raises PlacesInvalid if the file is not one of GeoNames'.
    """
    options = {"sep": "\t", "header": None, "dtype": "str", "keep_default_na": False, "quoting": csv.QUOTE_NONE}
    try:
        table = pd.read_csv(path, names=USED, usecols=list(map(COLUMNS.index, USED)), encoding="utf-8", **options)
    except ValueError as error:
        raise PlacesInvalid(path.name, str(error)) from error
    position = table[["longitude", "latitude"]].apply(pd.to_numeric, errors="coerce")
    on_globe = position["longitude"].between(-180, 180) & position["latitude"].between(-90, 90)
    usable = on_globe & (table["name"] != "")
    if not usable.any():
        raise PlacesInvalid(path.name, "no row has a name, a latitude and a longitude in columns 2, 5 and 6")
    kind = table["feature_code"].map(KINDS).fillna(table["feature_class"].map(KINDS))
    rows = table.assign(**position, kind=kind)[usable & kind.notna()]
    return _place_rows(rows.reset_index(drop=True))


def _place_rows(table: pd.DataFrame) -> pd.DataFrame:
    admin = boundaries.locate_admin(table["longitude"], table["latitude"])
    population = pd.to_numeric(table["population"], errors="coerce").fillna(0).clip(lower=0)
    return pd.DataFrame(
        {
            "place_id": "gn:" + table["geonameid"],
            "name": table["name"],
            "kind": table["kind"],
            "country": admin["country"].fillna(""),
            "admin1": admin["admin1"].fillna(""),
            "longitude": table["longitude"],
            "latitude": table["latitude"],
            "weight": table["kind"].map(WEIGHTS).fillna((population + MIN_POPULATION).map(log10)),
            "claimed": "",
            "other_names": table["asciiname"].str.cat(table["alternatenames"], sep=SEPARATOR),
        }
    )


def _write_cache(table: PlaceTable, stem: Path, path: Path) -> None:
    """Write the table beside its file; where the folder cannot be written, the next start reads the file again."""
    with contextlib.suppress(OSError):
        for outdated in path.parent.glob(f".{path.stem}.*.parquet"):
            outdated.unlink(missing_ok=True)
        table.save(stem, compression_level=CACHE_LEVEL)
