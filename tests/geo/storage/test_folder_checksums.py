"""A folder is intact only if no byte and no name of it has changed."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.storage import folder_checksums
from geo.storage.folder_checksums import FILE_NAME, is_intact, write_checksums


def fill(folder: Path) -> None:
    (folder / "parts").mkdir(parents=True)
    (folder / "empty").write_bytes(b"")
    (folder / "head.json").write_bytes(b'{"rows": 3}')
    (folder / "parts" / "0.npy").write_bytes(bytes(range(256)) * 9)
    write_checksums(folder)


@given(st.sampled_from(["head.json", "parts/0.npy", FILE_NAME]), st.data())
def test_no_change_of_a_byte_goes_unnoticed(name: str, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "folder"
        fill(folder)
        assert is_intact(folder)
        content = bytearray((folder / name).read_bytes())
        place = data.draw(st.integers(0, len(content) - 1))
        way = data.draw(st.sampled_from(["flip", "cut", "insert"]))
        if way == "flip":
            content[place] ^= 1 << data.draw(st.integers(0, 7))
        elif way == "cut":
            del content[place:]
        else:
            content.insert(place, 48)
        (folder / name).write_bytes(content)
        assert not is_intact(folder)


@pytest.mark.parametrize("name", ["another", "parts/1.npy"])
def test_a_file_more_a_file_less_and_another_name_are_noticed(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "folder"
    fill(folder)
    (folder / name).write_bytes(b"")
    assert not is_intact(folder)
    (folder / name).unlink()
    assert is_intact(folder)
    (folder / "empty").rename(folder / name)
    assert not is_intact(folder)
    (folder / name).unlink()
    assert not is_intact(folder)


def test_a_file_of_many_blocks_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_checksums, "BLOCK_BYTES", 7)
    folder = tmp_path / "folder"
    fill(folder)
    monkeypatch.setattr(folder_checksums, "BLOCK_BYTES", 1_000_000)
    assert is_intact(folder)


def test_a_folder_without_checksums_is_not_intact(tmp_path: Path) -> None:
    assert not is_intact(tmp_path)
    assert not is_intact(tmp_path / "none")
