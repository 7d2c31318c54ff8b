"""Formats: `python -m tests.bench.formats [ROWS]`; seconds of processor beside the CSV's and a peer's, memory, bytes.

A peer is what another library takes for the same rows, which lie in memory for it; ours come batch by batch.
"""

import os
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import process_time

import geopandas as gpd
import pandas as pd

from geo import exports
from geo.exports.generalisation import EXACT, Generalisation, parse_generalisation
from geo.query.engine import ResultSet
from geo.query.selection import Selection
from geo.storage.atlas_loader import load_atlas
from tests.bench.generator import incidents_file
from tests.bench.measurement import memory_mb, peak_mb

ROWS = 300_000
CASES = (
    *((exporter, EXACT) for exporter in exports.EXPORTERS),
    *((exports.EXPORTER["csv"], parse_generalisation(code)) for code in ("district", "province", "grid-10")),
)
EXCEL_SHARE = 20  # pandas takes minutes for a workbook: it writes one row of so many, and its time is multiplied


def lines(rows: int = ROWS) -> Iterator[str]:
    """All formats, the CSV first, each beside its peer, and the CSV with coordinates generalised."""
    results = load_atlas(incidents_file(rows)).select(Selection())
    first = 0.0
    for exporter, generalisation in CASES:
        seconds, megabytes, size = _measure(results, exporter, generalisation)
        first = first or seconds
        title = f"{exporter.label} of {rows:,} incidents, coordinates {generalisation.code}"
        ratio = f"{seconds:6.1f} s   {seconds / first:5.1f} of the CSV"
        yield f"{title:<57} {ratio}   +{megabytes:,.0f} MB of memory   {size:,.0f} MB"
        if exporter.extension in PEERS and not generalisation.is_coarse:
            name, write = PEERS[exporter.extension]
            peer = _measure_peer(results, write)
            yield f"{f'  the same by {name}':<57} {peer:6.1f} s   ours takes {seconds / peer:.2f} of it"


def _measure(
    results: ResultSet, exporter: exports.Exporter, generalisation: Generalisation
) -> tuple[float, float, float]:
    """Seconds, MB of memory beyond what there was, and MB of the file."""
    before, start, size = memory_mb(os.getpid(), "RssAnon"), process_time(), 0
    with peak_mb(os.getpid(), "RssAnon") as peak:
        file = exports.stream(results, exporter, data_version="bench", generalisation=generalisation)
        for chunk in file.chunks:
            size += len(chunk)
    return process_time() - start, peak[0] - before, size / 1e6


def _measure_peer(results: ResultSet, write: Callable[[gpd.GeoDataFrame, Path], int]) -> float:
    """Seconds for all rows."""
    table = results.rows(0, len(results)).astype({"date_start": "str", "date_end": "str", "last_modified": "str"})
    with tempfile.TemporaryDirectory() as folder:
        start = process_time()
        factor = write(table, Path(folder))
        return (process_time() - start) * factor


def _by_pandas_csv(table: gpd.GeoDataFrame, folder: Path) -> int:
    pd.DataFrame(table).drop(columns="geometry").to_csv(folder / "x.csv", index=False, quoting=1)
    return 1


def _by_pandas_excel(table: gpd.GeoDataFrame, folder: Path) -> int:
    part = pd.DataFrame(table).drop(columns="geometry").iloc[::EXCEL_SHARE]
    with pd.ExcelWriter(
        folder / "x.xlsx", engine="xlsxwriter", engine_kwargs={"options": {"constant_memory": True}}
    ) as writer:
        part.to_excel(writer, index=False)
    return EXCEL_SHARE


def _by_geopandas(table: gpd.GeoDataFrame, folder: Path) -> int:
    table.to_parquet(folder / "x.parquet", index=False)
    return 1


def _by_gdal(driver: str, extension: str) -> Callable[[gpd.GeoDataFrame, Path], int]:
    def write(table: gpd.GeoDataFrame, folder: Path) -> int:
        plain = table.astype({name: "str" for name in table.columns if table[name].dtype == "category"})
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a shapefile's names of columns are cut
            plain.to_file(folder / f"x.{extension}", driver=driver, engine="pyogrio")
        return 1

    return write


PEERS: Mapping[str, tuple[str, Callable[[gpd.GeoDataFrame, Path], int]]] = {
    "csv": ("pandas", _by_pandas_csv),
    "xlsx": ("pandas and XlsxWriter", _by_pandas_excel),
    "geojson": ("pyogrio (GDAL)", _by_gdal("GeoJSON", "geojson")),
    "parquet": ("geopandas", _by_geopandas),
    "gpkg": ("pyogrio (GDAL)", _by_gdal("GPKG", "gpkg")),
    "kml": ("pyogrio (GDAL)", _by_gdal("KML", "kml")),
    "shp.zip": ("pyogrio (GDAL)", _by_gdal("ESRI Shapefile", "shp")),
}


if __name__ == "__main__":
    for line in lines(*(int(argument.replace("_", "")) for argument in sys.argv[1:])):
        print(line, flush=True)
