"""Damaged files of claims, links and corrections: what cannot be read is named, and what is near it is not lost."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from geo.errors import IncidentsInvalid
from geo.storage.edits.changes import Note
from geo.storage.edits.companion_csv import is_companion
from geo.storage.edits.companion_file import CompanionFile, companion_kind, read_companion_file
from geo.storage.edits.companion_import import add_companion_file
from geo.storage.edits.edit import Draft, make_edits
from geo.storage.edits.log_rows import export_log
from tests.edits import edit_atlas, make_base, make_workspace

HEADER = "incident_id,claimant,stance,claim\n"
GOOD = "a,Iran,claims,one\n"


def read(content: str | bytes) -> CompanionFile:
    return read_companion_file(content if isinstance(content, bytes) else content.encode(), "file.csv")


def rejected(file: CompanionFile) -> list[tuple[int, str]]:
    return list(file.rejected[["row", "column"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        (['b,U,claims,"opened', "b,V,claims,two", "b,W,claims,three"], [3, 4, 5]),
        (['b,"U,claims,opened', "b,V,claims,two"], [3, 4]),
        (['b,U,claims,"one" two', "b,V,claims,two"], [3]),
        (['b,U,claims,"opened', 'b,V,claims,"two"', "b,W,claims,three"], [3, 4]),
        (['"b,U,claims,opened'], [3]),
    ],
)
def test_a_quote_that_is_not_closed_swallows_no_row(lines: list[str], rows: list[int]) -> None:
    file = read(HEADER + GOOD + "\n".join(lines) + "\n")
    assert [row for row, _ in rejected(file)] == rows
    assert len(file.accepted) + len(file.rejected) == file.n_rows == 1 + len(lines)
    assert file.rejected["reason"].str.contains("quot").all()


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Incident ID,Claimant,Stance,Claim", "claims"),
        ("incident id;CLAIMANT;stance;claim", "claims"),
        ("Incident-ID,Claimant,My own,Claim", "claims"),
        ("Incident ID,Claimant,Latitude,Longitude", None),
        ("Incident ID,Claimant,Weather,Colour", None),
        ("incident_id,Date,Location,Reference,Deaths", None),
        ("Incident ID,Date start,Latitude,Longitude", None),
    ],
)
def test_a_header_in_other_spelling_is_recognised_where_little_else_is_in_it(header: str, kind: str | None) -> None:
    separator = ";" if ";" in header else ","
    content = f"{header}\n{separator.join(('a', 'Iran', 'claims', 'one'))}\n".encode()
    assert companion_kind(content) == kind
    assert is_companion(content) == bool(kind)
    if kind and "My own" not in header:
        file = read(content)
        assert file.accepted["claimant"].tolist() == ["Iran"]
        assert any(note.endswith("is read as incident_id.") for note in file.notes)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (f"Claims of 2024\n\n{HEADER}{GOOD}", "This looks like a file of claims, but its header is in line 3."),
        (f"incident_id,claimant,claim,claim\n{GOOD}", "claims, but its header has “claim” more than once."),
    ],
    ids=["preamble", "twice"],
)
def test_a_faulty_header_is_reported_and_not_read_as_incidents(content: str, fault: str) -> None:
    assert (companion_kind(content.encode()), is_companion(content.encode())) == (None, True)
    with pytest.raises(IncidentsInvalid, match=re.escape(fault)):
        read(content)


def test_corrections_of_a_bundle_keep_their_time_and_other_rows_say_what_to_do() -> None:
    file = read(
        "incident_id,time,who,why,kind,change,column,original,value\n"
        "a,2024-05-01T00:00:00Z,Ann,typo,Correction,One → Two,title,One,Two\n"
        "a,2024-05-01T00:00:00Z,Ann,,Note,Ask again,,,\n"
        "a,2024-05-01T00:00:00Z,Ann,,Note,Ask once more,,,\n"
    )
    assert file.accepted["at"].tolist() == ["2024-05-01T00:00:00Z"]
    assert rejected(file) == [(3, "column"), (4, "column")]
    assert file.rejected["reason"].str.contains("import the whole bundle on the page Data").all()
    assert "Column “time” is read as at." in file.notes


def test_line_breaks_and_doubled_quotes_within_a_cell_are_read() -> None:
    file = read(HEADER + 'a,Iran,claims,"two ""quoted""\r\nlines"\n' + GOOD)
    assert file.accepted["claim"].tolist() == ['two "quoted"\r\nlines', "one"]
    assert (len(file.rejected), file.notes) == (0, ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_letters_are_read_in_the_encoding_that_they_are_written_in(encoding: str) -> None:
    names = ["Café José", "Ministère de la Défense", "Jürgen Müller"]
    content = (HEADER + "".join(f"a,{name},claims,“très grave”\n" for name in names)).encode(encoding)
    file = read(content)
    assert companion_kind(content) == "claims"
    assert file.accepted["claimant"].tolist() == names
    assert any("cp1252" in note for note in file.notes) == (encoding == "cp1252")


def test_bytes_that_are_no_letters_reject_their_row_alone() -> None:
    names = ["Jürgen Müller", "Größe", "Straße", "Österreich", "Übergabe", "Köln", "für", "Vögel", "Zürich"]
    words = "".join(f"a,{name},claims,„schön“ – {number}\n" for number, name in enumerate(names))
    file = read(HEADER.encode() + words.encode("cp1252") + b"a,X,claims,\x81\x8d\n")
    assert file.accepted["claimant"].tolist() == names
    assert rejected(file) == [(11, "claim")]


def test_stray_bytes_in_a_file_in_utf_8_are_read_and_noted() -> None:
    words = "".join(f"a,Ministère de la Défense,claims,très grave {number}\n" for number in range(9))
    file = read((HEADER + words).encode() + b"a,Jos\xe9,claims,one\n")
    assert file.accepted["claimant"].tolist()[-1] == "José"
    assert any("11" in note for note in file.notes)


def test_what_is_no_text_is_refused_with_the_name_of_the_file() -> None:
    with pytest.raises(IncidentsInvalid, match=r"file\.csv: "):
        read(HEADER.encode() + bytes(range(128, 256)) * 40)


def test_columns_that_are_not_used_are_named_with_the_nearest() -> None:
    file = read("incident_id,claimant,stance,killed_hgih,colour\nX,A,claims,7,red\n")
    assert len(file.accepted) == 1
    assert [note for note in file.notes if "killed_hgih" in note and "killed_high" in note]
    assert [note for note in file.notes if "“colour”" in note and "Perhaps" not in note]


def test_columns_that_differ_in_case_or_blanks_are_used() -> None:
    file = read("incident_id,claimant,Stance,Killed_Low,killed best,KILLED-HIGH\nX,A,claims,5,6,7\n")
    assert file.accepted[["stance", "killed_low", "killed_best", "killed_high"]].iloc[0].tolist() == [
        "claims",
        "5",
        "6",
        "7",
    ]
    assert [note for note in file.notes if "“Killed_Low”" in note and "killed_low" in note]


def test_of_two_columns_for_one_the_exact_one_counts() -> None:
    file = read("incident_id,claimant,Killed_Low,killed_low,KILLED LOW\nX,A,1,2,3\n")
    assert file.accepted["killed_low"].tolist() == ["2"]
    assert sum("not used" in note for note in file.notes) == 2


def test_many_columns_that_are_not_used_are_counted() -> None:
    others = [f"own{number}" for number in range(300)]
    file = read(",".join(["incident_id", "claimant", "stance", *others]) + "\n")
    assert len(file.notes) < 20
    assert "more columns" in file.notes[-1]


@pytest.mark.parametrize("cell", ["", "lost"])
def test_cells_below_no_name_are_noted_where_there_are_some(cell: str) -> None:
    file = read(f"incident_id,claimant,stance,,\nX,A,claims,,{cell}\n")
    assert len(file.accepted) == 1
    assert bool(file.notes) == bool(cell)


def test_claims_that_say_nothing_are_refused() -> None:
    with pytest.raises(IncidentsInvalid, match=r"stnace.*stance"):
        read("incident_id,claimant,stnace,kilt\nX,A,claims,7\n")


@pytest.mark.parametrize("kind", ["killed", "injured"])
@pytest.mark.parametrize(("low", "best", "high"), [("5", "3", "1"), ("5", "", "1"), ("", "3", "1"), ("5", "3", "")])
def test_numbers_out_of_order_reject_their_claim(kind: str, low: str, best: str, high: str) -> None:
    header = f"incident_id,claimant,stance,{kind}_low,{kind}_best,{kind}_high\n"
    file = read(f"{header}a,Iran,claims,{low},{best},{high}\na,Iran,claims,1,2,3\na,Iran,claims,2,2,2\n")
    assert set(rejected(file)) <= {(2, f"{kind}_low"), (2, f"{kind}_best")}
    assert file.rejected["reason"].str.startswith("is above").all()
    assert (len(file.accepted), file.n_rows) == (2, 3)


CORRECTIONS = "incident_id,column,value,who,why,at\n"


@pytest.mark.parametrize(
    ("column", "cells"),
    [
        ("at", "B,a list,2026-99-99"),
        ("at", "B,a list,yesterday"),
        ("at", "B,a list,0001-01-01T00:00:00+05:00"),
        ("at", "B,a list,9999-12-31T23:59:59-05:00"),
        ("who", f"{'B' * 101},a list,"),
        ("why", f"B,{'w' * 2_001},"),
    ],
)
def test_who_why_and_when_are_used_as_they_stand_or_reject_the_row(column: str, cells: str) -> None:
    file = read(f"{CORRECTIONS}a,title,One,{cells}\na,title,Two,B,a list,2024-03-01T10:00:00Z\na,title,Three,,,\n")
    assert rejected(file) == [(2, column)]
    assert file.n_rows == 3


def test_a_time_that_is_still_to_come_rejects_its_row() -> None:
    soon, late = (f"{datetime.now(UTC) + timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}" for hours in (3, 60))
    file = read(f"{CORRECTIONS}a,title,One,,,2999-01-01\na,title,Two,,,{late}\na,title,Three,,,{soon}\n")
    assert rejected(file) == [(2, "at"), (3, "at")]
    edit = make_edits([Draft("a", Note("one"))], who="", why="")[0]
    log = export_log(
        [replace(edit, at=datetime(2999, 1, 1, tzinfo=UTC)), replace(edit, edit_id="2", undone_at=edit.at)]
    )
    assert rejected(read(log)) == [(2, "at")]


def test_an_original_that_its_column_cannot_hold_rejects_its_row() -> None:
    file = read("incident_id,column,value,original\na,killed_best,5,few\na,killed_best,5,3.0\na,title,One,\n")
    assert rejected(file) == [(2, "original")]


@pytest.mark.parametrize(
    ("column", "value", "original"),
    [("killed_best", "5", "3.0"), ("latitude", "28", "27"), ("date_start", "2024-01-17", "2024-01-16T00:00:00"),
     ("title", "Another", " A strike ")],
)  # fmt: skip
def test_an_original_in_another_spelling_is_no_conflict(tmp_path: Path, column: str, value: str, original: str) -> None:
    workspace, base = make_workspace(tmp_path), make_base()
    file = read(f"incident_id,column,value,original,why\na,{column},{value},{original},a list\n")
    assert len(add_companion_file(workspace, base, file).edits) == 1
    assert edit_atlas(base, workspace.edits.read()).edits.conflicts == ()


@pytest.mark.parametrize(
    ("link", "outcome"),
    [
        ("a,follows,b", (0, 1, 0)),  # b is in retaliation for a
        ("a,retaliation for,b", (0, 1, 0)),
        ("b,follows,a", (1, 0, 0)),
        ("a,same operation as,b", (1, 0, 0)),
        ("c,follows,d\nd,response to,c", (1, 1, 0)),
        ("c,follows,b\na,follows,c", (1, 1, 0)),
        ("c,follows,b\nd,response to,c\na,follows,d", (2, 1, 0)),
        ("c,same operation as,b\na,follows,c", (2, 0, 0)),
        ("c,same operation as,d\nd,same operation as,c", (1, 0, 1)),
    ],
)
def test_of_two_incidents_only_one_is_the_later(tmp_path: Path, link: str, outcome: tuple[int, int, int]) -> None:
    result = add_companion_file(
        make_workspace(tmp_path), make_base(), read(f"incident_id,relation,to_incident_id\n{link}\n")
    )
    assert (result.n_accepted, len(result.rejected), len(result.duplicates)) == outcome
