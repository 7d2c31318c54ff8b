"""A packed folder, opened and checked."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from geo.core.excerpts import make_visible
from geo.errors import PackInvalid
from geo.query.packed.columns import row_schema
from geo.query.packed.file_states import FileStates, file_digest
from geo.query.packed.manifest import Manifest, PackedFile, Partition, read_manifest


@dataclass(frozen=True, eq=False)
class PackedFolder:
    """A packed folder whose files were all there, with the sizes and columns that its manifest states."""

    path: Path
    manifest: Manifest

    @classmethod
    def open(cls, path: Path) -> "PackedFolder":
        """Open a folder. Raises PackInvalid naming a file that is missing or is not what the manifest states.

        Reads the head of each file of rows; the digests are left to `check_digests`, which reads everything.
        """
        folder = cls(path, read_manifest(path))
        _ = folder.states  # from now on no file may change
        for name, file in folder._stated_files():
            folder._check_size(name, file.bytes)
        for partition in folder.manifest.partitions:
            folder.check_partition(partition)
        return folder

    @cached_property
    def states(self) -> FileStates:
        """What shows that the files are still those that were opened."""
        return FileStates(self.path, {name: file.sha256 for name, file in self._stated_files()})

    @property
    def schema(self) -> pa.Schema:
        """The columns of every file of rows."""
        return row_schema((column.stored, column.dtype) for column in self.manifest.columns)

    def file(self, name: str) -> Path:
        """The path of a file by its name in the folder."""
        return self.path / name

    def read(self, name: str, columns: list[str] | None = None) -> pa.Table:
        """Read one of the smaller files: a dictionary, a group, a cube.

        Raises PackInvalid naming it, also where it was replaced since the folder was opened.
        """
        try:
            table = pq.read_table(self.file(name), columns=columns, partitioning=None)
        except (pa.ArrowException, OSError, ValueError) as error:
            raise self._failed(name, f"cannot be read ({_first_line(error)})") from None
        self.states.check([self.file(name)])
        return table

    def check_partition(self, partition: Partition) -> None:
        """Raise PackInvalid where a file of rows is missing, or has another size, number of rows or other columns."""
        name = partition.path
        self._check_size(name, partition.bytes)
        try:
            metadata = pq.read_metadata(self.file(name))
            schema = metadata.schema.to_arrow_schema()
        except (pa.ArrowException, OSError, ValueError) as error:
            raise self._failed(name, f"is damaged ({_first_line(error)})") from None
        if metadata.num_rows != partition.n_rows:
            raise self._failed(name, f"has {metadata.num_rows:,} rows instead of {partition.n_rows:,}")
        if not schema.equals(self.schema, check_metadata=False):
            raise self._failed(name, f"has other columns: {_difference(schema, self.schema)}")

    def check_digests(self) -> None:
        """Read every file and compare it with the manifest. Raises PackInvalid naming the first that was changed."""
        for name, file in self._stated_files():
            self._check_size(name, file.bytes)
            if file_digest(self.file(name)) != file.sha256:
                raise self._failed(name, "is not what was packed: its digest differs")

    def _stated_files(self) -> Iterator[tuple[str, PackedFile]]:
        yield from self.manifest.files.items()
        for partition in self.manifest.partitions:
            yield partition.path, PackedFile(partition.bytes, partition.sha256)

    def _check_size(self, name: str, size: int) -> None:
        try:
            actual = self.file(name).stat().st_size
        except OSError:
            raise self._failed(name, "is missing") from None
        if actual != size:
            raise self._failed(name, f"has {actual:,} bytes instead of {size:,}")

    def _failed(self, name: str, fault: str) -> PackInvalid:
        return PackInvalid(str(self.path), f"its file {name} {fault}")


def _difference(actual: pa.Schema, expected: pa.Schema) -> str:
    """The first column in which two schemas differ, in words."""
    for field in expected:
        if field.name not in actual.names:
            return f"{field.name} is missing"
        if actual.field(field.name).type != field.type:
            return f"{field.name} is {actual.field(field.name).type} instead of {field.type}"
    surplus = [name for name in actual.names if name not in expected.names]
    return make_visible(f"{surplus[0]} is not one of the table's" if surplus else "they are in another order")


def _first_line(error: Exception) -> str:
    return make_visible(str(error).splitlines()[0] if str(error) else type(error).__name__)
