"""A packed folder is only used where every file is what its manifest states."""

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geo.core.schema import COLUMN, INCIDENT_COLUMNS
from geo.errors import PackInvalid
from geo.query.packed import names
from geo.query.packed.columns import OWN_FIELDS, row_schema, stored_names
from geo.query.packed.folder import PackedFolder
from geo.query.packed.manifest import FORMAT, encode_manifest, read_manifest
from tests.conftest import SMALL
from tests.packs import pack


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("source")
    (folder / "small.csv").write_text(SMALL, encoding="utf-8")
    return pack([folder / "small.csv"], folder / "packed").path


@pytest.fixture
def folder(packed: Path, tmp_path: Path) -> Path:
    shutil.copytree(packed, tmp_path / "copy")
    return tmp_path / "copy"


def _rows(folder: Path) -> str:
    return read_manifest(folder).partitions[0].path


def test_a_whole_folder_opens(folder: Path) -> None:
    packed = PackedFolder.open(folder)
    packed.check_digests()
    assert packed.manifest.n_rows == sum(partition.n_rows for partition in packed.manifest.partitions)
    assert set(packed.manifest.files) | {partition.path for partition in packed.manifest.partitions} == {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    } - {names.MANIFEST}


def test_a_folder_without_manifest_is_unfinished(folder: Path) -> None:
    (folder / names.MANIFEST).unlink()
    with pytest.raises(PackInvalid, match=r"no manifest\.json.*interrupted.*pack” again"):
        PackedFolder.open(folder)


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'{"format": 1', b"\xff\xfe"])
def test_a_manifest_that_is_none_is_refused(folder: Path, content: bytes) -> None:
    (folder / names.MANIFEST).write_bytes(content)
    with pytest.raises(PackInvalid, match=r"manifest\.json cannot be understood"):
        PackedFolder.open(folder)


def test_another_format_is_refused(folder: Path) -> None:
    manifest = json.loads((folder / names.MANIFEST).read_bytes())
    (folder / names.MANIFEST).write_text(json.dumps(manifest | {"format": FORMAT + 1}))
    with pytest.raises(PackInvalid, match=f"its format is {FORMAT + 1}, and this version reads {FORMAT}"):
        PackedFolder.open(folder)


def test_a_missing_partition_is_named(folder: Path) -> None:
    name = _rows(folder)
    (folder / name).unlink()
    with pytest.raises(PackInvalid, match=f"its file {name} is missing"):
        PackedFolder.open(folder)


def test_a_missing_cube_is_named(folder: Path) -> None:
    (folder / names.DAYS_CUBE).unlink()
    with pytest.raises(PackInvalid, match=r"its file cubes/days\.parquet is missing"):
        PackedFolder.open(folder)


def test_a_partition_of_other_columns_is_named(folder: Path) -> None:
    name = _rows(folder)
    table = pq.read_table(folder / name, partitioning=None)
    pq.write_table(table.drop_columns(["_what"]), folder / name)
    _correct_size(folder, name)
    with pytest.raises(PackInvalid, match=f"its file {name} has other columns: _what is missing"):
        PackedFolder.open(folder)


def test_a_partition_with_other_rows_is_named(folder: Path) -> None:
    name = _rows(folder)
    pq.write_table(pq.read_table(folder / name, partitioning=None).slice(1), folder / name)
    _correct_size(folder, name)
    with pytest.raises(PackInvalid, match=f"its file {name} has .* rows instead of"):
        PackedFolder.open(folder)


def test_a_file_that_was_changed_is_named_by_its_digest(folder: Path) -> None:
    path = folder / _rows(folder)
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    packed = PackedFolder.open(folder)
    with pytest.raises(PackInvalid, match=f"its file {_rows(folder)} is not what was packed"):
        packed.check_digests()


def test_a_file_that_cannot_be_read_is_named(folder: Path) -> None:
    packed = PackedFolder.open(folder)
    (folder / names.AREAS).write_bytes(b"no Parquet")
    with pytest.raises(PackInvalid, match=r"its file areas\.parquet cannot be read"):
        packed.read(names.AREAS)


def _correct_size(folder: Path, name: str) -> None:
    """Let the manifest state the size that a file has now."""
    text = (folder / names.MANIFEST).read_text(encoding="utf-8")
    manifest = read_manifest(folder)
    (old,) = {partition.bytes for partition in manifest.partitions if partition.path == name}
    position = text.index(f'"{name}"')
    size = f'"bytes": {(folder / name).stat().st_size}'
    (folder / names.MANIFEST).write_text(text[:position] + text[position:].replace(f'"bytes": {old}', size, 1))


def test_columns_of_others_get_names_that_no_engine_reads_as_anything_else() -> None:
    own = ["ACLED.iso", "_row", "Title", "title ", "year", "geometry", "", "ünï", "a b", "a-b"]
    stored = stored_names([*COLUMN, *own])
    assert stored[: len(COLUMN)] == list(COLUMN)
    assert len({name.lower() for name in stored}) == len(stored)
    ours = {field.name for field in OWN_FIELDS}
    assert all(name.isascii() and name.replace("_", "a").isalnum() and name not in ours for name in stored)
    assert stored[len(COLUMN) :][:2] == ["ACLED_iso", "row"]


def test_the_schema_has_the_columns_of_the_table_and_ours() -> None:
    schema = row_schema((column.name, column.dtype) for column in INCIDENT_COLUMNS)
    assert schema.field("date_start").type == pa.date32()
    assert schema.field("killed_best").type == pa.int32()
    assert {f"_c_{name}" for name in ("dataset", "licence", "actor_a")} <= set(schema.names)


def test_a_manifest_reads_back_as_it_was_written(packed: Path, tmp_path: Path) -> None:
    manifest = read_manifest(packed)
    (tmp_path / names.MANIFEST).write_bytes(encode_manifest(manifest))
    assert read_manifest(tmp_path) == manifest
