"""No line, name or cell of 1 MB takes long to read: anything of quadratic time would reach the suite's time limit."""

import contextlib

import pytest

from geo.errors import IncidentsInvalid
from geo.ingest.importing import read
from geo.ingest.readers import READERS, Reader, read_table
from tests.contracts.test_readers import file_of

N_BYTES = 1_000_000
HEADER = b"date,place,note\n2020-01-01,Orl\xe9ans,a\n"
PATTERNS = {
    **{name: sign for name, sign in {"letters": b"x", "beyond ASCII": b"\xe9", "digits": b"1", "blanks": b" "}.items()},
    **{"quotes": b'"', "apostrophes": b"'", "commas": b",", "semicolons": b";", "tabs": b"\t", "bars": b"|"},
    **{"line feeds": b"\n", "returns": b"\r", "NULs": b"\0", "angles": b"<", "braces": b"{", "brackets": b"["},
    **{"quoted": b'",', "ampersands": b"&", "dates": b"2020-01-", "degrees": b"33\xb0 ", "UTF-8": b"\xc3\xa9"},
    **{"backslashes": b'\\"', "dots": b"1.", "dashes": b"- ", "colons": b"a:", "stray": b"\xc3\xa9\xff"},
}


def repeat(pattern: bytes, n_bytes: int = N_BYTES) -> bytes:
    return pattern * (n_bytes // len(pattern))


def read_or_refuse(content: bytes) -> None:
    with contextlib.suppress(IncidentsInvalid):
        assert read_table(content).n_rows >= 0


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_a_long_line_is_read_or_refused(pattern: bytes) -> None:
    n_bytes = 200_000 if pattern in (b"\n", b"\r") else N_BYTES  # these are many short lines
    read_or_refuse(HEADER + repeat(pattern, n_bytes))
    read_or_refuse(repeat(pattern, n_bytes) + b"\n" + HEADER)


@pytest.mark.parametrize("pattern", [b"a,", b"same,", b"c;d,", b"\xe9,", b'"a",'])
def test_a_hundred_thousand_columns_are_read_or_refused(pattern: bytes) -> None:
    read_or_refuse(pattern * 100_000 + b"\n" + b"1," * 100_000 + b"\n")


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_long_cells_are_read_by_every_format(reader: Reader) -> None:
    n_characters = 80 if reader.name in ("Shapefile", "dBase") else N_BYTES  # their cells hold 254 bytes
    signs = ("x", "1", " ", '"', "é", "<", "2020-01-", "(", "-1.5 ", "\u200b", "&amp;")
    rows = [[sign * (n_characters // len(sign)), f"row {number}"] for number, sign in enumerate(signs)]
    content = file_of(reader, rows)
    with contextlib.suppress(IncidentsInvalid):
        assert read_table(content).n_rows == len(rows)


@pytest.mark.parametrize("sign", ["x", "1", " a", '"', "é", "<", "2020-01-", "(", "-1.5 ", "\u200b", "&amp;", "12° "])
def test_long_cells_of_every_meaning_end_an_import_soon(sign: str) -> None:
    names = ["date", "place", "country", "province", "actor", "type", "killed", "coordinates", "summary"]
    long = '"' + (sign * (100_000 // len(sign))).replace('"', '""') + '"'
    rows = [["2020-01-01", "Mosul", "Iraq", "Ninawa", "BLA", "bombing", "1", "36.3 43.1", "a"] for _ in names]
    for position in range(len(names)):
        rows[position][position] = long
    content = "\n".join(",".join(cells) for cells in [names, *rows]).encode()
    imported = read(content, name="a.csv")
    assert imported.rows_in == len(rows)
