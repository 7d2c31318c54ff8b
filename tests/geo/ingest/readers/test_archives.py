"""Packed files: one table in each, and no more than a machine can hold."""

import gzip
import io
import zipfile

import pytest

from geo.errors import IncidentsInvalid
from geo.ingest.readers import archives, read_table
from tests.workbooks import workbook

CSV = b"id,name\n1,Zabol\n2,Panjgur\n"


def packed(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(CSV, mtime=0),
        packed(**{"events.csv": CSV}),
        packed(**{"folder/": b"", "folder/events.csv": CSV, "__MACOSX/._events.csv": b"x"}),
        packed(**{"events.xlsx": workbook([["id", "name"], ["1", "Zabol"], ["2", "Panjgur"]])}),
        gzip.compress(CSV[:12], mtime=0) + gzip.compress(CSV[12:], mtime=0),
    ],
)
def test_one_packed_table_is_read_as_if_it_were_not(content: bytes) -> None:
    table = read_table(content)
    assert table.cells.to_numpy().tolist() == [["1", "Zabol"], ["2", "Panjgur"]]
    assert any("unpacked from" in note for note in table.notes)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (packed(**{"a.csv": CSV, "b.csv": CSV}), r"holds 2 files \(a\.csv, b\.csv\); unpack it"),
        (packed(), "cannot be unpacked|is not text|is an empty .zip file"),
        (packed(**{"a.csv": CSV})[:-30], "cannot be unpacked"),
        (gzip.compress(CSV, mtime=0)[:-6], "cannot be unpacked"),
        (gzip.compress(CSV, mtime=0)[:12] + b"junkjunkjunkjunk", "cannot be unpacked"),
        (packed(**{f"{number}.csv": b"" for number in range(1_001)}), "holds 1,001 files"),
    ],
)
def test_what_is_not_one_whole_file_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(IncidentsInvalid, match=reason):
        read_table(content)


@pytest.mark.parametrize("pack", [gzip.compress, lambda content: packed(**{"zeros.csv": content})])
def test_a_bomb_is_stopped_while_it_unpacks(pack: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "FREE_BYTES", 1_000_000)
    with pytest.raises(IncidentsInvalid, match="unpacks to more than"):
        read_table(pack(b"0" * 5_000_000))  # type: ignore[operator]


def test_a_locked_archive_is_refused() -> None:
    content = bytearray(packed(**{"a.csv": CSV}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(IncidentsInvalid, match="cannot be unpacked"):
        read_table(bytes(content))
