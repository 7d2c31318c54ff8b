"""Placemarks of KML and waypoints of GPX, and what is never followed or expanded."""

import pytest

from geo.errors import IncidentsInvalid
from geo.ingest import importing
from geo.ingest.readers import read_table
from tests.geo.ingest.readers.ten_incidents import packed

POINT = "<Point><coordinates>63.0485,26.0012,0</coordinates></Point>"


def kml(*placemarks: str, before: str = "", root: str = '<kml xmlns="http://www.opengis.net/kml/2.2">') -> bytes:
    inner = "".join(f"<Placemark><name>Turbat</name>{placemark}</Placemark>" for placemark in placemarks)
    return f'<?xml version="1.0"?>{before}{root}<Document>{inner}</Document></kml>'.encode()


def only_row(content: bytes) -> dict[str, str]:
    (row,) = read_table(content).cells.astype(object).to_dict("records")
    return {name: value for name, value in row.items() if isinstance(value, str)}


@pytest.mark.parametrize(
    ("inner", "cells"),
    [
        ("<TimeStamp><when>2024-01</when></TimeStamp>", {"when": "2024-01"}),
        (
            "<TimeSpan><begin>2024-01-16</begin><end>2024-01-17</end></TimeSpan>",
            {"date from": "2024-01-16", "date to": "2024-01-17"},
        ),
        ("<address>Main Street</address>", {"address": "Main Street"}),
        ('<ExtendedData><Data name="killed"><value>2</value></Data></ExtendedData>', {"killed": "2"}),
        (
            '<ExtendedData><SchemaData schemaUrl="#a"><SimpleData name="killed">2</SimpleData></SchemaData></ExtendedData>',
            {"killed": "2"},
        ),
        ('<ExtendedData><Data name="name"><value>Strike</value></Data></ExtendedData>', {"name (data)": "Strike"}),
        ("<description>Two killed &amp; one hurt</description>", {"description": "Two killed & one hurt"}),
        (
            "<description><![CDATA[<b>Two</b> killed<br>one hurt<script>x</script>]]></description>",
            {"description": "Two killed\none hurt"},
        ),
        (
            "<description><![CDATA[<table><tr><td>killed</td><td>2</td></tr><tr><td>type:</td><td>Attack</td></tr></table>]]>"
            "</description>",
            {"killed": "2", "type": "Attack"},
        ),
        ('<gx:x xsi:y="1"/>', {}),  # prefixes that are never declared
    ],
)
def test_what_a_placemark_says_is_in_columns(inner: str, cells: dict[str, str]) -> None:
    row = only_row(kml(inner + POINT))
    assert row["name"] == "Turbat"
    assert (row["longitude"], row["latitude"]) == ("63.0485", "26.0012")
    assert cells.items() <= row.items()


def test_folders_are_a_column() -> None:
    folders = f"<Folder><name>2024</name><Folder><name>May</name><Placemark>{POINT}</Placemark></Folder></Folder>"
    content = f"<kml><Document><name>All</name>{folders}<Placemark>{POINT}</Placemark></Document></kml>".encode()
    assert read_table(content).cells["folder"].fillna("").tolist() == ["2024 / May", ""]


@pytest.mark.parametrize(
    "geometry",
    [
        "<Point><coordinates> 63.0485, 26.0012, 0 </coordinates></Point>",
        f"<MultiGeometry>{POINT}</MultiGeometry>",
        f"<MultiGeometry>{POINT}{POINT}</MultiGeometry>",
        "<Polygon><outerBoundaryIs><LinearRing><coordinates>62.9485,25.9012 63.1485,25.9012 63.1485,26.1012 62.9485,26.1012 "
        "62.9485,25.9012</coordinates></LinearRing></outerBoundaryIs></Polygon>",
    ],
)
def test_positions_of_any_geometry(geometry: str) -> None:
    row = importing.read(kml(f"<TimeStamp><when>2024-01-16</when></TimeStamp>{geometry}")).accepted.iloc[0]
    assert (row["longitude"], row["latitude"]) == pytest.approx((63.0485, 26.0012), abs=1e-6)


def test_a_geometry_that_cannot_be_read_is_rejected_alone() -> None:
    table = read_table(kml(POINT, "<LineString><coordinates>a,b c,d</coordinates></LineString>", POINT))
    assert (list(table.cells.index), list(table.rejected["row"])) == ([1, 3], [2])


def test_links_are_not_followed_and_said() -> None:
    link = "<NetworkLink><Link><href>http://192.0.2.1/a.kml</href></Link></NetworkLink>"
    table = read_table(
        packed({"doc.kml": kml(POINT).replace(b"<Document>", f"<Document>{link}".encode()), "a.png": "x"})
    )
    assert ["not followed" in finding.text for finding in table.findings] == [True]
    with pytest.raises(IncidentsInvalid, match="links are not followed"):
        read_table(f"<kml>{link}</kml>".encode())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (kml(POINT, before='<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>'), "DOCTYPE"),
        (kml(POINT, before='<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]>'), "DOCTYPE"),
        (b"<kml>" + b"<Folder>" * 100_000, "nested more than 200 deep"),
        (kml(POINT)[:-30], "cut off or damaged"),
        (b"<kml></kml>", "without placemarks"),
        (b'<gpx version="1.1"><trk><name>a</name></trk></gpx>', "tracks and routes"),
    ],
)
def test_what_is_dangerous_damaged_or_empty_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(IncidentsInvalid, match=words):
        read_table(content)


def test_waypoints_are_rows_and_tracks_are_named() -> None:
    content = (
        b'<gpx version="1.1"><wpt lat="26.0012" lon="63.0485"><time>2024-01-16T08:00:00Z</time><name>Turbat</name>'
        b"<desc>Two killed</desc></wpt><trk><name>way</name></trk></gpx>"
    )
    table = read_table(content)
    assert table.cells.iloc[0].to_dict() == {
        "time": "2024-01-16T08:00:00Z", "name": "Turbat", "description": "Two killed",
        "longitude": "63.0485", "latitude": "26.0012",
    }  # fmt: skip
    assert "1 journey" in table.findings[0].text
