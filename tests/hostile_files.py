"""Files that want to stop whoever reads them: wide, deep, long, sparse, packed, damaged and lying, by what they are.

Each is made in memory by a function, a few MB at most, and is either refused or read honestly.
"""

import gzip
import io
import json
import os
import sqlite3
import struct
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from tests.hostile_tables import MANY_TABLES
from tests.hostile_workbooks import EXCEL_XML, TYPES, cell_of, letters_of, xlsx_of_sheets, zip_of

HEADER = b"date,place,note\n"
ROW = b"2020-01-01,Kabul,a\n"
LINE_BEGINNING = shapely.from_wkt("LINESTRING(1 2, 3 4)").wkb_hex[:10]  # up to the number of its corners
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9)
)


def _features(properties: Callable[[int], object], n_features: int) -> bytes:
    features = [{"type": "Feature", "properties": properties(number), "geometry": None} for number in range(n_features)]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def _parquet(table: pa.Table) -> bytes:
    file = io.BytesIO()
    pq.write_table(table, file, compression="zstd")
    return file.getvalue()


def _kml(body: str) -> bytes:
    return f"<kml><Document>{body}</Document></kml>".encode()


def _gpkg(statements: str, rows: int = 0) -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.executescript(
        "CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT);"
        "CREATE TABLE gpkg_spatial_ref_sys (srs_id, organization, organization_coordsys_id, definition);"
        "CREATE TABLE gpkg_geometry_columns (table_name, column_name, srs_id);" + statements
    )
    for number in range(rows):
        connection.execute("INSERT INTO a VALUES (?, ?)", (number, "x" * 100))
    connection.commit()
    content: bytes = connection.serialize()
    connection.close()
    return content


def _dbf(n_declared: int, n_columns: int, length: int, body: bytes) -> bytes:
    first = 32 + 32 * n_columns + 1
    header = struct.pack("<BBBBIHH20x", 3, 120, 1, 1, n_declared, min(first, 65_535), length)
    columns = b"".join(struct.pack("<11sc4xBB14x", b"n%d" % n, b"C", 1, 0) for n in range(n_columns))
    return header + columns + b"\r" + body


TEXTS: dict[str, Callable[[], bytes]] = {
    "equal names": lambda: b"name," * 16_000 + b"\n" + b"1," * 16_000 + b"\n",
    "equal names at the limit": lambda: b"name," * 999 + b"name\n" + (b"1," * 999 + b"1\n") * 3,
    "blank names": lambda: b"," * 100_000 + b"\n" + b"1," * 100_000,
    "numbered names": lambda: ",".join(f"a ({n})" for n in range(20_000)).encode() + b"\n" + b"1," * 19_999 + b"1\n",
    "a name of 5 MB": lambda: b"date,place," + b"n" * 5_000_000 + b"\n2020-01-01,Kabul,1\n",
    "names of groups": lambda: (b"killed," * 900 + b"\n" + b"civilians," * 900 + b"\n" + b"1," * 900 + b"\n") * 2,
    "an empty line of 40 MB": lambda: b" " * 40_000_000,
    "a cell of 20 MB": lambda: HEADER + b"2020-01-01,Kabul," + b"a" * 20_000_000 + b"\n",
    "line ends": lambda: HEADER + b"\n" * 5_000_000,
    "returns": lambda: HEADER + b"\r" * 5_000_000,
    "commas": lambda: HEADER + b"," * 5_000_000 + b"\n",
    "quotes": lambda: HEADER + b'"' * 5_000_001 + b"\n",
    "a quote that never closes": lambda: HEADER + ROW + b'2020-01-01,"Kabul,a\n' + ROW * 100_000,
    "a quote in every line": lambda: HEADER + b'2020-01-01,"Kabul,a\n' * 100_000,
    "quotes around delimiters": lambda: HEADER + b'a"b,c"d,e"f,g"h\n' * 100_000,
    "rows of one letter": lambda: b"a,b\n" + b"1,\n" * 1_000_000,
    "rows of all widths": lambda: b"\n".join(b"," * (n % 500) for n in range(20_000)),
    "NULs": lambda: HEADER + b"\0" * 5_000_000,
    "UTF-16 of one letter": lambda: b"\xff\xfe" + b"a\0" * 2_000_000,
    "UTF-16 that breaks off": lambda: b"\xff\xfe" + "date,place\n".encode("utf-16-le") * 50_000 + b"\xd8",
    "stray bytes": lambda: HEADER + b"2020-01-01,Kab\xff\xfeul,\xc3\xa9\n" * 100_000,
    "all bytes": lambda: bytes(range(256)) * 10_000,
    "digits": lambda: HEADER + b"1" * 2_000_000 + b",Kabul,a\n",
    "dates without end": lambda: HEADER + b"2020-01-01/" * 100_000 + b",Kabul,a\n",
    "coordinates without end": lambda: b"date,coordinates\n2020-01-01," + b"34 31 12 N " * 100_000 + b"\n",
    "a geometry without end": lambda: b'date,wkt\n2020-01-01,"' + b"POLYGON((" * 100_000 + b'"\n',
    "a geometry of many corners": lambda: b'date,wkt\n2020-01-01,"LINESTRING(' + b"1 2, " * 300_000 + b'1 2)"\n',
    "unknown places": lambda: (
        b"date,place,country\n"
        + b"".join(b"2020-01-01,%s,%s\n" % (b"Qzx%dwv" % (n * 7919), b"Yqk%d" % n) for n in range(3_000))
    ),
    "number words": lambda: b"date,killed\n" + b"2020-01-01," + b"one hundred and " * 50_000 + b"\n",
    "formulas": lambda: HEADER + b"=1+1,@SUM(A1),-2+3\n" * 50_000,
    "ampersands": lambda: HEADER + b"2020-01-01," + b"&amp;" * 500_000 + b",a\n",
    "zero-width letters": lambda: HEADER + b"2020-01-01," + "\u200b".encode() * 1_000_000 + b",a\n",
    "wrongly decoded letters": lambda: HEADER + "2020-01-01,OrlÃ©ans,Ã¢Â€Â™\n".encode() * 50_000,
}

