"""Every export format as other libraries read it: the same rows in the same order, hostile texts too."""

import csv
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import geopandas as gpd
import lxml.etree
import openpyxl
import pandas as pd
import pyogrio
import pytest
import python_calamine
import shapefile

from geo import exports
from geo.core import temporary_folders
from geo.core.csv_injection import unescape_formula
from geo.core.incidents import as_incidents
from geo.exports import EXPORTER, EXPORTERS, excel
from geo.exports import shapefile as our_shapefile
from geo.exports.dbase_table import field_names
from geo.exports.excel_cells import MAX_CHARACTERS
from geo.ingest import importing
from tests.tables import incident_table, select

Table = list[dict[str, Any]]
KML = {"k": "http://www.opengis.net/kml/2.2"}
EACH = pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda exporter: exporter.extension)
# Of our own making: what breaks quoting, XML, SQL, JSON, formulas, fonts and directions of writing.
NAUGHTY = (
    "=1+1", "+cmd", "-2+3", "@SUM(A1)", "=HYPERLINK(\"http://x\",\"y\")", "http://x.example", "mailto:a@b.example",
    "1E5", "0012", "TRUE", "null", "undefined", "NaN", "'; DROP TABLE incidents; --", "<r><t>&</t></r>", "<r></r>",
    "<b>&amp;</b>", "]]>",
    "<![CDATA[x]]>", "&#x41;", "_x000D_", "_x005F_", "a\tb", "a\nb", "a\rb", "a\r\nb", "\x01\x02\x1f", "\x7f\x85\xa0",
    "\ufffe\uffff", "\u202eright to left", "ا\u200cب", "e\u0301", "👩\u200d👩\u200d👧",
    "𝕿𝖊𝖝𝖙", "  outer  ", "\"quoted\"", "\\", "%s{0}", "${x}",
    "=cmd|' /C calc'!A0", "|cmd", "%x", "＝1+1", "＠x", "\t=1", "\r=1", "'=1", "''=1", "_x003D_1", "_x000D\x01",
    "..\\..\\x", "ﷺ" * 20, "z̷̢̛" * 30,
)  # fmt: skip
NUL = "a\x00b"


def read_xlsx(content: bytes) -> Table:
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=False)["Incidents"]
    header, *rows = sheet.iter_rows(values_only=True)
    return [{str(name): _unescape(cell) for name, cell in zip(header, row, strict=True)} for row in rows]


def read_xlsx_by_calamine(content: bytes) -> Table:
    workbook = python_calamine.CalamineWorkbook.from_object(io.BytesIO(content))
    header, *rows = workbook.get_sheet_by_name("Incidents").to_python()
    return [{str(name): _unescape_last(cell) for name, cell in zip(header, row, strict=True)} for row in rows]


def _unescape_last(cell: object) -> object:
    """The cell with the two last characters of a plane, the only ones that calamine leaves escaped."""
    return cell.replace("_xFFFE_", "\ufffe").replace("_xFFFF_", "\uffff") if isinstance(cell, str) else cell


def _unescape(cell: object) -> object:
    """The cell as Excel shows it: openpyxl leaves what stands for control characters (ISO 29500, ST_Xstring)."""
    return re.sub("_x([0-9A-F]{4})_", lambda code: chr(int(code[1], 16)), cell) if isinstance(cell, str) else cell


def read_by_gdal(ending: str) -> Callable[[bytes, Path], Table]:
    def read(content: bytes, folder: Path) -> Table:
        path = folder / f"incidents.{ending}"
        path.write_bytes(content)
        table = pyogrio.read_dataframe(path, encoding="UTF-8" if "shp" in ending else None)
        records: Table = table.drop(columns="geometry").to_dict("records")
        return records

    return read


def read_gpkg(content: bytes) -> Table:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(content)
    connection.row_factory = sqlite3.Row
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    return [dict(row) for row in connection.execute("SELECT * FROM incidents ORDER BY fid")]


def read_kml(content: bytes) -> Table:
    places = lxml.etree.fromstring(content).iterfind(".//k:Placemark", KML)
    return [{str(cell.get("name")): cell.text for cell in place.iterfind(".//k:SimpleData", KML)} for place in places]


def read_shapefile(content: bytes) -> Table:
    names = _long_names(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: io.BytesIO(archive.read(f"incidents.{name}")) for name in ("shp", "shx", "dbf")}
    with shapefile.Reader(**parts, encoding="utf-8") as reader:
        return [{names[name]: cell for name, cell in record.as_dict().items()} for record in reader.records()]


