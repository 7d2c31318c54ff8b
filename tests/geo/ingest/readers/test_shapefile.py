"""Shapefiles and dBase tables: what pyshp and GDAL write, encodings, and parts that are missing or lie."""

import io
import struct
import zipfile
from typing import Any

import geopandas as gpd
import pytest
from shapely.geometry import LineString, MultiPoint, Polygon, box

from geo.errors import IncidentsInvalid
from geo.ingest import importing
from geo.ingest.readers import read_table
from geo.ingest.reference_systems import REFERENCE_SYSTEM
from tests.geo.ingest.readers.ten_incidents import LAYER, packed, shapefile_zip, written_by_gdal

LAYER_OF_TWO = LAYER.iloc[:2]


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def without(content: bytes, ending: str) -> bytes:
    return packed({name: part for name, part in parts_of(content).items() if not name.endswith(ending)})


def replaced(ending: str, part: bytes) -> bytes:
    return packed(parts_of(shapefile_zip(LAYER_OF_TWO)) | {f"incidents{ending}": part})


def damaged(ending: str, offset: int, new: bytes) -> bytes:
    part = parts_of(shapefile_zip(LAYER_OF_TWO))[f"incidents{ending}"]
    return replaced(ending, part[:offset] + new + part[offset + len(new) :])


def test_the_index_is_not_needed() -> None:
    assert len(read_table(without(shapefile_zip(), ".shx")).cells) == 10


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (without(shapefile_zip(LAYER_OF_TWO), ".dbf"), r"without its \.dbf"),
        (parts_of(shapefile_zip(LAYER_OF_TWO))["incidents.shp"], r"Pack the \.shp together with its \.dbf"),
        (replaced(".dbf", b""), "ends within its header"),
        (replaced(".dbf", b"\x03\x78\x01\x01"), "ends within its header"),
        (damaged(".shp", 104, struct.pack(">i", -4)), "shape 1 is cut off or damaged"),
        (damaged(".shp", 104, struct.pack(">i", 2**30)), "shape 1 is cut off or damaged"),
        (replaced(".shp", b"hello"), r"whose \.shp is none"),
        (replaced(".prj", b'GEOGCS["x",' * 9_000), "which is not known"),
        (replaced(".prj", b'LOCAL_CS["site grid",UNIT["metre",1]]'), "which is not known"),
        (replaced(".prj", b'PROJCS["x",EXTENSION["PROJ4","+nadgrids=/etc/hostname"]]'), "which is not known"),
        (damaged(".dbf", 4, struct.pack("<I", 2**31)), "declares 2,147,483,648 records but holds 2"),
        (damaged(".dbf", 10, b"\x00\x00"), "columns do not fit"),
    ],
)
def test_what_is_missing_or_lies_is_refused_by_name(content: bytes, words: str) -> None:
    with pytest.raises(IncidentsInvalid, match=words):
        read_table(content)


def test_records_behind_the_declared_number_are_said() -> None:
    table = read_table(parts_of(damaged(".dbf", 4, struct.pack("<I", 1)))["incidents.dbf"])
    assert (len(table.cells), "1 more stand behind" in table.findings[0].text) == (1, True)


def test_a_shape_of_unknown_kind_is_rejected_alone() -> None:
    table = read_table(damaged(".shp", 108, struct.pack("<i", 77)))
    assert (list(table.cells.index), list(table.rejected["row"])) == ([2], [1])


@pytest.mark.parametrize("encoding", ["UTF-8", "CP1256", "CP1251", "ISO-8859-1"])
@pytest.mark.parametrize("keeps_cpg", [True, False])
def test_the_encoding_is_that_of_the_cpg_the_header_or_the_text(encoding: str, keeps_cpg: bool) -> None:
    words = {
        "CP1256": "الموصل والبصرة",
        "CP1251": "Мариуполь и Бахмут",
        "ISO-8859-1": "Curaçao, São Tomé",
        "UTF-8": "زاهدان",
    }
    content = shapefile_zip(LAYER_OF_TWO.assign(place=words[encoding]), encoding=encoding)
    table = read_table(content if keeps_cpg else without(content, ".cpg"))
    assert set(table.cells["place"]) == {words[encoding]}


@pytest.mark.parametrize(
    "shape",
    [
        box(62, 27, 63, 28),
        Polygon([(62, 27), (64, 27), (64, 29), (62, 29)], [[(62.5, 27.5), (63, 27.5), (63, 28), (62.5, 28)]]),
        LineString([(62, 27), (63, 28), (64, 27)]),
        MultiPoint([(62, 27), (63, 28)]),
        box(62, 27, 63, 28).union(box(65, 27, 66, 28)),
    ],
)
def test_shapes_are_those_that_were_written(shape: Any) -> None:
    layer = gpd.GeoDataFrame({"date": ["2024-01-16"]}, geometry=[shape], crs=4326)
    assert read_table(shapefile_zip(layer)).shapes.iloc[0].equals(shape)


def test_a_missing_reference_system_is_asked_about_and_degrees_are_not() -> None:
    projected = without(shapefile_zip(LAYER.to_crs(3857)), ".prj")
    (question,) = [question for question in importing.read(projected).questions if question.topic == REFERENCE_SYSTEM]
    assert question.proposal == "3857"
    assert importing.read(without(shapefile_zip(), ".prj")).accepted["latitude"].notna().all()


def test_layers_of_one_shape_are_read_together() -> None:
    first, second = (
        written_by_gdal(layer, f"{name}.shp") for name, layer in (("a", LAYER.iloc[:4]), ("b", LAYER.iloc[4:]))
    )
    table = read_table(packed(dict(first | second)))
    assert (len(table.cells), table.format) == (10, "Shapefile")


def dbase(kind: str, size: int, decimals: int, *cells: bytes) -> bytes:
    """A table of one column, written by hand."""
    header = struct.pack("<BBBBIHH20x", 3, 124, 1, 16, len(cells), 65, size + 1)
    column = struct.pack("<11scIBB14x", b"value", kind.encode(), 0, size, decimals)
    return header + column + b"\r" + b"".join(b" " + cell.ljust(size) for cell in cells) + b"\x1a"


@pytest.mark.parametrize(
    ("kind", "decimals", "cell", "text"),
    [
        ("N", 0, b"       2.7", "2.7"),  # pyshp: 2
        ("N", 0, b"       n/a", "n/a"),  # pyshp: None
        ("N", 4, b"    2.0000", "2"),
        ("N", 0, b"**********", None),
        ("N", 0, b"", None),
        ("F", 2, b"1.2000e+01", "12"),
        ("D", 0, b"20240116", "2024-01-16"),
        ("D", 0, b"00000000", None),
        ("D", 0, b"2024", "2024"),
        ("L", 0, b"T", "true"),
        ("L", 0, b"?", None),
        ("C", 0, b"  a", "  a"),
        ("C", 0, b"007", "007"),
    ],
)
def test_cells_of_each_kind(kind: str, decimals: int, cell: bytes, text: str | None) -> None:
    column = read_table(dbase(kind, 10, decimals, cell, b"")).cells["value"]
    assert (None if column.isna().iloc[0] else column.iloc[0]) == text


def test_deleted_records_are_rejected_and_kinds_that_are_not_read_are_named() -> None:
    content = dbase("C", 10, 0, b"a", b"b")
    table = read_table(content[:65] + b"*" + content[66:])
    assert (list(table.cells.index), list(table.rejected["row"])) == ([2], [1])
    assert "value" in read_table(dbase("M", 10, 0, b"a", b"b")).findings[0].text
