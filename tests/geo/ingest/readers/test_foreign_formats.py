"""Formats that are not read are refused by their names, with how to convert them."""

import gzip

import pytest

from geo.errors import IncidentsInvalid
from geo.ingest.readers import read_table
from tests.geo.ingest.readers.ten_incidents import packed

TAR = b"incidents.csv".ljust(257, b"\x00") + b"ustar\x0000" + bytes(300)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (TAR, "a .tar archive"),
        (gzip.compress(TAR, mtime=0), "a .tar archive"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "a .7z archive"),
        (b"Rar!\x1a\x07\x01\x00", "a .rar archive"),
        (b"%PDF-1.7\n", "a PDF"),
        (rb"{\rtf1\ansi Report}", "RTF"),
        (b"\x89PNG\r\n\x1a\n\x00", "a picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a picture"),
        (b"\x00\x01\x00\x00Standard Jet DB\x00", "a database of Access"),
        (b"$FL2@(#) SPSS DATA FILE", "SPSS"),
        (b"<stata_dta><header>", "Stata"),
        (b"\x72\x02\x01\x00\x05\x00", "Stata"),
        (gzip.compress(b"RDX3\nX\n", mtime=0), "a data file of R"),
        (gzip.compress(b"X\n\x00\x00\x00\x03", mtime=0), "a data file of R"),
        (b"HEADER RECORD*******LIBRARY HEADER RECORD", "SAS"),
        (b"ARROW1\x00\x00", "Arrow"),
        (b"fgb\x03fgb\x00", "FlatGeobuf"),
        (b"!table\n!version 300\n", "MapInfo"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b", "a web archive"),
        (b"-- PostgreSQL database dump\n", "SQL"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99) + "WordDocument".encode("utf-16-le"), "a document of Word"),
        (packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}), "a document of Word"),
        (packed({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": "x"}), ".xlsb"),
        (packed({"Index/Document.iwa": "x"}), "Numbers"),
        (packed({"data.gdb/a00000001.gdbtable": "x", "data.gdb/gdb": "x"}), "a file geodatabase"),
        (b'<?xml version="1.0"?><wfs:FeatureCollection xmlns:gml="x"/>', "GML"),
        (b'<osm version="0.6"/>', "OpenStreetMap"),
        (b'<?xml version="1.0"?>\n<rss><channel/></rss>', "a news feed"),
        (b"<OGRVRTDataSource><OGRVRTLayer/></OGRVRTDataSource>", "VRT"),
        (b"<?xml version='1.0'?><invoices><invoice/></invoices>", "XML of an unknown kind (<invoices>)"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_format_that_is_not_read_is_refused_by_name(content: bytes, name: str) -> None:
    with pytest.raises(IncidentsInvalid) as refusal:
        read_table(content)
    assert name in str(refusal.value)
    assert "which is not read. " in str(refusal.value)


@pytest.mark.parametrize(
    "text",
    ["From,To\n2024-01-16,2024-01-17\n", "MZ,place\n1,Quetta\n", "r,date\ns,2024-01-16\n"],
)
def test_a_table_that_only_begins_like_another_format_is_read(text: str) -> None:
    assert len(read_table(text.encode()).cells) == 1