def _long_names(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read("fields.csv").decode("utf-8-sig")
    return dict(list(csv.reader(io.StringIO(text)))[1:])


def read_shapefile_by_gdal(content: bytes, folder: Path) -> Table:
    names = _long_names(content)
    rows = read_by_gdal("shp.zip")(content, folder)
    return [{names[name]: cell for name, cell in row.items()} for row in rows]


def read_csv(content: bytes) -> Table:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [{name: unescape_formula(cell) for name, cell in row.items()} for row in rows]


def read_parquet(content: bytes, folder: Path) -> Table:
    (folder / "x.parquet").write_bytes(content)
    relation = duckdb.sql(f"SELECT * EXCLUDE geometry FROM read_parquet('{folder / 'x.parquet'}')")
    assert relation is not None
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def read_geojson(content: bytes) -> Table:
    return [feature["properties"] for feature in json.loads(content)["features"]]


def alone(read: Callable[[bytes], Table]) -> Callable[[bytes, Path], Table]:
    return lambda content, _folder: read(content)


PEERS: dict[str, list[Callable[[bytes, Path], Table]]] = {
    "csv": [alone(read_csv)],
    "xlsx": [alone(read_xlsx), alone(read_xlsx_by_calamine)],
    "geojson": [alone(read_geojson), read_by_gdal("geojson")],
    "parquet": [read_parquet],
    "gpkg": [alone(read_gpkg), read_by_gdal("gpkg")],
    "kml": [alone(read_kml)],
    "shp.zip": [alone(read_shapefile), read_shapefile_by_gdal],
}


def write(rows: gpd.GeoDataFrame, exporter: exports.Exporter) -> bytes:
    return exports.download(select(rows), exporter, data_version="v").content


def naughty_rows() -> gpd.GeoDataFrame:
    lines = (f"i{number:03},2024-01-16,,,{number}" for number in range(len(NAUGHTY)))
    rows = incident_table(*lines, columns="killed_best")
    return rows.assign(title=pd.Series(NAUGHTY, dtype="str"), notes=pd.Series(NAUGHTY, dtype="str"))


@EACH
@pytest.mark.parametrize("count", [0, 1, 10])
def test_peers_read_the_same_rows_in_the_same_order(
    exporter: exports.Exporter, small: gpd.GeoDataFrame, tmp_path: Path, count: int
) -> None:
    rows = small.head(count)
    content = write(rows, exporter)
    for read in PEERS[exporter.extension]:
        assert [row["incident_id"] for row in read(content, tmp_path)] == rows["incident_id"].tolist()


@EACH
def test_unknown_is_never_zero_for_a_peer(exporter: exports.Exporter, small: gpd.GeoDataFrame, tmp_path: Path) -> None:
    for read in PEERS[exporter.extension]:
        for row, best in zip(read(write(small, exporter), tmp_path), small["killed_best"], strict=True):
            cell = row.get("killed_best")
            is_blank = cell is None or cell == "" or cell != cell
            assert is_blank if pd.isna(best) else int(float(str(cell))) == best


def expected_text(text: str, extension: str) -> str:
    """What a format keeps of a text, as its losses say."""
    if extension == "kml":
        return "".join("\ufffd" if (ord(c) < 32 and c not in "\t\n\r") or c in "\ufffe\uffff" else c for c in text)
    if extension == "shp.zip":
        plain = "".join(" " if c in "\x00\r\n\x1a" else c for c in text)
        return plain.encode()[:254].decode(errors="ignore").strip(" ")
    return text


@EACH
def test_hostile_texts_are_read_by_peers_as_the_losses_say(exporter: exports.Exporter, tmp_path: Path) -> None:
    content = write(naughty_rows(), exporter)
    expected = [expected_text(text, exporter.extension) for text in NAUGHTY]
    for read in PEERS[exporter.extension]:
        texts = [row["title"] for row in read(content, tmp_path)]
        stripped = exporter.extension == "shp.zip"
        assert [text.strip(" ") if stripped else text for text in texts] == expected


@EACH
def test_a_format_without_losses_gives_back_every_text(exporter: exports.Exporter) -> None:
    rows = naughty_rows()
    rows = rows.assign(summary=pd.Series([NUL] * len(rows), dtype="str"))
    back = as_incidents(importing.read(write(rows, exporter), name=f"x.{exporter.extension}").accepted)
    if not exporter.losses:
        assert back["title"].tolist() == list(NAUGHTY)
        assert back["summary"].tolist() == [NUL] * len(rows)
    assert len(back) == len(rows)


def test_no_cell_of_a_workbook_is_live_and_nothing_is_added() -> None:
    content = write(naughty_rows(), EXPORTER["xlsx"])
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    assert workbook.sheetnames == ["Incidents", "Dictionary", "About"]
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b", "inlineStr"}
    assert [cell for cell in cells if cell.hyperlink] == []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "worksheets/" in name]
        assert {member.date_time[0] for member in archive.infolist()} == {1980}
    assert [sheet for sheet in sheets if b"<f>" in sheet or b"<hyperlink" in sheet] == []


