"""What became of the files of an atlas is said by their names and dates; the atlas stays as it was read."""

import os
from pathlib import Path

import pytest

from geo.errors import IncidentsInvalid
from geo.query.selection import Selection
from geo.storage import atlas_loader, source_files
from geo.storage.atlas import Atlas

HEADER = "incident_id,date_start,latitude,longitude,title\n"
ROW = "A-1,2024-01-16,27,62,First\n"
SECOND = "A-2,2024-01-17,27,62,Second\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "mine.csv"
    path.write_text(HEADER + ROW)
    return path


def replace(path: Path, text: str) -> None:
    """Put another file in the place of one, as editors and rsync do."""
    other = path.with_suffix(".new")
    other.write_text(text)
    os.replace(other, path)


def describe(atlas: Atlas) -> str:
    assert atlas.sources is not None
    return atlas.sources.describe_change()


def test_unchanged_files_have_no_notice(path: Path) -> None:
    assert describe(atlas_loader.load_atlas(path)) == ""


def test_the_same_content_is_no_change(path: Path) -> None:
    atlas = atlas_loader.load_atlas(path)
    replace(path, HEADER + ROW)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    assert describe(atlas) == ""


def test_the_notice_of_a_new_version_has_both_dates(path: Path) -> None:
    atlas = atlas_loader.load_atlas(path)
    replace(path, HEADER + ROW + SECOND)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    text = describe(atlas)
    assert text.startswith("mine.csv changed on 14 November 2023, 22:13 UTC. Pages and downloads go on with what this")
    assert f"version {atlas.version}." in text
    assert text.endswith(source_files.READ_AGAIN)
    assert str(path.parent) not in text
    assert len(atlas.select(Selection())) == 1


@pytest.mark.parametrize("text", ["", HEADER + ROW[:8], "\0\0\0", HEADER + ROW + ROW])
def test_a_broken_file_is_no_new_version(path: Path, text: str) -> None:
    atlas = atlas_loader.load_atlas(path)
    replace(path, text)
    assert describe(atlas).endswith(source_files.UNREADABLE)
    assert len(atlas.select(Selection())) == 1


def test_a_file_that_disappears_and_returns(path: Path) -> None:
    atlas = atlas_loader.load_atlas(path)
    path.unlink()
    assert describe(atlas).startswith("mine.csv is no longer there. ")
    assert describe(atlas).endswith(source_files.ABSENT)
    replace(path, HEADER + ROW)
    assert describe(atlas) == ""


def test_the_notice_lists_up_to_three_files(tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"{number}.csv").write_text(HEADER + ROW.replace("A-1", f"A-{number}"))
    atlas = atlas_loader.load_atlas(tmp_path / "*.csv")
    (tmp_path / "0.csv").unlink()
    (tmp_path / "9.csv").write_text(HEADER + ROW.replace("A-1", "A-9"))
    for number in range(1, 5):
        replace(tmp_path / f"{number}.csv", HEADER + ROW.replace("A-1", f"A-{number}").replace("27", "28"))
    text = describe(atlas)
    assert text.startswith("0.csv is no longer there, and 1.csv, 2.csv, 3.csv and 2 more changed on ")
    (tmp_path / "1.csv").unlink()
    assert describe(atlas).startswith("0.csv and 1.csv are no longer there, and ")


def test_a_companion_is_one_of_the_files(path: Path) -> None:
    atlas = atlas_loader.load_atlas(path)
    path.with_suffix(".links.csv").write_text("from_id,to_id,relation\n")
    assert describe(atlas).startswith("mine.links.csv changed on ")


def test_a_large_file_is_not_read_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_files, "CHECKED_BYTES", 10)
    atlas = atlas_loader.load_atlas(path)
    replace(path, "no incidents at all, and more than ten bytes")
    assert describe(atlas).endswith(source_files.READ_AGAIN)


def test_each_state_is_looked_into_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    atlas = atlas_loader.load_atlas(path)
    replace(path, HEADER + ROW + SECOND)
    first = describe(atlas)
    monkeypatch.setattr(atlas_loader, "load_rows", None)
    assert describe(atlas) == first


def test_a_file_that_changes_while_it_is_read_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_rows = atlas_loader.load_rows

    def load_and_replace(file: Path) -> object:
        rows = load_rows(file)
        replace(path, HEADER + ROW + SECOND)
        return rows

    monkeypatch.setattr(atlas_loader, "load_rows", load_and_replace)
    with pytest.raises(IncidentsInvalid, match=r"mine\.csv: changed while it was read"):
        atlas_loader.load_atlas(path)