JSONS: dict[str, Callable[[], bytes]] = {
    "a key of its own for each feature": lambda: _features(lambda n: {f"k{n}": n}, 20_000),
    "a key of its own for each line": lambda: b"\n".join(
        b'{"k%d": 1, "date": "2020-01-01"}' % n for n in range(20_000)
    ),
    "sparse records": lambda: json.dumps([{f"k{n % 999}": n} for n in range(100_000)]).encode(),
    "a key of 5 MB": lambda: json.dumps([{"a" * 5_000_000: 1}]).encode(),
    "lists in lists": lambda: b'{"a":' + b"[" * 1_000_000,
    "objects in objects": lambda: b'{"a":' * 200_000 + b"1" + b"}" * 200_000,
    "objects in objects, a little": lambda: b'[{"a":' * 300 + b"1" + b"}]" * 300,
    "empty objects": lambda: b"[" + b"{}," * 5_000_000 + b"{}]",
    "empty lists": lambda: b'{"a":[' + b"[]," * 5_000_000 + b"[]]}",
    "arrays under equal names": lambda: json.dumps([["name"] * 20_000, [1] * 20_000]).encode(),
    "columns of columns": lambda: json.dumps({f"k{n}": [1, 2] for n in range(50_000)}).encode(),
    "a name twice": lambda: b'[{"a":1,"a":2}' + b',{"a":1,"a":2}' * 50_000 + b"]",
    "a number of a million digits": lambda: b'[{"a":' + b"9" * 1_000_000 + b"}]",
    "numbers beyond any": lambda: b'[{"a":1e999,"b":-1e999}' + b',{"a":1e999}' * 20_000 + b"]",
    "half characters": lambda: b'[{"a":"\\ud800"}' + b',{"a":"\\udfff"}' * 50_000 + b"]",
    "lines that break off": lambda: b'{"a":1}\n' + b'{"a":\n' * 100_000,
    "record separators": lambda: b'\x1e{"a":1}' + b"\x1e" * 1_000_000,
    "a polygon of a million corners": lambda: (
        b'{"type":"Feature","properties":{"a":1},"geometry":{"type":"Polygon","coordinates":[['
        + b"[1,2]," * 1_000_000
        + b"[1,2]]]}}"
    ),
    "collections in collections": lambda: (
        b'{"type":"Feature","properties":{},"geometry":'
        + b'{"type":"GeometryCollection","geometries":[' * 400
        + b"]}" * 400
        + b"}"
    ),
    "a link to a reference system": lambda: (
        b'{"type":"FeatureCollection","crs":{"type":"link","properties":{"href":"http://127.0.0.1:9/x"}},"features":[]}'
    ),
    "a command": lambda: b'{"type":"gdal_streamed_alg","command_line":"gdal vector pipeline ! read /etc/passwd"}',
}

