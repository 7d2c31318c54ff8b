"""A process has one temporary folder that goes with it, and a sweep takes those of the dead and no other."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from geo.core.temporary_folders import LOCK, process_folder, sweep, temporary_folder
from geo.settings import child_environment

MAKE = "from geo.core.temporary_folders import process_folder; print(process_folder(), flush=True); input()"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def start_in(folder: Path) -> tuple["subprocess.Popen[str]", Path]:
    """A process that has a folder of its own, and waits."""
    process = subprocess.Popen(
        [sys.executable, "-c", MAKE],
        env=child_environment(TMPDIR=str(folder)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def test_the_folder_of_a_living_process_stays_and_that_of_a_killed_one_goes(folder: Path) -> None:
    process, own = start_in(folder)
    (own / "reading-1").mkdir()
    (own / "reading-1" / "accepted").write_bytes(b"rows")
    sweep()
    assert (own / "reading-1" / "accepted").read_bytes() == b"rows"
    process.kill()
    process.communicate()
    sweep()
    assert list(folder.iterdir()) == []


def test_a_process_that_ends_takes_its_folder_with_it(folder: Path) -> None:
    process, own = start_in(folder)
    assert own.parent == folder
    process.communicate("\n")
    assert list(folder.iterdir()) == []


def test_folders_that_are_not_ours_stay(folder: Path) -> None:
    (folder / "faultline-other").mkdir()
    (folder / "else").mkdir()
    (folder / "else" / LOCK).touch()
    sweep()
    assert sorted(path.name for path in folder.iterdir()) == ["else", "faultline-other"]


def test_a_folder_of_a_block_lies_in_that_of_the_process_and_ends_with_the_block() -> None:
    with temporary_folder("export") as path:
        assert path.parent == process_folder()
        assert path.name.startswith("export-")
    assert not path.exists()
    assert process_folder().exists()


def test_a_folder_that_a_cleaner_removed_is_made_anew() -> None:
    shutil.rmtree(process_folder())
    with temporary_folder("export") as path:
        assert path.exists()
