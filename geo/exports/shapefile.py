"""A shapefile in a zip, for those who must: points, a table of texts, and what is lost in words beside them."""

import struct
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.core.csv_table import to_csv_bytes
from geo.core.formatting import pluralize
from geo.exports.about import describe_file
from geo.exports.cells import CellEncoder, CellFormat
from geo.exports.dbase_table import (
    CHARACTER,
    DATE,
    MAX_BYTES,
    MAX_FIELDS,
    Field,
    count_changed,
    field_names,
    fit,
    record_bytes,
    table_head,
    table_rows,
)
from geo.exports.exporter import Exporter, ExportJob
from geo.exports.geoparquet import ChunkBuffer

# ESRI Shapefile Technical Description (1998): the header, and a record with its number and its length in 16-bit words.
HEADER = struct.Struct(">I20xI")
HEADER_BYTES, FILE_CODE, FORMAT_VERSION, POINT_TYPE = 100, 9994, 1000, 1
POINT_BYTES, NULL_BYTES, INDEX_BYTES = 28, 12, 8
MAX_FILE_BYTES = 2**31 - 1  # of a table, as most readers have it; more rows go into a further shapefile
WGS84 = (
    'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
)
DATED = (1980, 1, 1, 0, 0, 0)  # in every zip, so that the same job gives the same bytes
DAY_BYTES = 8


class Shapefile(Exporter):
    """Points and their table; of more rows than a file has room for, the others are in a second shapefile and so on."""

    label = "Shapefile"
    extension = "shp.zip"
    media_type = "application/zip"
    purpose = "For programs that read nothing newer."
    losses = (
        "Names of columns have ten letters; fields.csv lists which is which.",
        f"A text of more than {MAX_BYTES} bytes is cut, between two letters; README.txt counts the cells that differ.",
        "Line breaks and control characters that end a cell become blanks, and blanks around a text are lost.",
        "Numbers and yes or no are texts: several programs read a blank number as 0, and unknown is never 0.",
    )
    max_columns = MAX_FIELDS

    def iter_chunks(self, job: ExportJob) -> Iterator[bytes]:
        self.check_columns(job)
        survey = _Survey(CellEncoder(job.head, CELL_FORMAT))
        for rows in job.batches():
            survey.add(rows)
            del rows
            yield b""
        yield from _write_zip(job, self, survey)


@dataclass(eq=False)
class _Survey:
    """What must be known before the first row: where the points lie, and how wide each column is."""

    encoder: CellEncoder
    points: list[NDArray[np.float64]] = field(default_factory=list)
    differences: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.widths = dict.fromkeys(self.encoder.names, 1)

    def add(self, rows: gpd.GeoDataFrame) -> None:
        """Look at some rows more."""
        self.points.append(rows[["longitude", "latitude"]].to_numpy(dtype=np.float64))
        before = dict(zip(self.encoder.names, self.encoder.encode(rows), strict=True))
        after = {name: fit(texts) for name, texts in before.items()}
        self.differences.update(dict(count_changed(before, after)))
        for name, texts in after.items():
            self.widths[name] = max(self.widths[name], pc.max(pc.binary_length(texts)).as_py() or 0)

    def fields(self, head: gpd.GeoDataFrame) -> list[Field]:
        """The columns of the table."""
        names = field_names(self.encoder.names)
        days = {name for name in names if pd.api.types.is_datetime64_any_dtype(head[name].dtype)}
        return [
            Field(names[name], DATE, DAY_BYTES) if name in days else Field(names[name], CHARACTER, self.widths[name])
            for name in self.encoder.names
        ]


