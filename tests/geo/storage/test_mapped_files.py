"""A cached index that is written into while it answers is noticed before the next answer, and the process goes on."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from geo.errors import IndexDamaged
from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.query.selection import Selection
from geo.storage import atlas_cache, import_segments, index_cache
from geo.storage.workspace import sessions
from geo.storage.workspace.workspace import Workspace

OWN = b"when,lat,lon,note\n2024-01-16,27,64,A strike\n2024-01-17,28,65,Another\n"
FILE = "facet.country.combinations.npy"


def flip(path: Path) -> None:
    """Another bit at the end of a file, whose time is set back; the file stays the one that is mapped."""
    status = path.stat()
    with path.open("r+b") as file:
        file.seek(-1, os.SEEK_END)
        byte = file.read(1)[0]
        file.seek(-1, os.SEEK_END)
        file.write(bytes([byte ^ 1]))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def cut(path: Path) -> None:
    os.truncate(path, 0)


DAMAGES: tuple[Callable[[Path], None], ...] = (flip, cut)


def touch(path: Path) -> None:
    os.utime(path, (1, 1))


def replace(path: Path) -> None:
    path.with_name("other").write_bytes(b"another file")
    path.with_name("other").replace(path)


HARMLESS: tuple[Callable[[Path], None], ...] = (touch, replace, Path.unlink)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """A workspace with an import whose index is cached and mapped, as that of a large one is."""
    monkeypatch.setenv("WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.setattr(index_cache, "CACHED_FROM_ROWS", 1)
    monkeypatch.setattr(import_segments, "index_in_child", lambda *_: None)  # a process for each would take seconds
    workspace = sessions.open_workspace()
    workspace.save_import(workspace.add_upload(OWN, "own.csv"), importing.read(OWN), ImportOptions())
    yield workspace
    import_segments.forget_segments(workspace)
    atlas_cache._workspace_atlases.drop(workspace.folder)


def mapped_files(workspace: Workspace) -> list[Path]:
    (folder,) = (workspace.cache_dir / index_cache.FOLDER).iterdir()
    return sorted(path for path in folder.rglob("*") if path.is_file())


def all_rows() -> list[str]:
    """The identifiers of all incidents that are shown."""
    atlas = atlas_cache.current_atlas()
    rows = atlas.select(Selection()).page(0, 100)
    return atlas.engine.take(rows, ["incident_id"])["incident_id"].astype("str").tolist()  # type: ignore[no-any-return]


@pytest.mark.parametrize("damage", DAMAGES)
def test_an_import_whose_index_was_written_into_is_refused_and_made_again(
    workspace: Workspace, damage: Callable[[Path], None]
) -> None:
    expected = all_rows()
    (path,) = (path for path in mapped_files(workspace) if path.name == FILE)
    damage(path)
    with pytest.raises(IndexDamaged, match="changed or damaged on the disk while the server was running"):
        atlas_cache.current_atlas()
    assert all_rows() == expected
    assert atlas_cache.current_atlas().missing == ()


@pytest.mark.parametrize("change", HARMLESS)
def test_what_leaves_the_mapped_bytes_alone_is_no_damage(workspace: Workspace, change: Callable[[Path], None]) -> None:
    before = atlas_cache.current_atlas()
    change(next(path for path in mapped_files(workspace) if path.name == FILE))
    assert atlas_cache.current_atlas() is before


def test_an_import_whose_folder_is_gone_goes_on_answering(workspace: Workspace) -> None:
    before = atlas_cache.current_atlas()
    shutil.rmtree(workspace.cache_dir)
    assert atlas_cache.current_atlas() is before
