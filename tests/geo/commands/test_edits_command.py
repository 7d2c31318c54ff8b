"""The commands about edits, and companion files beside those of incidents."""

import contextlib
import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo import __main__ as command_line
from geo.storage import atlas_cache
from geo.storage.addresses import open_atlas
from geo.storage.workspace import sessions

INCIDENTS = "incident_id,date_start,latitude,longitude,title\na,2024-01-16,27,64,One\nb,2024-01-17,28,65,Two\n"
CORRECTIONS = "incident_id,column,value,who,why\na,title,Another,B,a list\nz,title,None,B,a list\n"
CLAIMS = "incident_id,claimant,stance\na,Iran,claims\nz,Iran,claims\na,Iran,shouts\n"
LINKS = "incident_id,relation,to_incident_id\nb,response to,a\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name, content in {"one": INCIDENTS, "fixes": CORRECTIONS, "said": CLAIMS, "links": LINKS}.items():
        (tmp_path / f"{name}.csv").write_text(content)
    monkeypatch.setenv("INCIDENTS", str(tmp_path / "one.csv"))
    monkeypatch.setenv("WORKSPACE", str(tmp_path / "workspace"))
    atlas_cache.base_atlas.cache_clear()
    yield tmp_path
    atlas_cache.base_atlas.cache_clear()


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    with contextlib.chdir(folder), contextlib.redirect_stderr(io.StringIO()) as errors:
        code = command_line.main(arguments)
    return code, errors.getvalue()


def test_corrections_are_taken_in_exported_and_undone(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, messages = run(folder, "edits", "import", "fixes.csv")
    assert code == 1
    assert "fixes.csv: row 3, column incident_id: 'z' is not in the table" in messages
    assert "2 rows of corrections: 1 accepted, 1 rejected, 0 already there." in messages
    assert atlas_cache.current_atlas().incidents["title"].tolist() == ["Another", "Two"]
    assert run(folder, "edits", "export", "--out", "log.csv")[0] == 0
    rows = list(csv.DictReader((folder / "log.csv").read_text("utf-8-sig").splitlines()))
    assert [(row["field"], row["value"], row["original"], row["who"]) for row in rows] == [
        ("title", "Another", "One", "B")
    ]
    assert run(folder, "edits", "undo", rows[0]["edit_id"], "--who", "C")[0] == 0
    assert atlas_cache.current_atlas().incidents["title"].tolist() == ["One", "Two"]
    capfdbinary.readouterr()
    assert "1 edit." in run(folder, "edits", "list")[1]
    assert b"One \xe2\x86\x92 Another (undone)" in capfdbinary.readouterr().out
    assert sessions.open_workspace().edits.read()[0].undone_by == "C"


def test_what_is_no_companion_or_not_in_the_log_is_refused(folder: Path) -> None:
    assert run(folder, "edits", "import", "one.csv")[0] == 2
    assert run(folder, "edits", "undo", "none") == (
        2,
        "This edit is not in the log: it was removed, perhaps in another tab.\n",
    )


def test_companion_files_are_written_beside_the_table(folder: Path) -> None:
    code, messages = run(
        folder, "import", "one.csv", "said.csv", "links.csv", "--out", "out.csv", "--report", "bad.csv"
    )
    assert code == 1
    assert "1 row of claims written to out.claims.csv." in messages
    assert "said.csv: row 3, column incident_id: 'z' is not in the table." in messages
    atlas = open_atlas(folder / "out.csv")
    assert atlas.claims["claimant"].tolist() == ["Iran"]
    assert atlas.links["to_incident_id"].tolist() == ["a"]
    report = list(csv.DictReader((folder / "bad.csv").read_text("utf-8-sig").splitlines()))
    assert [(row["file"], row["row"], row["status"]) for row in report] == [
        ("said.csv", "3", "rejected"),
        ("said.csv", "4", "rejected"),
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ("said.csv", "--out", "out.csv"),
        ("one.csv", "fixes.csv", "--out", "out.csv"),
        ("one.csv", "said.csv", "--out", "-"),
    ],
)
def test_companions_without_a_place_are_refused(folder: Path, arguments: tuple[str, ...]) -> None:
    assert run(folder, "import", *arguments)[0] == 2
    assert not (folder / "out.csv").exists()


def test_columns_that_are_not_used_are_named(folder: Path) -> None:
    (folder / "claims.csv").write_text("incident_id,claimant,stance,killed_hgih\na,Iran,claims,7\n")
    note = "claims.csv: Column “killed_hgih” is not used. Perhaps killed_high is meant"
    assert note in run(folder, "edits", "import", "claims.csv")[1]
    assert note in run(folder, "import", "one.csv", "claims.csv", "--out", "out.csv")[1]
