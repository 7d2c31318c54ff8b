"""Packed files: one table in each, and no more than a machine can hold."""

import gzip
import io
import zipfile

import pytest

from geo.errors import IncidentsInvalid
from geo.ingest.import_result import SHEET
from geo.ingest.options import ImportOptions
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


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_both_read() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("events.csv", CSV)
        archive.writestr("events.csv", b"id,name\n3,Quetta\n")
    table = read_table(file.getvalue())
    assert sorted(table.cells["name"]) == ["Panjgur", "Quetta", "Zabol"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (packed(**{"a.zip": packed(**{"a.csv": CSV})}), "“a.zip” is an archive in an archive"),
        (packed(**{"a.png": b"\x89PNG", "b.jpg": b"\xff\xd8\xff"}), "holds no table, only “a.png”, “b.jpg”"),
        (packed(**{"a.cpg": b"UTF-8", "a.prj": b"GEOGCS"}), "holds no table, only “a.cpg”, “a.prj”"),
        (packed(), "cannot be unpacked|is not text|is an empty .zip file"),
        (packed(**{"a.csv": CSV})[:-30], "cannot be unpacked"),
        (
            packed(**{"a.csv": CSV}).replace(b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\xff"),
            "cannot be unpacked: zip file version",
        ),
        (packed(**{"a.csv": CSV}).replace(b"a.csv", b"\x00.csv"), "cannot be unpacked"),
        (gzip.compress(CSV, mtime=0)[:-6], "cannot be unpacked"),
        (gzip.compress(gzip.compress(CSV, mtime=0), mtime=0), "is a .gz file in a .gz file"),
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


INCIDENTS = b"date,place,country,killed\n2024-01-16,Quetta,Pakistan,2\n2024-02-13,Mosul,Iraq,1\n"
CODEBOOK = b"variable,meaning\nkilled,people killed\nplace,where it was\n"


def test_other_files_beside_a_table_are_named_and_left_out() -> None:
    content = packed(
        **{"licence.pdf": b"%PDF-1.7", "readme.txt": b"Made by us.\n", "codebook.csv": CODEBOOK, "i.csv": INCIDENTS}
    )
    table = read_table(content)
    assert list(table.cells["place"]) == ["Quetta", "Mosul"]
    notes = " ".join(table.notes)
    assert all(f"“{name}”" in notes for name in ("licence.pdf", "codebook.csv", "i.csv"))


def test_tables_of_one_shape_are_one_with_row_numbers_that_say_of_which() -> None:
    second = b"killed,country,place,date\n3,Iran,Zahedan,2024-03-19\n"
    table = read_table(packed(**{"2023.csv": INCIDENTS, "2024.csv": second}))
    assert list(table.cells["place"]) == ["Quetta", "Mosul", "Zahedan"]
    assert list(table.cells.index) == [2, 3, 12]
    assert "count from 1 in “2023.csv”, 11 in “2024.csv”" in table.notes[0]


def test_a_copy_of_a_table_is_not_counted_twice() -> None:
    table = read_table(packed(**{"a.csv": INCIDENTS, "copy of a.csv": INCIDENTS}))
    assert (len(table.cells), "“copy of a.csv”" in " ".join(table.notes)) == (2, True)


def test_another_table_of_incidents_is_asked_about_and_can_be_named() -> None:
    other = b"day,city,dead\n2024-05-01,Aleppo,7\n"
    content = packed(**{"a.csv": INCIDENTS, "b.csv": other})
    (question,) = read_table(content).questions
    assert (question.topic, question.proposal) == (SHEET, "a.csv")
    assert [answer for answer, _ in question.choices] == ["a.csv", "b.csv"]
    for options in (ImportOptions(sheet="b.csv"), ImportOptions(answers=((SHEET, "", "b.csv"),))):
        table = read_table(content, options)
        assert (list(table.cells["city"]), table.questions) == (["Aleppo"], ())


@pytest.mark.parametrize("name", ["../../x.csv", "C:\\x.csv", "/etc/x.csv", "\u202egpj.csv"])
def test_the_name_of_a_member_is_never_a_path_here(name: str) -> None:
    assert list(read_table(packed(**{name: INCIDENTS})).cells["place"]) == ["Quetta", "Mosul"]
