"""A packing that is killed is taken up; what cannot be packed is refused with file, row, column and reason."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geo.errors import IncidentsInvalid, PackInvalid
from geo.query.packed.folder import PackedFolder
from geo.query.packed.names import MANIFEST, STAGING
from geo.storage.packing import packer, row_files
from tests.bench.generator import Generator
from tests.packs import pack

ROWS = 600
SMALL_PIECES = {"chunk_rows": 200, "partition_rows": 15}
COMMAND = """
import os, signal, sys
from pathlib import Path
from geo.storage.packing import staging
from tests.packs import pack
budget, write = int(sys.argv[3]), staging.os.replace
def replace(source, target):
    global budget
    budget -= 1
    if budget < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    write(source, target)
staging.os.replace = replace
pack([sys.argv[1]], Path(sys.argv[2]), chunk_rows=200, partition_rows=15)
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("source") / "made.parquet"
    pq.write_table(Generator(5).table(0, ROWS), path, row_group_size=90)
    return path


@pytest.fixture(scope="module")
def whole(source: Path, tmp_path_factory: pytest.TempPathFactory) -> PackedFolder:
    return pack([source], tmp_path_factory.mktemp("whole"), **SMALL_PIECES)


@pytest.mark.parametrize("files", [3, 60, 250, 400])
def test_a_killed_packing_is_taken_up(files: int, source: Path, whole: PackedFolder, tmp_path: Path) -> None:
    """Killed after so many files, in the middle of writing the next one."""
    folder = tmp_path / "packed"
    command = [sys.executable, "-c", COMMAND, str(source), str(folder), str(files)]
    killed = subprocess.run(
        command, check=False, capture_output=True, env={**os.environ, "PYTHONPATH": str(Path.cwd())}
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    with pytest.raises(PackInvalid, match="interrupted"):
        PackedFolder.open(folder)
    begun = {path: path.stat().st_mtime_ns for path in (folder / STAGING / "units").glob("*.json")}
    resumed = pack([source], folder, **SMALL_PIECES)
    assert not (folder / STAGING).exists()
    assert resumed.manifest == whole.manifest
    resumed.check_digests()
    assert begun or files < 100


def test_what_is_finished_is_not_done_again(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(packer, "write_rows", fail)
        with pytest.raises(KeyboardInterrupt):
            pack([source], tmp_path, **SMALL_PIECES)
    monkeypatch.setattr(packer, "check_chunk", fail)
    pack([source], tmp_path, **SMALL_PIECES).check_digests()


def test_a_full_disk_says_that_the_run_can_be_taken_up(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(packer, "write_rows", fail)
        with pytest.raises(PackInvalid, match="the disk is full") as refusal:
            pack([source], tmp_path, **SMALL_PIECES)
    assert "it goes on where it stopped" in str(refusal.value)
    pack([source], tmp_path, **SMALL_PIECES).check_digests()


def test_another_file_of_the_same_name_is_packed_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, folder = tmp_path / "made.parquet", tmp_path / "packed"
    pq.write_table(Generator(6).table(0, 300), path)

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(packer, "write_rows", fail)
        with pytest.raises(KeyboardInterrupt):
            pack([path], folder)
    pq.write_table(Generator(7).table(0, 200), path)
    assert pack([path], folder).manifest.n_rows == 200


def test_a_file_that_changes_while_it_is_packed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, folder = tmp_path / "made.parquet", tmp_path / "packed"
    pq.write_table(Generator(6).table(0, 300), path)

    def write_and_change(*arguments: object) -> object:
        pq.write_table(Generator(7).table(0, 200), path)
        return row_files.write_rows(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(packer, "write_rows", write_and_change)
    with pytest.raises(IncidentsInvalid, match=r"made\.parquet: was changed while it was packed"):
        pack([path], folder)
    assert not (folder / MANIFEST).exists()


def test_an_identifier_in_two_files_is_named_with_both_rows(tmp_path: Path) -> None:
    made = Generator(8).table(0, 400)
    pq.write_table(made.slice(0, 250), tmp_path / "a.parquet", row_group_size=60)
    pq.write_table(made.slice(240), tmp_path / "b.parquet", row_group_size=60)
    with pytest.raises(
        IncidentsInvalid, match=r"b\.parquet: row 1, column incident_id: 'X240' is in row 241 of a\.parquet too"
    ):
        pack([tmp_path / "*.parquet"], tmp_path / "packed", chunk_rows=60)


def test_an_identifier_twice_in_one_file_is_named_with_its_row(tmp_path: Path) -> None:
    made = Generator(8).table(0, 200)
    pq.write_table(pa.concat_tables([made, made.slice(17, 1)]), tmp_path / "a.parquet", row_group_size=60)
    with pytest.raises(IncidentsInvalid, match=r"a\.parquet: row 201, column incident_id: 'X17' is in row 18 too"):
        pack([tmp_path / "a.parquet"], tmp_path / "packed", chunk_rows=60)


def test_a_row_that_is_refused_is_named(tmp_path: Path) -> None:
    made = Generator(8).table(0, 200)
    latitude = pa.array([99.0 if row == 133 else 1.0 for row in range(200)])
    made = made.set_column(made.column_names.index("latitude"), "latitude", latitude)
    made = made.set_column(made.column_names.index("longitude"), "longitude", pa.array([1.0] * 200))
    pq.write_table(made, tmp_path / "a.parquet", row_group_size=60)
    with pytest.raises(
        IncidentsInvalid, match=r"a\.parquet: row 134, column latitude: '99\.0' is not between -90 and 90"
    ):
        pack([tmp_path / "a.parquet"], tmp_path / "packed", chunk_rows=60)


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(Generator(8).table(0, 200), path, write_page_checksum=True)
    content = bytearray(path.read_bytes())
    content[300:310] = bytes(10)
    path.write_bytes(content)
    with pytest.raises(IncidentsInvalid, match=r"a\.parquet: cannot be read as Parquet"):
        pack([path], tmp_path / "packed")


def test_files_without_rows_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("incident_id,date_start,latitude,longitude\n", encoding="utf-8")
    with pytest.raises(IncidentsInvalid, match="no incidents"):
        pack([path], tmp_path / "packed")


def test_a_folder_with_other_files_is_left_alone(source: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(PackInvalid, match=r"holds 'thesis\.txt' already"):
        pack([source], tmp_path)
    assert (tmp_path / "thesis.txt").read_text(encoding="utf-8") == "mine"


def test_a_folder_with_another_table_is_left_alone(whole: PackedFolder, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("incident_id,date_start,latitude,longitude\none,2020-01-01,1,1\n", encoding="utf-8")
    before = whole.file(MANIFEST).read_bytes()
    with pytest.raises(PackInvalid, match="packed of other files"):
        pack([path], whole.path)
    assert whole.file(MANIFEST).read_bytes() == before


def test_two_do_not_pack_into_one_folder(source: Path, tmp_path: Path) -> None:
    with packer.locked(tmp_path), pytest.raises(PackInvalid, match="another process is packing"):
        pack([source], tmp_path)


def test_one_row_without_anything_is_packed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("incident_id,date_start,latitude,longitude\none,,,\n", encoding="utf-8")
    (partition,) = pack([path], tmp_path / "packed").manifest.partitions
    assert (partition.path, partition.bounds, partition.spots) == (
        "rows/year=undated/part-all.parquet",
        None,
        (1, 0, 0, 0),
    )


def test_companions_and_own_actors_are_packed(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("incident_id,date_start,latitude,longitude\none,2020-01-01,1,1\n", encoding="utf-8")
    (tmp_path / "a.claims.csv").write_text("incident_id,claimant\none,Somebody\n", encoding="utf-8")
    (tmp_path / "a.actors.csv").write_text("name\nA made-up front\n", encoding="utf-8")
    folder = pack([tmp_path / "a.csv"], tmp_path / "packed")
    claims = folder.read("companions/claims.parquet").to_pandas()
    assert claims["claimant"].tolist() == ["Somebody"]
    assert folder.file("companions/actors-0.csv").read_bytes() == (tmp_path / "a.actors.csv").read_bytes()