PACKED: dict[str, Callable[[], bytes]] = {
    "one cell in the last corner": lambda: xlsx_of_sheets([f'<row r="1048576">{cell_of("XFD1048576")}</row>']),
    "two cells far from each other": lambda: xlsx_of_sheets(
        [f'<row r="1">{cell_of("A1")}</row><row r="30000">{cell_of("AMJ30000")}</row>']
    ),
    "16,000 equal names in a workbook": lambda: xlsx_of_sheets(
        [
            "".join(
                f'<row r="{row}">{"".join(cell_of(f"{letters_of(n)}{row}") for n in range(1, 16_001))}</row>'
                for row in (1, 2)
            )
        ]
    ),
    "a sheet that unpacks to 200 MB": lambda: xlsx_of_sheets([" " * 200_000_000]),
    "a workbook with entities": lambda: zip_of(
        {"[Content_Types].xml": TYPES, "xl/workbook.xml": DOCTYPE + "]><workbook/>", "xl/worksheets/sheet1.xml": "<a/>"}
    ),
    "a workbook that is none": lambda: zip_of({"[Content_Types].xml": TYPES}),
    "repeated cells of a sheet": lambda: zip_of(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": '<office:document-content><office:body><office:spreadsheet><table:table table:name="a">'
            '<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="string" '
            'table:number-columns-repeated="16000"><text:p>a</text:p></table:table-cell></table:table-row>'
            "</table:table></office:spreadsheet></office:body></office:document-content>",
        }
    ),
    "zeros in a zip": lambda: zip_of({"a.csv": b"0" * 200_000_000}, 9),
    "rows in a zip": lambda: zip_of({"a.csv": HEADER + ROW * 5_000_000}, 9),
    "zeros in gzip": lambda: gzip.compress(b"0" * 200_000_000),
    "gzip in gzip": lambda: gzip.compress(gzip.compress(b"0" * 100_000_000)),
    "a zip in a zip in a zip": lambda: zip_of({"a.zip": zip_of({"b.zip": zip_of({"c.csv": HEADER + ROW})})}),
    "many members": lambda: zip_of({f"{n}.csv": b"" for n in range(20_000)}),
    "many tables": lambda: zip_of({f"{n}.csv": HEADER + ROW for n in range(900)}),
    "names that lead out": lambda: zip_of({"../../etc/passwd": HEADER + ROW, "C:\\a.csv": HEADER + ROW}),
    "a zip that breaks off": lambda: zip_of({"a.csv": HEADER + ROW * 100_000})[:-30],
    "one text in ten million rows": lambda: _parquet(
        pa.table({"a": pa.DictionaryArray.from_arrays(pa.array([0] * 10_000_000, pa.int32()), ["x" * 1_000])})
    ),
    "2,000 columns of Parquet": lambda: _parquet(pa.table({f"c{n}": [1] for n in range(2_000)})),
    "lists in lists of Parquet": lambda: _parquet(
        pa.table({"a": pa.array([[[[["x"] * 50] * 20] * 10] * 10] * 50), "date": ["2020-01-01"] * 50})
    ),
    "Parquet that breaks off": lambda: _parquet(pa.table({"a": list(range(100_000))}))[:-100],
    "Parquet that is nothing": lambda: b"PAR1" + b"\xff" * 1_000_000 + b"PAR1",
    "a shapefile without a table": lambda: zip_of({"a.shp": b"\x00\x00\x27\x0a" + b"\0" * 96}),
    "a shapefile that lies": lambda: zip_of(
        {
            "a.shp": b"\x00\x00\x27\x0a" + b"\0" * 96 + struct.pack(">ii", 1, 2_000_000_000),
            "a.dbf": _dbf(1, 1, 2, b" a"),
        }
    ),
}