def test_a_workbook_has_typed_cells_and_says_what_it_cut() -> None:
    long = "𝕿" * 20_000
    rows = incident_table("a,1893-05-01,27.5,62.25", "b,2024-01-16,27,62").assign(title=[long, "short"])
    content = write(rows, EXPORTER["xlsx"])
    first, second = read_xlsx(content)
    assert first["date_start"] == "1893-05-01"
    assert (second["date_start"].date().isoformat(), second["latitude"]) == ("2024-01-16", 27)
    assert first["title"] == "𝕿" * ((MAX_CHARACTERS - 4) // 2) + " […]"
    about = dict(openpyxl.load_workbook(io.BytesIO(content))["About"].iter_rows(values_only=True))
    assert about["Texts cut in title"] == "1 cell"
    assert about["Data version"] == "v"


def test_more_rows_than_a_sheet_has_go_on_further_sheets(
    small: gpd.GeoDataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(excel, "MAX_ROWS", 5)
    workbook = openpyxl.load_workbook(io.BytesIO(write(small, EXPORTER["xlsx"])))
    sheets = [sheet for sheet in workbook if sheet.title.startswith("Incidents")]
    assert [sheet.title for sheet in sheets] == ["Incidents", "Incidents 2", "Incidents 3"]
    ids = [row[0] for sheet in sheets for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert ids == small["incident_id"].tolist()


def test_more_rows_than_a_table_has_go_into_further_shapefiles(
    small: gpd.GeoDataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = write(small, EXPORTER["shp.zip"])
    monkeypatch.setattr(our_shapefile, "MAX_FILE_BYTES", 2_800)
    content = write(small, EXPORTER["shp.zip"])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if name.endswith(".dbf")]
        ids = []
        for name in names:
            parts = {end: io.BytesIO(archive.read(name.replace("dbf", end))) for end in ("shp", "shx", "dbf")}
            with shapefile.Reader(**parts, encoding="utf-8") as reader:
                ids += [record[0] for record in reader.records()]
        assert "shapefiles" in archive.read("README.txt").decode()
    assert len(names) > 1
    assert ids == small["incident_id"].tolist() == [row["incident_id"] for row in read_shapefile(whole)]


@pytest.mark.parametrize("extension", ["gpkg", "kml", "shp.zip"])
def test_points_are_where_they_were(small: gpd.GeoDataFrame, tmp_path: Path, extension: str) -> None:
    path = tmp_path / f"incidents.{extension}"
    path.write_bytes(write(small, EXPORTER[extension]))
    table = pyogrio.read_dataframe(path)
    assert table.crs.to_epsg() == 4326
    assert [None if p is None else (p.x, p.y) for p in table.geometry] == [
        None if p is None else (p.x, p.y) for p in small.geometry
    ]


def test_a_kml_shows_areas_without_a_pin_and_days_as_spans(small: gpd.GeoDataFrame) -> None:
    content = write(small, EXPORTER["kml"])
    places = lxml.etree.fromstring(content).findall(".//k:Placemark", KML)
    styles = {
        place.findtext(".//k:SimpleData[@name='incident_id']", namespaces=KML): place.findtext(
            "k:styleUrl", namespaces=KML
        )
        for place in places
    }
    assert (styles["day"], styles["month"], styles["days"]) == ("#point", "#area", "#rough")
    spans = [place.findtext("k:TimeSpan/k:end", namespaces=KML) for place in places]
    assert "2024-01-14" in spans


def test_names_of_ten_letters_are_unlike_each_other() -> None:
    names = field_names(["contested", "contested_on", "CONTESTED_ON", "عربي", "", "a" * 30, "a" * 31])
    assert len({name.lower() for name in names.values()}) == len(names)
    assert [name for name in names.values() if not 1 <= len(name.encode()) <= 10] == []


@pytest.mark.parametrize("extension", ["xlsx", "gpkg"])
def test_a_file_that_nobody_wants_leaves_nothing_behind(
    small: gpd.GeoDataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, extension: str
) -> None:
    monkeypatch.setattr(temporary_folders, "process_folder", lambda: tmp_path)
    chunks = exports.stream(select(small), EXPORTER[extension], data_version="v").chunks
    next(chunks)
    folder = next(tmp_path.iterdir())
    assert folder.stat().st_mode & 0o077 == 0
    chunks.close()  # type: ignore[attr-defined]
    assert list(tmp_path.iterdir()) == []


@EACH
def test_columns_of_datasets_that_are_not_in_the_selection_are_left_out(exporter: exports.Exporter) -> None:
    rows = incident_table(
        "a,2024-01-16,27,62,one,x,", "b,2024-01-17,27,62,two,,y", columns="dataset,acled.notes,ucdp.id"
    )
    job = exports.build_job(select(rows, "dataset=one"), data_version="v")
    assert [name for name in job.head.columns if "." in name] == ["acled.notes"]
    nothing = exports.build_job(select(rows, "dataset=none"), data_version="v")
    assert [name for name in nothing.head.columns if "." in name] == []
    assert b"ucdp" not in exports.download(select(rows, "dataset=one"), exporter, data_version="v").content
