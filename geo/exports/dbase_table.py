"""The table of a shapefile (dBASE III): cells of fixed width in UTF-8, under names of ten letters."""

import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count

import pyarrow as pa
import pyarrow.compute as pc

from geo.exports.cells import TEXT, join_rows, replace_where

# ESRI's white paper on shapefiles (1998) leaves the table to dBASE; the limits are those of dBASE III and of GDAL's
# page “ESRI Shapefile / DBF”.
MAX_BYTES, MAX_FIELDS, NAME_CHARACTERS = 254, 255, 10
HEADER = struct.Struct("<B3BIHH20x")
FIELD = struct.Struct("<11sc4xBB14x")
VERSION, LAST_UPDATE = 3, (80, 1, 1)  # dBASE III without memo; a day that is the same in every file
DATE, CHARACTER = b"D", b"C"
END_OF_FIELDS, END_OF_FILE = b"\r", b"\x1a"
BLANK = " "
NUL = r"[\x00\r\n\x1a]"  # what ends a cell, a line or the file in some readers


@dataclass(frozen=True)
class Field:
    """A column of the table: its name in the file, its kind and its width in bytes."""

    name: str
    kind: bytes
    width: int


def field_names(names: list[str]) -> dict[str, str]:
    """A name of up to ten letters, digits and underscores for each column, unlike all others in any case."""
    in_use: set[str] = set()
    result: dict[str, str] = {}
    for name in names:
        plain = re.sub(r"\W", "_", name, flags=re.ASCII)[:NAME_CHARACTERS] or "column"
        numbered = (plain if number == 1 else _shorten(plain, f"_{number}") for number in count(1))
        result[name] = next(each for each in numbered if each.lower() not in in_use)
        in_use.add(result[name].lower())
    return result


def _shorten(name: str, ending: str) -> str:
    return name[: NAME_CHARACTERS - len(ending)] + ending


def table_head(fields: list[Field], n_rows: int) -> bytes:
    """The beginning of the file."""
    described = b"".join(FIELD.pack(field.name.encode(), field.kind, field.width, 0) for field in fields)
    length = HEADER.size + len(described) + len(END_OF_FIELDS)
    return HEADER.pack(VERSION, *LAST_UPDATE, n_rows, length, record_bytes(fields)) + described + END_OF_FIELDS


def record_bytes(fields: list[Field]) -> int:
    """The length of a row."""
    return 1 + sum(field.width for field in fields)


def table_rows(fields: list[Field], columns: list[pa.Array]) -> bytes:
    """Some rows; each begins with a blank, for it is not deleted."""
    cells = [pc.ascii_rpad(column, field.width, BLANK) for field, column in zip(fields, columns, strict=True)]
    return join_rows(pa.scalar(BLANK, TEXT), *cells)


def fit(texts: pa.Array) -> pa.Array:
    """The texts without line breaks and NUL, as far as a cell has room for them: no letter is cut in two."""
    plain = pc.replace_substring_regex(texts, NUL, BLANK)
    return replace_where(plain, pc.greater(pc.binary_length(plain), MAX_BYTES), _cut)


def _cut(text: str) -> str:
    return text.encode()[:MAX_BYTES].decode(errors="ignore")


def count_changed(before: Mapping[str, pa.Array], after: Mapping[str, pa.Array]) -> Iterator[tuple[str, int]]:
    """How many cells of each column are not what they were."""
    for name, texts in before.items():
        yield name, int(pc.sum(pc.not_equal(texts, after[name])).as_py() or 0)