MARKUPS: dict[str, Callable[[], bytes]] = {
    "entities of entities": lambda: f"{DOCTYPE}]><kml><Placemark><name>&j;</name></Placemark></kml>".encode(),
    "an entity of a file": lambda: (
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><kml><Placemark><name>&a;</name></Placemark></kml>'
    ),
    "folders in folders": lambda: _kml("<Folder>" * 50_000),
    "empty placemarks": lambda: _kml("<Placemark/>" * 500_000),
    "a placemark of many elements": lambda: _kml("<Placemark>" + "<a/>" * 2_000_000 + "</Placemark>"),
    "data with names of their own": lambda: _kml(
        "".join(
            f'<Placemark><ExtendedData><Data name="k{n}"><value>1</value></Data></ExtendedData></Placemark>'
            for n in range(20_000)
        )
    ),
    "a placemark of many data": lambda: _kml(
        "<Placemark><ExtendedData>"
        + "".join(f'<Data name="k{n % 3}"><value>{n}</value></Data>' for n in range(100_000))
        + "</ExtendedData></Placemark>"
    ),
    "attributes": lambda: _kml("<Placemark " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/>"),
    "a line of blanks and commas": lambda: _kml(
        "<Placemark><LineString><coordinates>" + " , " * 1_000_000 + "</coordinates></LineString></Placemark>"
    ),
    "descriptions of markup": lambda: _kml(
        "<Placemark><description>" + "&lt;table&gt;&lt;tr&gt;&lt;td&gt;" * 50_000 + "</description></Placemark>"
    ),
    "waypoints with names of their own": lambda: (
        "<gpx>" + "".join(f'<wpt lat="1" lon="2"><k{n}>1</k{n}></wpt>' for n in range(20_000)) + "</gpx>"
    ).encode(),
    "a cell at place 2,000,000,000": lambda: EXCEL_XML.format(
        '<Row><Cell Index="2000000000"><Data>a</Data></Cell></Row>'
    ).encode(),
    "sparse rows": lambda: EXCEL_XML.format(
        '<Row Index="{}"><Cell Index="999"><Data>a</Data></Cell></Row>' * 100_000
    ).encode(),
    "tables in tables": lambda: b"<html>" + b"<table><tr><td>" * 100_000,
    "spans": lambda: (
        b"<html><table>" + b'<tr><td colspan="1000" rowspan="1000">a</td></tr>' * 20_000 + b"</table></html>"
    ),
    "tags that never close": lambda: b"<html><table>" + b"<tr><td>" * 500_000,
    "comments": lambda: b"<!--" * 1_000_000,
    "a tag of 5 MB": lambda: b"<html " + b"a" * 5_000_000,
}

DATABASES: dict[str, Callable[[], bytes]] = {
    "a view without end": lambda: _gpkg(
        "INSERT INTO gpkg_contents VALUES ('v', 'features');"
        "CREATE VIEW v AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c;"
    ),
    "a column that is computed without end": lambda: _gpkg(
        "CREATE TABLE a (x, y, z AS (hex(zeroblob(20000000))));INSERT INTO gpkg_contents VALUES ('a', 'features');"
    ),
    "many layers": lambda: _gpkg(
        "".join(
            f"CREATE TABLE t{n} (x); INSERT INTO t{n} VALUES (1);INSERT INTO gpkg_contents VALUES ('t{n}', 'features');"
            for n in range(900)
        )
    ),
    "more layers than are read": lambda: _gpkg(
        "".join(f"CREATE TABLE t{n} (x); INSERT INTO gpkg_contents VALUES ('t{n}', 'features');" for n in range(1_001))
    ),
    "a layer listed many times": lambda: _gpkg(
        "CREATE TABLE a (x, y);" + "INSERT INTO gpkg_contents VALUES ('a', 'features');" * 5_000, 1_000
    ),
    "a geometry that lies": lambda: _gpkg(
        "CREATE TABLE a (x, geom);"
        f"INSERT INTO a VALUES (1, x'4750000100000000{LINE_BEGINNING}FFFFFFFF');"
        "INSERT INTO gpkg_contents VALUES ('a', 'features');"
        "INSERT INTO gpkg_geometry_columns VALUES ('a', 'geom', 4326);"
    ),
    "a database of nothing": lambda: b"SQLite format 3\x00" + b"\xff" * 1_000_000,
    "records that are not there": lambda: _dbf(4_000_000_000, 1, 2, b" a" * 10),
    "records of no bytes": lambda: _dbf(1_000_000, 1, 0, b" a" * 10),
    "2,000 columns of dBase": lambda: _dbf(1, 2_000, 2_001, b" " * 2_001),
    "an old workbook of nothing": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1_000_000,
    "an old workbook of chains": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + struct.pack("<H", 0xFFFE) * 500_000,
}

OWN_HOSTILE_FILES: dict[str, Callable[[], bytes]] = {**TEXTS, **JSONS, **PACKED, **MARKUPS, **DATABASES, **MANY_TABLES}


def _read_hostile_files() -> dict[str, Callable[[], bytes]]:
    """Our own files, or those of the folder that HOSTILE_FILES names, by their names."""
    folder = os.environ.get("HOSTILE_FILES")
    if not folder:
        return OWN_HOSTILE_FILES
    return {path.name: path.read_bytes for path in sorted(Path(folder).iterdir()) if path.is_file()}


HOSTILE_FILES = _read_hostile_files()
