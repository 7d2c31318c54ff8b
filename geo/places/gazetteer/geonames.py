"""The user's own GeoNames files: XX.txt as geonames.org offers a country, laid into data/gazetteer/.

Columns and feature codes: https://download.geonames.org/export/dump/readme.txt.
"""

import contextlib
import csv
from math import log10
from pathlib import Path

import pandas as pd

from geo.core import boundaries
from geo.errors import PlacesInvalid
from geo.places.gazetteer.place_table import PlaceTable

COLUMNS = (
    *("geonameid", "name", "asciiname", "alternatenames", "latitude", "longitude", "feature_class", "feature_code"),
    *("country_code", "cc2", "admin1_code", "admin2_code", "admin3_code", "admin4_code", "population", "elevation"),
    *("dem", "timezone", "modification_date"),
)
# Feature class, or a code of it, to our kind; what is not here (roads, vegetation, countries, provinces) is left out.
KINDS = {
    **{"P": "town", "T": "mountain", "H": "river", "L": "area", "S": "site", "U": "area"},
    **{"ADM2": "district", "ADM3": "district", "ADM4": "district", "ADM2H": "district", "ADMD": "district"},
}
WEIGHTS = {"district": 2.5, "mountain": 1.5, "river": 1.5, "area": 1.5, "site": 1.0}
README = "readme.txt"  # lies beside the country's file in each of GeoNames' archives


def user_tables(folder: Path) -> list[PlaceTable]:
    """A table for each file in the folder, read once and then kept beside it until the file changes."""
    paths = sorted(folder.glob("*.txt")) if folder.is_dir() else []
    return [_table(path) for path in paths if path.name.casefold() != README]


def _table(path: Path) -> PlaceTable:
    status = path.stat()
    stem = path.with_name(f".{path.stem}.{status.st_size:x}-{status.st_mtime_ns:x}")
    if path.with_name(f"{stem.name}.parquet").exists():
        return PlaceTable.load(stem)
    table = PlaceTable.from_rows(read_geonames(path))
    _keep(table, stem, path)
    return table


def read_geonames(path: Path) -> pd.DataFrame:
    """The rows of a GeoNames file that name a place: PlaceTable's columns and other_names; further cells are not read.

    Raises PlacesInvalid where the file is not one of GeoNames'.
    """
    options = {"sep": "\t", "header": None, "dtype": "str", "keep_default_na": False, "quoting": csv.QUOTE_NONE}
    numbers = range(len(COLUMNS))
    try:
        table = pd.read_csv(path, names=numbers, usecols=numbers, encoding="utf-8", **options)
    except ValueError as error:
        raise PlacesInvalid(path.name, str(error)) from error
    table = table.set_axis(list(COLUMNS), axis="columns")
    placed = table[["longitude", "latitude"]].apply(pd.to_numeric, errors="coerce")
    sound = placed["longitude"].between(-180, 180) & placed["latitude"].between(-90, 90) & (table["name"] != "")
    if not sound.any():
        raise PlacesInvalid(path.name, "no row has a name, a latitude and a longitude in columns 2, 5 and 6")
    kind = table["feature_code"].map(KINDS).fillna(table["feature_class"].map(KINDS))
    kept = table.assign(**placed, kind=kind)[sound & kind.notna()]
    return _rows(kept.reset_index(drop=True))


def _rows(table: pd.DataFrame) -> pd.DataFrame:
    found = boundaries.locate_admin(table["longitude"], table["latitude"])
    population = pd.to_numeric(table["population"], errors="coerce").fillna(0).clip(lower=0)
    return pd.DataFrame(
        {
            "place_id": "gn:" + table["geonameid"],
            "name": table["name"],
            "kind": table["kind"],
            "country": found["country"].fillna(""),
            "admin1": found["admin1"].fillna(""),
            "longitude": table["longitude"],
            "latitude": table["latitude"],
            "weight": table["kind"].map(WEIGHTS).fillna((population + 10).map(log10)),
            "claimed": "",
            "other_names": table["asciiname"].str.cat(table["alternatenames"], sep=",").str.split(","),
        }
    )


def _keep(table: PlaceTable, stem: Path, path: Path) -> None:
    """Best effort: a folder that cannot be written costs time at the next start, no more."""
    with contextlib.suppress(OSError):
        for old in path.parent.glob(f".{path.stem}.*.parquet"):
            old.unlink(missing_ok=True)
        table.save(stem)
