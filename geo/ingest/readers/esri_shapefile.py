"""Shapefiles packed in a .zip: the shapes (.shp), their table (.dbf), reference system (.prj) and encoding (.cpg).

pyshp gets open files only: given a name, it would open files and addresses of its own choice.
"""

import io
import struct
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pandas as pd
import shapefile
from shapely.errors import ShapelyError
from shapely.geometry import MultiLineString, MultiPoint

from geo.errors import IncidentsInvalid
from geo.ingest.options import ImportOptions
from geo.ingest.readers.archives import Archive, list_members, read_member
from geo.ingest.readers.dbase import read_dbase
from geo.ingest.readers.feature_positions import Shape
from geo.ingest.readers.feature_table import Features, build_table
from geo.ingest.readers.raw_table import RawTable, build_rejections
from geo.ingest.readers.reader import Reader
from geo.ingest.readers.rings import build_area

PARTS = (".shp", ".dbf", ".shx", ".prj", ".cpg")  # that are read or checked
# What else belongs to a layer: indexes, metadata and styles.
COMPANIONS = (
    ".sbn",
    ".sbx",
    ".shp.xml",
    ".qix",
    ".qmd",
    ".qml",
    ".qpj",
    ".atx",
    ".lyr",
    ".sld",
    ".fix",
    ".idm",
    ".ain",
    ".aih",
)
MAGIC = b"\x00\x00\x27\x0a"
HEADER_BYTES = 100
RECORD = struct.Struct(">ii")  # number and length in words of two bytes
NO_DATA = -1e38  # what Esri writes for no number is below
NULL, POINT, POLYLINE, POLYGON, MULTIPOINT = 0, 1, 3, 5, 8  # a tens digit adds heights (1) or measures (2)
MULTIPATCH = 31


class ShapefileReader(Reader):
    """One layer: its records as rows with the positions of their shapes."""

    name = "Shapefile"
    extensions = (".shp",)  # in a .zip

    def matches(self, content: bytes) -> bool:
        return content.startswith(b"PK\x03\x04") and len(_layers(content)) == 1

    def read(self, content: bytes, options: ImportOptions) -> RawTable:
        parts = {part: read_member(content, member) for part, member in _parts(content).items()}
        if ".dbf" not in parts:
            raise IncidentsInvalid(
                "is a shapefile without its .dbf, which says what each shape is. Pack both into the .zip."
            )
        _check_header(parts[".shp"])
        encoding = parts.get(".cpg", b"").decode("ascii", "replace")
        table = read_dbase(parts[".dbf"], options, encoding)
        shapes = list(_iter_shapes(parts[".shp"]))
        if len(shapes) != table.n_rows:
            raise IncidentsInvalid(f"has {len(shapes):,} shapes but {table.n_rows:,} records: it is damaged.")
        return _join(table, shapes, parts.get(".prj", b"").decode("utf-8", "replace"), options)


def layer_parts(names: list[str]) -> dict[str, dict[str, str]]:
    """The shapefiles among the names of files: the name of each .shp → its parts by their ending."""
    by_lower = {name.casefold(): name for name in names}
    stems = [name for name in names if name.casefold().endswith(".shp")]
    return {
        name: {
            part: by_lower[f"{name[:-4]}{part}".casefold()]
            for part in PARTS
            if f"{name[:-4]}{part}".casefold() in by_lower
        }
        for name in stems
    }


def _layers(content: bytes) -> dict[str, dict[str, str]]:
    try:
        return layer_parts([member.filename for member in list_members(content)])
    except IncidentsInvalid:
        return {}


def _parts(content: bytes) -> Mapping[str, str]:
    (parts,) = _layers(content).values()
    return parts


def _check_header(shapes: bytes) -> None:
    if len(shapes) < HEADER_BYTES or not shapes.startswith(MAGIC):
        raise IncidentsInvalid("is a shapefile whose .shp is none: it is damaged.")
    declared = 2 * struct.unpack_from(">i", shapes, 24)[0]
    if declared > len(shapes):
        raise IncidentsInvalid(
            f"is a shapefile whose .shp ends after {len(shapes):,} of {declared:,} bytes: it is cut off."
        )


def _iter_shapes(content: bytes) -> Iterator[Shape | str]:
    """The geometry of each record in its order, or why it cannot be read; the index (.shx) is not needed for that."""
    reader = shapefile.ShpReader(io.BytesIO(_with_true_length(content)))
    place, number = HEADER_BYTES, 0
    while place + RECORD.size <= len(content):
        length = 2 * RECORD.unpack_from(content, place)[1]
        if length < 4 or place + RECORD.size + length > len(content):
            raise IncidentsInvalid(f"is a shapefile whose shape {number + 1:,} is cut off or damaged.")
        try:
            yield _to_geometry(reader.shape(number, place, length))
        except (shapefile.ShapefileException, struct.error, ValueError, KeyError, IndexError, TypeError, ShapelyError):
            yield "its shape cannot be read"
        place, number = place + RECORD.size + length, number + 1


def _with_true_length(content: bytes) -> bytes:
    """The file with its length in its header as it is; pyshp warns where bytes stand behind the declared end."""
    return content[:24] + struct.pack(">i", len(content) // 2) + content[28:]


def _to_geometry(shape: shapefile.Shape) -> Shape | str:
    kind = shape.shapeType % 10
    if shape.shapeType == NULL or not shape.points or shape.points[0][0] < NO_DATA:
        return None
    if shape.shapeType == MULTIPATCH:
        return "its shape is a body of three dimensions (MultiPatch)"
    corners = [corner[:2] for corner in shape.points]
    if kind == POINT:
        x, y = corners[0]
        return repr(float(x)), repr(float(y))
    if kind == MULTIPOINT:
        return MultiPoint(corners)
    ends = [*shape.parts[1:], len(corners)]
    parts = [corners[start:end] for start, end in zip(shape.parts, ends, strict=True)]
    return build_area(parts) if kind == POLYGON else MultiLineString(parts)


def _join(table: RawTable, shapes: list[Shape | str], system: str, options: ImportOptions) -> RawTable:
    """The records with the positions of their shapes."""
    features = Features()
    records = table.cells.astype(object).where(table.cells.notna(), None).to_dict("records")
    for row, record in zip(table.cells.index, records, strict=True):
        shape = shapes[row - 1]
        if isinstance(shape, str):
            features.reject(row, "", shape)
        else:
            features.add(row, {str(name): value for name, value in record.items()}, shape)
    joined = build_table(
        ShapefileReader.name, features, options, system=system.strip(), notes=table.notes, findings=table.findings
    )
    rejected = [part for part in (table.rejected, joined.rejected) if len(part)]
    return replace(joined, rejected=_concat(rejected)) if rejected else joined


def _concat(rejected: list[pd.DataFrame]) -> pd.DataFrame:
    return build_rejections(sorted(row for part in rejected for row in part.itertuples(index=False, name=None)))


def pack_layer(archive: Archive, parts: Mapping[str, str], n_before: int = 0) -> bytes:
    """The parts of one layer of an archive as a .zip of their own, each counted as it is unpacked."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as layer:
        for part, member in parts.items():
            layer.writestr(f"layer{part}", archive.read(member, n_before + file.tell()))
    return file.getvalue()
