"""Bundled geography that changes under a server is refused with a reason, and never drawn."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.core import data_files
from geo.core.data_files import note_data_files, read_data_file
from geo.errors import DataFileDamaged
from geo.settings import data_dir

NAMES = ("basemap_arcs.parquet", "basemap_rings.parquet", "basemap_lakes.parquet", "basemap_relief.zip")


def flip(path: Path) -> None:
    """One bit of the middle, and the times as they were."""
    status, content = path.stat(), bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def replace(path: Path) -> None:
    shutil.copy(path.with_name("basemap_lakes.parquet"), path.with_name("other"))
    os.replace(path.with_name("other"), path)
    with path.open("ab") as file:
        file.write(b"\0")


DAMAGES: tuple[Callable[[Path], None], ...] = (flip, cut, replace, Path.unlink)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the geography in which a server has started that has read no outline yet."""
    for name in NAMES:
        shutil.copy(data_dir() / name, tmp_path / name)
    monkeypatch.setattr(data_files, "data_dir", lambda: tmp_path)
    note_data_files(tmp_path)
    return tmp_path


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_changed_after_the_start_is_not_read(
    folder: Path, name: str, damage: Callable[[Path], None]
) -> None:
    assert read_data_file(name) == (data_dir() / name).read_bytes()
    damage(folder / name)
    with pytest.raises(DataFileDamaged, match=f"The file {name} of the bundled geography (changed|is missing)"):
        read_data_file(name)
