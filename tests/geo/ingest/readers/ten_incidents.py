"""Ten incidents, written in every format that is read, by peers where there is one: GDAL through pyogrio, pandas."""

import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry import Point

from tests.workbooks import workbook

PLACES = [
    ("Turbat", "Pakistan", 26.0012, 63.0485), ("Quetta", "Pakistan", 30.1798, 66.975), ("Mosul", "Iraq", 36.335, 43.1189),
    ("Zahedan", "Iran", 29.4963, 60.8629), ("Kandahar", "Afghanistan", 31.6133, 65.7101), ("Aleppo", "Syria", 36.2012, 37.1612),
    ("Sanaa", "Yemen", 15.3547, 44.2066), ("Erbil", "Iraq", 36.1926, 44.0106), ("Herat", "Afghanistan", 34.3482, 62.1997),
    ("Gwadar", "Pakistan", 25.1264, 62.3225),
]  # fmt: skip
RECORDS: list[dict[str, Any]] = [
    {
        "date": f"2024-0{1 + number % 9}-{13 + number}",
        "place": place,
        "country": country,
        "killed": number % 4,
        "injured": number,
        "notes": f"Attack number {number}",
        "latitude": latitude,
        "longitude": longitude,
    }
    for number, (place, country, latitude, longitude) in enumerate(PLACES)
]
TABLE = pd.DataFrame(RECORDS)
LAYER = gpd.GeoDataFrame(
    TABLE.drop(columns=["latitude", "longitude"]),
    geometry=[Point(record["longitude"], record["latitude"]) for record in RECORDS],
    crs=4326,
)


def packed(members: Mapping[str, bytes | str]) -> bytes:
    """A .zip file with these members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def written_by_gdal(layer: pd.DataFrame, name: str, /, **options: Any) -> dict[str, bytes]:
    """The files that GDAL writes for a layer, by their names."""
    with tempfile.TemporaryDirectory() as folder:
        gpd.GeoDataFrame(layer).to_file(Path(folder) / name, engine="pyogrio", **options)
        return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def shapefile_zip(layer: pd.DataFrame = LAYER, **options: Any) -> bytes:
    """A layer as a shapefile in a .zip file."""
    return packed(dict(written_by_gdal(layer, "incidents.shp", **options)))


def geopackage(layer: pd.DataFrame = LAYER, **options: Any) -> bytes:
    """A layer as a GeoPackage."""
    return written_by_gdal(layer, "incidents.gpkg", driver="GPKG", layer="incidents", **options)["incidents.gpkg"]


def kml() -> bytes:
    """Placemarks with all but the position as data."""
    fields = [name for name in TABLE if name not in ("latitude", "longitude")]
    placemarks = "".join(
        "<Placemark><ExtendedData>"
        + "".join(f'<Data name="{name}"><value>{record[name]}</value></Data>' for name in fields)
        + f"</ExtendedData><Point><coordinates>{record['longitude']},{record['latitude']}</coordinates></Point></Placemark>"
        for record in RECORDS
    )
    return f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{placemarks}</Document></kml>'.encode()


def spreadsheet_xml() -> bytes:
    """The table as Excel 2003 writes it."""
    rows = [list(TABLE), *([str(record[name]) for name in TABLE] for record in RECORDS)]
    cells = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row) + "</Row>"
        for row in rows
    )
    return (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table>'
        f"{cells}</Table></Worksheet></Workbook>"
    ).encode()


def esri_json() -> bytes:
    """The layer as ArcGIS answers, in Web Mercator."""
    features = [
        {
            "attributes": {name: row[name] for name in LAYER if name != "geometry"},
            "geometry": {"x": point.x, "y": point.y},
        }
        for (_, row), point in zip(LAYER.iterrows(), LAYER.to_crs(3857).geometry, strict=True)
    ]
    return json.dumps(
        {"spatialReference": {"wkid": 102100, "latestWkid": 3857}, "features": features}, default=int
    ).encode()


def feature_lines(separator: str = "") -> bytes:
    """One feature a line."""
    features = json.loads(LAYER.to_json(drop_id=True))["features"]
    return "".join(f"{separator}{json.dumps(feature)}\n" for feature in features).encode()


def html() -> bytes:
    """The table in a web page between tables that are none."""
    menu = "<table><tr><td>Home</td><td>About</td></tr></table>"
    return f"<!DOCTYPE html><html><body>{menu}{TABLE.to_html(index=False)}{menu}</body></html>".encode()


CSV = TABLE.to_csv(index=False)
# Each format: how the ten incidents are written in it.
WRITERS: dict[str, Callable[[], bytes]] = {
    "CSV": CSV.encode,
    "CSV in a zip beside a text": lambda: packed({"readme.txt": "Made for a test.\n", "data/incidents.csv": CSV}),
    "two CSVs in a zip": lambda: packed({"a.csv": TABLE[:4].to_csv(index=False), "b.csv": TABLE[4:].to_csv(index=False)}),
    "Excel": lambda: workbook([list(TABLE), *([str(record[name]) for name in TABLE] for record in RECORDS)]),
    "ODS of GDAL": lambda: written_by_gdal(TABLE, "a.ods", driver="ODS")["a.ods"],
    "Excel XML": spreadsheet_xml,
    "HTML": html,
    "Parquet": lambda: bytes(TABLE.astype({"killed": str, "injured": str}).to_parquet(index=False)),
    "JSON": lambda: json.dumps(RECORDS).encode(),
    "JSON in UTF-16": lambda: json.dumps(RECORDS).encode("utf-16"),
    "JSON of an API": lambda: json.dumps({"status": 200, "count": 10, "data": RECORDS}).encode(),
    "JSON Lines": lambda: TABLE.to_json(orient="records", lines=True).encode(),
    "JSON of pandas, split": lambda: TABLE.to_json(orient="split").encode(),
    "JSON of pandas, columns": lambda: TABLE.to_json(orient="columns").encode(),
    "JSON of pandas, table": lambda: TABLE.to_json(orient="table", index=False).encode(),
    "JSON of ArcGIS": esri_json,
    "GeoJSON": lambda: LAYER.to_json(drop_id=True).encode(),
    "GeoJSON lines": feature_lines,
    "GeoJSON sequence": lambda: feature_lines("\x1e"),
    "KML": kml,
    "KMZ": lambda: packed({"doc.kml": kml(), "files/icon.png": b"\x89PNG\r\n"}),
    "Shapefile": shapefile_zip,
    "Shapefile in Web Mercator": lambda: shapefile_zip(LAYER.to_crs(3857)),
    "GeoPackage": geopackage,
    "GeoPackage in Web Mercator": lambda: geopackage(LAYER.to_crs(3857)),
}  # fmt: skip
