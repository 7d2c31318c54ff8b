"""A table of texts in the format of each reader, as plainly as the format can hold it."""

import html
import io
import json
from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape, quoteattr

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from geo.core.csv_table import to_csv_bytes
from tests.geo.ingest.readers.ten_incidents import packed, written_by_gdal
from tests.workbooks import workbook

Rows = Sequence[Sequence[str]]
TRIMMED = ("KML", "GPX", "HTML", "dBase", "Shapefile")  # formats in which blanks around a text mean nothing
SHORT_NAMES = ("dBase", "Shapefile")  # formats that keep ten characters of a column's name
SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"


def write_table(reader: str, names: Sequence[str], rows: Rows) -> bytes:
    """The rows as a file of the reader's format."""
    return _WRITERS[reader](names, rows)


def _records(names: Sequence[str], rows: Rows) -> list[dict[str, str]]:
    return [dict(zip(names, row, strict=True)) for row in rows]


def _write_geojson(names: Sequence[str], rows: Rows) -> bytes:
    features = [{"type": "Feature", "geometry": None, "properties": record} for record in _records(names, rows)]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def _write_parquet(names: Sequence[str], rows: Rows) -> bytes:
    file = io.BytesIO()
    frame = pd.DataFrame(rows, columns=list(names), dtype="str")
    pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), file, write_page_checksum=True)
    return file.getvalue()


def _write_kml(names: Sequence[str], rows: Rows) -> bytes:
    placemarks = "".join(
        f"<Placemark><ExtendedData>{''.join(map(_datum, names, row))}</ExtendedData></Placemark>" for row in rows
    )
    return f"<kml><Document>{placemarks}</Document></kml>".encode()


def _datum(name: str, cell: str) -> str:
    return f"<Data name={quoteattr(name)}><value>{escape(cell)}</value></Data>"


def _write_gpx(names: Sequence[str], rows: Rows) -> bytes:
    waypoints = "".join(
        f"<wpt>{''.join(f'<{name}>{escape(cell)}</{name}>' for name, cell in record.items())}</wpt>"
        for record in _records(names, rows)
    )
    return f'<gpx version="1.1">{waypoints}</gpx>'.encode()


def _write_html(names: Sequence[str], rows: Rows) -> bytes:
    lines = "".join(
        f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>".replace("\n", "<br>")
        for row in (names, *rows)
    )
    return f"<html><meta charset='utf-8'><table>{lines}</table></html>".encode()


def _write_excel_xml(names: Sequence[str], rows: Rows) -> bytes:
    lines = "".join(
        f"<Row>{''.join(f'<Cell><Data>{escape(cell)}</Data></Cell>' for cell in row)}</Row>" for row in (names, *rows)
    )
    return f'<Workbook xmlns="{SPREADSHEET}"><Worksheet><Table>{lines}</Table></Worksheet></Workbook>'.encode()


def _write_with_gdal(name: str, names: Sequence[str], rows: Rows, **options: str) -> dict[str, bytes]:
    frame = pd.DataFrame(rows, columns=list(names), dtype=object)
    return written_by_gdal(frame, name, **options)


def _write_dbase(names: Sequence[str], rows: Rows) -> bytes:
    return _write_with_gdal("table.dbf", names, rows, encoding="UTF-8", driver="ESRI Shapefile")["table.dbf"]


def _write_shapefile(names: Sequence[str], rows: Rows) -> bytes:
    """A layer whose shapes are all null: a header, and four bytes in each record."""
    records = b"".join(
        number.to_bytes(4, "big") + (2).to_bytes(4, "big") + bytes(4) for number in range(1, len(rows) + 1)
    )
    length = (100 + len(records)) // 2
    header = (
        (9994).to_bytes(4, "big") + bytes(20) + length.to_bytes(4, "big") + (1000).to_bytes(4, "little") + bytes(68)
    )
    return packed({"table.shp": header + records, "table.dbf": _write_dbase(names, rows), "table.cpg": "UTF-8"})


def _write_geopackage(names: Sequence[str], rows: Rows) -> bytes:
    return _write_with_gdal("table.gpkg", names, rows, driver="GPKG")["table.gpkg"]


_WRITERS: dict[str, Callable[[Sequence[str], Rows], bytes]] = {
    "CSV": lambda names, rows: to_csv_bytes([list(names), *map(list, rows)]).replace(b"'=", b"="),
    "Excel": lambda names, rows: workbook([list(names), *map(list, rows)]),
    "GeoJSON": _write_geojson,
    "JSON": lambda names, rows: json.dumps(_records(names, rows)).encode(),
    "GeoParquet": _write_parquet,
    "KML": _write_kml,
    "GPX": _write_gpx,
    "HTML": _write_html,
    "Excel XML": _write_excel_xml,
    "dBase": _write_dbase,
    "Shapefile": _write_shapefile,
    "GeoPackage": _write_geopackage,
}