def _write_zip(job: ExportJob, exporter: Exporter, survey: _Survey) -> Iterator[bytes]:
    """Write what was surveyed, a chunk a batch."""
    points = np.concatenate([np.empty((0, 2)), *survey.points])
    fields = survey.fields(job.head)
    size = max(1, (MAX_FILE_BYTES - HEADER_BYTES - 33 * len(fields)) // record_bytes(fields))
    starts = range(0, max(1, len(points)), size)
    buffer = ChunkBuffer()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        _write(archive, "README.txt", _readme(job, exporter, survey, len(starts)).encode(errors="replace"))
        _write(archive, "fields.csv", to_csv_bytes([["field", "column"], *_pairs(survey.encoder.names)]))
        rows = _Rows(job, survey.encoder)
        for number, start in enumerate(starts, start=1):
            part = points[start : start + size]
            name = "incidents" if number == 1 else f"incidents_{number}"
            for ending, content in _small_files(part).items():
                _write(archive, f"{name}.{ending}", content)
            with archive.open(_member(f"{name}.dbf"), "w", force_zip64=True) as table:
                yield from _write_table(table, fields, len(part), rows, buffer)
        rows.close()
    yield buffer.drain()


@dataclass(eq=False)
class _Rows:
    """The cells of the rows in order, taken so many at a time."""

    job: ExportJob
    encoder: CellEncoder
    rest: list[pa.Array] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.batches = self.job.batches()

    def take(self, n_rows: int) -> list[pa.Array]:
        """The cells of up to so many rows more, none of which was taken before."""
        if not self.rest or not len(self.rest[0]):
            self.rest = [fit(cells) for cells in self.encoder.encode(next(self.batches))]
        cells = [column.slice(0, n_rows) for column in self.rest]
        self.rest = [column.slice(n_rows) for column in self.rest]
        return cells

    def close(self) -> None:
        """Let go of the rows."""
        self.rest = []


def _write_table(
    table: IO[bytes], fields: list[Field], n_rows: int, rows: _Rows, buffer: ChunkBuffer
) -> Iterator[bytes]:
    table.write(table_head(fields, n_rows))
    n_written = 0
    while n_written < n_rows:
        cells = rows.take(n_rows - n_written)
        n_written += len(cells[0])
        table.write(table_rows(fields, cells))
        del cells
        yield buffer.drain()
    table.write(b"\x1a")


def _small_files(points: NDArray[np.float64]) -> dict[str, bytes]:
    """All files but the table, by their ending."""
    is_known = np.isfinite(points[:, 0])
    lengths = np.where(is_known, POINT_BYTES, NULL_BYTES)
    positions = points[is_known]
    box = [*positions.min(axis=0), *positions.max(axis=0)] if len(positions) else [0.0] * 4
    return {
        "shp": _head(HEADER_BYTES + int(lengths.sum()), box) + _records(points, is_known, lengths),
        "shx": _head(HEADER_BYTES + INDEX_BYTES * len(points), box) + _index(lengths),
        "prj": WGS84.encode(),
        "cpg": b"UTF-8",
    }


def _head(n_bytes: int, box: list[float]) -> bytes:
    return HEADER.pack(FILE_CODE, n_bytes // 2) + struct.pack("<II8d", FORMAT_VERSION, POINT_TYPE, *box, *[0.0] * 4)


def _records(points: NDArray[np.float64], is_known: NDArray[np.bool_], lengths: NDArray[np.int64]) -> bytes:
    """The points; a row without coordinates has a null shape, which is shorter."""
    kinds = [("number", ">u4"), ("words", ">u4"), ("type", "<u4"), ("x", "<f8"), ("y", "<f8")]
    records = np.zeros(len(points), dtype=np.dtype(kinds))
    records["number"], records["words"] = np.arange(1, len(points) + 1), (lengths - INDEX_BYTES) // 2
    records["type"], records["x"], records["y"] = np.where(is_known, POINT_TYPE, 0), points[:, 0], points[:, 1]
    content = records.view(np.uint8).reshape(len(points), POINT_BYTES)
    return content[np.arange(POINT_BYTES) < lengths[:, None]].tobytes()


def _index(lengths: NDArray[np.int64]) -> bytes:
    offsets = HEADER_BYTES + np.concatenate([[0], np.cumsum(lengths)[:-1]]) if len(lengths) else lengths
    return np.stack([offsets // 2, (lengths - INDEX_BYTES) // 2], axis=1).astype(">u4").tobytes()


def _readme(job: ExportJob, exporter: Exporter, survey: _Survey, n_parts: int) -> str:
    lines = describe_file(job, exporter)
    differences = {name: n_cells for name, n_cells in sorted(survey.differences.items()) if n_cells}
    lines |= {f"Cells of {name} that differ": pluralize(n_cells, "cell") for name, n_cells in differences.items()}
    if n_parts > 1:
        lines["Files"] = f"{pluralize(n_parts, 'shapefile')}, for one has room for two gigabytes; read all of them."
    return "".join(f"{title}: {text}\r\n" for title, text in lines.items())


def _pairs(names: list[str]) -> list[list[str]]:
    return [[short, name] for name, short in field_names(names).items()]


def _write(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(_member(name), content)


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, DATED)
    member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    return member


CELL_FORMAT = CellFormat(
    text=lambda texts: texts,
    day=lambda texts: pc.replace_substring(texts, "-", ""),
    plain=lambda texts: texts,
    unknown="",
)
