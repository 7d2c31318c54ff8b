"""A packed folder that changes under its engine is never an answer in part."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from geo.errors import PackInvalid
from geo.query.lazy.duckdb_engine import DuckDBFrames
from geo.query.lazy.frames import Frames
from geo.query.lazy.spark_cluster import ClassicCluster
from geo.query.lazy.spark_engine import SparkFrames
from geo.query.packed.file_states import FileStates
from geo.query.packed.folder import PackedFolder
from geo.query.packed.names import dictionary_path
from tests.packs import pack
from tests.random_selections import made_table

# No cluster is asked: the files are looked at first.
FRAMES: dict[str, Callable[[Path], Frames]] = {
    "DuckDB": lambda folder: DuckDBFrames(folder, memory="100MB", seconds=10),
    "Spark": lambda folder: SparkFrames(folder, ClassicCluster("local[1]"), memory="512MB", seconds=10),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "rows" / "part-0.parquet"
    path.parent.mkdir()
    path.write_bytes(b"rows")
    return path


def replace(path: Path) -> None:
    """The same number of bytes, later."""
    path.write_bytes(b"sowr")
    os.utime(path, (1, 1))


def test_a_file_as_it_was_is_accepted(file: Path, tmp_path: Path) -> None:
    states = FileStates(tmp_path)
    states.check([file])
    states.check([file])


@pytest.mark.parametrize("change", [Path.unlink, replace, lambda path: path.write_bytes(b"ro")])
@pytest.mark.parametrize("kind", FRAMES)
def test_the_error_names_the_file_that_is_missing_or_another_one(
    file: Path, tmp_path: Path, kind: str, change: Callable[[Path], None]
) -> None:
    frames = FRAMES[kind](tmp_path)
    change(file)
    with pytest.raises(PackInvalid, match=r"part-0\.parquet (is missing|was replaced)"):
        frames.scan([file])


def test_the_error_names_a_smaller_file_that_is_another_one(tmp_path: Path) -> None:
    made_table().head(200).drop(columns="geometry").to_parquet(tmp_path / "made.parquet")
    folder = pack([tmp_path / "made.parquet"], tmp_path / "packed")
    name = dictionary_path("country")
    texts = folder.read(name)
    pq.write_table(texts.slice(1), folder.file(name))
    with pytest.raises(PackInvalid, match=r"country\.parquet was replaced"):
        folder.read(name)


def pack_made_table(folder: Path) -> PackedFolder:
    made_table().head(200).drop(columns="geometry").to_parquet(folder / "made.parquet")
    return pack([folder / "made.parquet"], folder / "packed")


def flip(path: Path) -> None:
    """Another bit in the middle of a file, whose time is set back."""
    status, content = path.stat(), bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def test_a_bit_that_changed_is_noticed_though_the_time_is_set_back(tmp_path: Path) -> None:
    folder = pack_made_table(tmp_path)
    path, states = folder.file(folder.manifest.partitions[0].path), folder.states
    states.check([path])
    flip(path)
    for _ in range(2):
        with pytest.raises(PackInvalid, match="was replaced, removed or damaged after the start"):
            states.check([path])
    flip(path)  # and back
    states.check([path])


def test_another_time_and_another_copy_of_the_same_are_the_same(tmp_path: Path) -> None:
    folder = pack_made_table(tmp_path)
    path, states = folder.file(folder.manifest.partitions[0].path), folder.states
    os.utime(path, (1, 1))
    states.check([path])
    shutil.copy(path, tmp_path / "copy")
    path.unlink()
    with pytest.raises(PackInvalid, match="is missing"):
        states.check([path])
    shutil.move(tmp_path / "copy", path)
    states.check([path])


def test_what_a_disk_changed_before_the_start_is_noticed_soon_after_it(tmp_path: Path) -> None:
    folder = pack_made_table(tmp_path)
    path = folder.file(folder.manifest.partitions[0].path)
    flip(path)
    states = PackedFolder(folder.path, folder.manifest).states
    states.check([path])
    states.verify_in_background().join()
    with pytest.raises(PackInvalid, match="is damaged: it is not what was packed"):
        states.check([path])
    states.check([folder.file(dictionary_path("country"))])
